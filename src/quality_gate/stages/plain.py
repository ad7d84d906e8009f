"""Progress as plain lines, for a workflow's log or a pipe: one group per stage, failures again at the end."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from quality_gate.model.envelope import Ended, Envelope
from quality_gate.model.job import Job
from quality_gate.model.wording import duration_text, listed, plural
from quality_gate.renderers.neutral import neutral_line
from quality_gate.stages.lines import Capped, neutral_lines
from quality_gate.stages.outcome import succeeded
from quality_gate.world.world import World

_BLOCK: Final = 2 << 20  # of one stage's output, where stages run side by side
_QUIET: Final = (Ended.NOT_RUN, Ended.CANCELLED)  # nothing of theirs needs to be read again


class Plain:
    def __init__(self, world: World, jobs_at_once: int = 1) -> None:
        self._tell = world.console.tell
        self._groups = world.environment.github
        self._streams = jobs_at_once <= 1
        self._open: set[str] = set()
        self._blocks: dict[str, Capped] = {}
        self._texts: dict[str, list[str]] = {}

    def setup_started(self) -> None:
        self._tell("── setup")

    def stage_started(self, job: Job) -> None:
        self._open.add(job.folder)
        if self._streams:
            self._tell(self._opening(job))
            return
        lines: list[str] = [self._opening(job)]
        self._texts[job.folder] = lines
        self._blocks[job.folder] = Capped(lines.append, _BLOCK)

    def lines(self, job: Job, texts: Sequence[str], _is_error: bool) -> None:
        lines = neutral_lines(texts)
        if self._streams:
            self._tell("\n".join(lines) + "\n")
        elif job.folder in self._blocks:
            self._blocks[job.folder].add(lines)

    def stage_ended(self, job: Job, envelope: Envelope) -> None:
        if job.folder in self._blocks:
            self._blocks.pop(job.folder).end()
            self._tell("\n".join(self._texts.pop(job.folder)))
        if job.folder in self._open and self._groups:
            self._tell("::endgroup::")
        self._open.discard(job.folder)
        self._tell(neutral_line(ending(envelope)))
        for note in envelope.notes:
            self._tell(neutral_line(f"   {envelope.label}: {note}"))

    def looking(self, names: Sequence[str]) -> None:
        self._tell(neutral_line(f"── {looking_text(names)}"))

    def finished(self, envelopes: Sequence[Envelope]) -> None:
        for line in last_lines(envelopes):
            self._tell(line)

    def _opening(self, job: Job) -> str:
        title = neutral_line(_title(job).replace("\n", " "))
        return f"::group::{title.replace('%', '%25')}" if self._groups else f"── {title}"


def looking_text(names: Sequence[str]) -> str:
    """`looking at 3 probes: health, grpc, versions`."""
    return f"looking at {plural(len(names), 'probe')}: {listed(names, 12)}"


def ending(envelope: Envelope) -> str:
    """`unit: exit 0, 3.2 s`."""
    last = envelope.last
    if last.ended is Ended.COLLECTED:
        count = len(envelope.reports)
        return f"{envelope.label}: {count} report{'' if count == 1 else 's'} collected"
    said = "exit 0" if succeeded(envelope) else last.reason or str(last.ended)
    if last.ended is Ended.NOT_RUN:
        return f"{envelope.label}: not run: {said}"
    tries = len(envelope.attempts)
    again = f", attempt {tries}" if tries > 1 else ""
    return f"{envelope.label}: {said}, {duration_text(last.resources.wall)}{again}"


def last_lines(envelopes: Sequence[Envelope]) -> list[str]:
    """What every failed stage said last: the reason is mostly there."""
    told: list[str] = []
    said: set[tuple[str, ...]] = {()}
    for envelope in envelopes:
        if succeeded(envelope) or envelope.last.ended in _QUIET or envelope.tail in said:
            continue
        said.add(envelope.tail)  # a setup that failed is the end of all stages; it is told once
        told.append(neutral_line(f"── last lines of {ending(envelope)}"))
        told += [neutral_line(line) for line in envelope.tail]
    return told


def _title(job: Job) -> str:
    return f"{job.label}: {job.run}" if job.run else job.label
