"""What the plan expects of envelopes, and what is wrong with one that was made under other orders."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from quality_gate.model.envelope import Ended, Envelope
from quality_gate.model.job import Job, with_words
from quality_gate.model.mask import Mask
from quality_gate.model.paths import Globs
from quality_gate.model.verdict import Cause, Problem


@dataclass(frozen=True, slots=True, kw_only=True)
class Expected:
    """What the plan expects: every job, under these orders. Empty words ask for nothing but themselves."""

    jobs: Sequence[Job]
    commit: str = ""
    gate: str = ""
    config: str = ""  # the SHA-256 of the configuration file
    run: str = ""  # of the workflow; without one, envelopes of any run will do
    attempt: int = 1
    same_orders: bool = True  # False: whoever ran it may have had a configuration of its own
    partial: bool = False  # only a part of the gate: a part of a stage will do


def other_orders(envelope: Envelope, job: Job | None, expected: Expected) -> Problem | None:
    """Why an envelope of the right commit still says nothing about this run."""
    label = envelope.label
    if expected.run and envelope.run != expected.run:
        of = f"the workflow run {envelope.run}" if envelope.run else "no workflow run"
        return _stale(
            f"{label} is of {of}, not of {expected.run}", "delete quality-gate/ before the legs run"
        )
    if expected.run and envelope.attempt > expected.attempt:
        reason = f"{label} is of attempt {envelope.attempt}, and this is attempt {expected.attempt}"
        return _stale(reason, "conclude in the newest attempt")
    if expected.same_orders and envelope.config != expected.config:
        return _stale(f"{label} ran under another configuration", "run it again under this one")
    return _other_command(envelope, job, expected)


def _other_command(envelope: Envelope, job: Job | None, expected: Expected) -> Problem | None:
    label = envelope.label
    if envelope.filtered and not expected.partial:
        remedy = f"run all of {envelope.stage}: `quality-gate run` without words behind `--`"
        return Problem(Cause.INCOMPLETE, f"{label}: it ran only `{envelope.filtered}`", remedy)
    if job is None or envelope.last.ended is Ended.COLLECTED or not expected.same_orders:
        return None
    # Of a part only a part is asked, so words that the envelope owns up to are fine.
    same = envelope.filtered in ("", job.filtered)
    wanted = job.run if same else with_words(job.run, envelope.filtered)
    if not is_same_command(envelope.command, wanted):
        return _stale(f"{label} ran another command than the plan's", "run it again as it is planned")
    return None


def is_same_command(ran: str, wanted: str) -> bool:
    """An envelope that was handed over tells its command without what looks secret in it."""
    return ran in (wanted, Mask().text(wanted))


def unanswered(envelope: Envelope, job: Job) -> Iterator[Problem]:
    """Declared reports that the envelope has no word about, not even that they are missing."""
    if envelope.last.ended not in (Ended.EXITED, Ended.COLLECTED):
        return  # where the command never came to its end, that is what has to be told
    told = [report.path for report in envelope.reports]
    for pattern in (one.removeprefix("./") for one in job.reports if not one.startswith("!")):
        if pattern not in told and not Globs((pattern,)).among(told):
            reason = f"{envelope.label} says nothing about {pattern}"
            yield Problem(Cause.MISSING, reason, "run it again as it is planned")


def _stale(reason: str, remedy: str) -> Problem:
    return Problem(Cause.STALE, reason, remedy)
