"""Which job may start next, and which never will."""

from __future__ import annotations

from collections.abc import Sequence

from quality_gate.model.envelope import Ended, Envelope
from quality_gate.model.job import Job
from quality_gate.model.paths import Globs
from quality_gate.stages.outcome import succeeded


class Schedule:
    """The state of one run: every job is waiting, running or done."""

    def __init__(self, jobs: Sequence[Job], at_once: int, fail_fast: bool) -> None:
        self._jobs = tuple(jobs)
        self._at_once = max(at_once, 1)
        self._fail_fast = fail_fast
        self._waiting = list(range(len(jobs)))
        self._running: set[int] = set()
        self._done: dict[int, Envelope] = {}
        self._first_failure = ""

    @property
    def waiting(self) -> list[int]:
        return list(self._waiting)

    @property
    def running(self) -> int:
        return len(self._running)

    @property
    def envelopes(self) -> tuple[Envelope, ...]:
        return tuple(self._done[number] for number in sorted(self._done))

    def start_next(self) -> int | None:
        """The first job, in the order written, that may start now; from here on it runs."""
        if len(self._running) >= self._at_once:
            return None
        for number in self._waiting:
            if self._needs_are_met(number) and not any(
                self._rivals(number, other) for other in self._running
            ):
                self._waiting.remove(number)
                self._running.add(number)
                return number
        return None

    def ended(self, number: int, envelope: Envelope) -> None:
        self._running.discard(number)
        if number in self._waiting:
            self._waiting.remove(number)
        self._done[number] = envelope
        if not succeeded(envelope) and envelope.last.ended is not Ended.NOT_RUN:
            self._first_failure = self._first_failure or envelope.label

    def never(self) -> list[tuple[int, str]]:
        """Waiting jobs that can no longer start, each with the reason."""
        return [(number, reason) for number in self._waiting if (reason := self._why_never(number))]

    def _why_never(self, number: int) -> str:
        job = self._jobs[number]
        for need in job.needs:
            for other in self._named(need):
                if other in self._done and not succeeded(self._done[other]):
                    not_run = self._done[other].last.ended is Ended.NOT_RUN
                    return f"needs {need}, which {'did not run' if not_run else 'failed'}"
        if self._fail_fast and self._first_failure and job.run:
            return f"{self._first_failure} failed, and fail-fast is set"
        if not self._running and not any(self._needs_are_met(other) for other in self._waiting):
            return f"its needs go in a circle: {', '.join(job.needs)}"
        return ""

    def _needs_are_met(self, number: int) -> bool:
        """A need that is not among the jobs is the business of another run."""
        return all(
            other in self._done and succeeded(self._done[other])
            for need in self._jobs[number].needs
            for other in self._named(need)
        )

    def _named(self, stage: str) -> list[int]:
        return [number for number, job in enumerate(self._jobs) if job.stage == stage]

    def _rivals(self, one: int, other: int) -> bool:
        """Two jobs that must not run at the same time."""
        first, second = self._jobs[one], self._jobs[other]
        if not first.run and not second.run:
            return True  # a file speaks for the first that asks: the order written says who that is
        same_word = bool(first.mutex) and first.mutex == second.mutex
        return same_word or _share_a_report(first.reports, second.reports)


def _share_a_report(one: Sequence[str], other: Sequence[str]) -> bool:
    """Side by side nobody could tell which of the two has written it."""
    if not one or not other:
        return False
    if set(one) & set(other):
        return True
    return bool(Globs(tuple(one)).among(other) or Globs(tuple(other)).among(one))
