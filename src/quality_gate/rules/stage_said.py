"""How the end of a stage is told: by its exit codes, its tries, and its tests."""

from __future__ import annotations

from quality_gate.model.cases import Counts
from quality_gate.model.envelope import Ended, Envelope
from quality_gate.model.evidence import StageEvidence
from quality_gate.model.wording import listed, plural


def explained_text(counts: Counts) -> str:
    if counts.waived and counts.waived == counts.failing:
        return f", explained by {plural(counts.waived, 'waived failure')}"
    also = f", {counts.waived:,} of them waived" if counts.waived else ""
    return f", explained by {plural(counts.failing, 'failing test')}{also}" if counts.failing else ""


def part_said(stage: StageEvidence, envelope: Envelope, said: str) -> str:
    """Names the shard or variant where there is more than one."""
    return f"{envelope.label}: {said}" if len(stage.envelopes) > 1 else said


def exit_text(stage: StageEvidence) -> str:
    ran = [envelope for envelope in stage.envelopes if envelope.last.ended is Ended.EXITED]
    if not stage.envelopes:
        return "nothing handed over"
    if not ran:
        return f"collected {plural(len(stage.reports), 'report')}"
    codes = listed(sorted({str(envelope.last.exit_code or 0) for envelope in ran}), most=5)
    tries = max(len(envelope.attempts) for envelope in ran)
    return f"exit {codes}" + (f" on attempt {tries}" if tries > 1 else "")


def tests_text(stage: StageEvidence) -> str:
    counts = stage.cases.counts if stage.cases is not None else None
    return f"{plural(counts.total, 'test')}, {counts.failing} failed" if counts else "no test"


def found_said(stage: StageEvidence) -> tuple[str, str]:
    """What else explains an exit code, and what to do: many linters end so when they find something."""
    read = [one.reading.findings for one in stage.reports if one.reading.findings is not None]
    many = sum(len(found.findings) - found.suppressed for found in read)
    if not many:
        return "", "see the end of its log"
    remedy = "mend what was found; where some may stay, have the tool itself end with 0 (ruff: `--exit-zero`)"
    return f"; its reports hold {plural(many, 'finding')}", remedy
