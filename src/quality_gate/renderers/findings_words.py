"""The table of findings in the same words for every medium."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial

from quality_gate.model.findings import Severity
from quality_gate.model.rollup import FindingsRow
from quality_gate.model.verdict import Status

Column = tuple[str, Callable[[FindingsRow], int | None]]


def findings_columns(rows: Iterable[FindingsRow]) -> list[Column]:
    """How many there are, then what any of the rows has: most tables need few of all columns."""
    rows = tuple(rows)
    more: list[Column] = [
        *((str(one).capitalize(), partial(_of, severity=one)) for one in Severity),
        ("Suppressed", lambda row: row.suppressed),
        ("Waived", lambda row: row.waived),
    ]
    if any(row.new is not None for row in rows):
        more.insert(0, ("New", lambda row: row.new))
    shown = (column for column in more if column[0] == "New" or any(column[1](row) for row in rows))
    return [("Found", _found), *shown]


def findings_figures(row: FindingsRow, columns: Iterable[Column]) -> list[str]:
    """A dash where nothing tells what is new."""
    numbers = [number(row) for _, number in columns]
    return ["–" if number is None else f"{number:,}" for number in numbers]


def findings_mark(row: FindingsRow) -> tuple[Status, str]:
    """What a scanner said; whether that is too much is the rules' business."""
    if row.trouble:
        return Status.UNKNOWN, "incomplete"
    return (Status.WARNED, "findings") if _found(row) else (Status.PASSED, "none found")


def _found(row: FindingsRow) -> int:
    return sum(row.counts.values())


def _of(row: FindingsRow, severity: Severity) -> int:
    return row.counts[severity]
