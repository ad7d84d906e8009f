"""What a person who must mend it reads first: failing tests, and the end of a failed stage's log."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from quality_gate.model.report import Report
from quality_gate.model.verdict import Status
from quality_gate.renderers.columns import cut_middle, wrap
from quality_gate.renderers.escape import for_terminal
from quality_gate.renderers.paint import Paint
from quality_gate.renderers.phrases import first_line, unnamed
from quality_gate.renderers.places import MOST_PLACES

_MOST_TESTS: Final = 10


def failing_tests(report: Report, width: int, paint: Paint) -> list[str]:
    failing = unnamed(report, MOST_PLACES)
    if not failing:
        return []
    lines = [paint.bold("Failing tests")]
    for case in failing[:_MOST_TESTS]:
        mark = paint.marked(Status.FAILED, str(case.outcome))
        where = f" (line {case.line})" if case.line else ""
        name = cut_middle(for_terminal(case.id), width - len(mark) - len(where) - 4)
        lines.append(f"  {paint.status(Status.FAILED, mark)}  {name}{where}")
        lines += wrap(for_terminal(first_line(case.message), 240), width, "      ")
    if len(failing) > _MOST_TESTS:
        lines.append(f"  … and {len(failing) - _MOST_TESTS:,} more")
    return lines


def last_lines(report: Report, width: int, paint: Paint) -> Iterator[list[str]]:
    """The end of what a stage said, for each that is not passed."""
    bar = "│" if paint.unicode else "|"
    for row in report.rollup.stages:
        if row.tail:
            whole = f" (all of it: {for_terminal(row.log, 120)})" if row.log else ""
            title = wrap(f"Last lines of {for_terminal(row.name, 60)}{whole}", width, "", "  ")
            yield [
                *(paint.bold(line) for line in title),
                *(f"  {bar} {cut_middle(for_terminal(line), width - 4)}" for line in row.tail),
            ]
