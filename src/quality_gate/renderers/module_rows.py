"""The module table in every medium: which columns, which rows, and what becomes of a module."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from quality_gate.model.cases import Counts
from quality_gate.model.rollup import ModuleRow
from quality_gate.model.verdict import Status


def module_status(counts: Counts, ruled: Status | None = None) -> tuple[Status, str]:
    """What became of a module's tests; whether that is enough is the rules' business, if they say."""
    if counts.failing:
        own = counts.failing - counts.waived
        if not own:
            return Status.WARNED, f"{counts.waived:,} waived"
        allowed = ", allowed" if ruled is Status.PASSED else ""
        return ruled or Status.FAILED, f"{own:,} failed{allowed}"
    if counts.passed:
        return Status.PASSED, "passed"
    if counts.total:
        return Status.SKIPPED, "nothing executed"
    return Status.UNKNOWN, "unknown (empty)"


def module_columns(rows: Iterable[ModuleRow]) -> list[tuple[str, Callable[[Counts], int]]]:
    """The columns that not every table needs: they are not part of the percentage."""
    known: list[tuple[str, Callable[[Counts], int]]] = [
        ("Waived", lambda counts: counts.waived),
        ("Skipped", lambda counts: counts.skipped),
        ("Expected to fail", lambda counts: counts.expected),
        ("Flaky", lambda counts: counts.flaky),
    ]
    total = module_total(rows)
    return [(name, number) for name, number in known if number(total)]


def module_total(rows: Iterable[ModuleRow]) -> Counts:
    return sum((row.counts for row in rows), Counts())


def shown_modules(rows: Sequence[ModuleRow], most: int) -> tuple[list[ModuleRow], list[ModuleRow]]:
    """The rows to show and those to sum up: modules with failing tests are the last to be left out."""
    by_need = sorted(range(len(rows)), key=lambda at: (not rows[at].counts.failing, at))
    kept = set(by_need[:most])
    return (
        [row for at, row in enumerate(rows) if at in kept],
        [row for at, row in enumerate(rows) if at not in kept],
    )
