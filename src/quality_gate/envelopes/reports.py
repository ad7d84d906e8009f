"""What the reports of one envelope say, and what is wrong with those that say nothing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from quality_gate.envelopes.report_reader import ReportReader
from quality_gate.model.envelope import Ended, Envelope, Freshness, ReportFile
from quality_gate.model.evidence import ReadReport
from quality_gate.model.reading import Reading, State
from quality_gate.model.verdict import Cause, Problem

_UNFRESH: Final = {
    Freshness.MISSING: (Cause.MISSING, "was not written", "have the command write it, or correct `reports:`"),
    Freshness.TAKEN: (
        Cause.MISSING,
        "is not its own",
        "run the stages: a file that lies there cannot speak for several of them",
    ),
    Freshness.STALE: (
        Cause.STALE,
        "is older than this run",
        "delete old reports, and have this run write it anew",
    ),
    Freshness.TRACKED: (
        Cause.STALE,
        "is no evidence of this run",
        "take it out of git and ignore it there: `git rm --cached`, .gitignore",
    ),
    Freshness.UNREADABLE: (Cause.UNREADABLE, "cannot be read", "write a regular, readable file"),
}
_UNSOUND: Final = {
    State.INVALID: (Cause.UNREADABLE, "cannot be read", "see whether the tool that writes it was killed"),
    State.EMPTY: (Cause.EMPTY, "is empty", "check what the command selects"),
    State.SUSPECT: (Cause.INCOMPLETE, "is incomplete or contradicts itself", "see what the tool lacks"),
}
_FOREIGN: Final = "not a report format known here"  # how a reading begins that nobody was killed over
_ENVIRONMENT: Final = "environment: "  # how a reading says that the report is fine and this machine is not


def readings(
    envelope: Envelope, reports: Iterable[ReportFile], reader: ReportReader
) -> Iterator[tuple[ReportFile, Reading | Problem]]:
    """Of every fresh report what it says; a problem where the copy is not what was handed over."""
    for report in reports:
        if report.freshness is Freshness.FRESH:
            yield report, reader.said(envelope, report)


def read_reports(envelope: Envelope, reader: ReportReader) -> list[ReadReport]:
    return [
        ReadReport(path=report.path, reading=_unopened(said) if isinstance(said, Problem) else said)
        for report, said in readings(envelope, envelope.reports, reader)
    ]


def _unopened(problem: Problem) -> Reading:
    return Reading(format="unknown", state=State.INVALID, note=problem.reason)


def problems_of(envelope: Envelope, reports: Sequence[ReadReport]) -> Iterator[Problem]:
    """What is wrong with the reports of one envelope, in the words of its label."""
    ran = envelope.last.ended in (Ended.EXITED, Ended.COLLECTED)
    for report in envelope.reports:
        if report.freshness is not Freshness.FRESH and ran:
            cause, said, remedy = _UNFRESH[report.freshness]
            note = f": {report.note}" if report.note else ""
            yield Problem(cause, f"{report.path} {said}{note}", remedy)
    for one in reports:
        if one.reading.state is not State.OK:
            yield _unsound(one)


def _unsound(one: ReadReport) -> Problem:
    cause, said, remedy = _UNSOUND[one.reading.state]
    note = one.reading.note
    if note.startswith(_ENVIRONMENT):
        reason = f"{one.path}: {note.removeprefix(_ENVIRONMENT)}"
        return Problem(Cause.ENVIRONMENT, reason, "add `coverage json`")
    if note.startswith(_FOREIGN):
        remedy = "look into the file: correct `reports:`, or what the tool is told to write"
    return Problem(cause, f"{one.path} {said}" + (f": {note}" if note else ""), remedy)
