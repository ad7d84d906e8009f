"""Failing tests in every medium: which to show, what they have in common, and how each is marked."""

from __future__ import annotations

from typing import Final

from quality_gate.model.cases import Case
from quality_gate.model.report import Report
from quality_gate.model.rollup import CauseRow
from quality_gate.model.verdict import Status
from quality_gate.model.wording import plural

_MOST_CAUSES: Final = 5


def failing_cases(report: Report) -> list[Case]:
    """What no waiver excuses comes first."""
    failing = [case for stage in report.evidence.stages if stage.cases for case in stage.cases.failing]
    return sorted(failing, key=lambda case: bool(case.waived))


def unnamed(report: Report, places: int) -> list[Case]:
    """The failing tests, without those that a ruling shown in full names among its first places."""
    named = {
        (spot.path, name)
        for ruling in (*report.verdict.blocking, *report.verdict.warning)
        for spot in ruling.spots[:places]
        for name in (spot.note, spot.note.partition(": ")[0])
    }
    return [case for case in failing_cases(report) if named.isdisjoint(_names(case))]


def case_mark(case: Case) -> tuple[Status, str]:
    return (Status.WARNED, f"{case.outcome} (waived)") if case.waived else (Status.FAILED, str(case.outcome))


def causes(report: Report) -> list[str]:
    """`3 tests, 1 cause: RuntimeError: …`; a failure that stands alone is shown as such."""
    common = [row for row in report.rollup.causes if row.tests > 1]
    said = [_cause(row) for row in common[:_MOST_CAUSES]]
    more = len(common) - _MOST_CAUSES + report.rollup.more_causes
    return [*said, f"… and {plural(more, 'more common cause')}"] if more > 0 else said


def _cause(row: CauseRow) -> str:
    waived = f", {row.waived:,} waived" if row.waived else ""
    return f"{plural(row.tests, 'test')}, 1 cause{waived}: {row.message}"


def _names(case: Case) -> set[tuple[str, str]]:
    """How a rule may name a test at a place."""
    file = case.place.file
    return {(file, case.name), (file, case.id), (file, case.shown.removeprefix(f"{file}::"))}
