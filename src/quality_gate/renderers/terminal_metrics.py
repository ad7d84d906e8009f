"""The metrics on a terminal: what was expected, what was found, and how many times better that is."""

from __future__ import annotations

from functools import partial

from quality_gate.model.report import Report
from quality_gate.renderers.columns import Row, table
from quality_gate.renderers.escape import for_terminal
from quality_gate.renderers.metric_words import HEAD, metric_cells, metric_mark, shown_metrics, times_range
from quality_gate.renderers.paint import Paint


def metrics(report: Report, width: int, paint: Paint) -> list[str]:
    rows = report.rollup.metrics
    if not rows:
        return []
    shown, hidden = shown_metrics(rows)
    cells = [
        Row(
            (
                paint.marked(*metric_mark(row, with_cause=False)),
                *(for_terminal(cell, 160) for cell in metric_cells(row)),
            ),
            partial(paint.status, metric_mark(row)[0]),
        )
        for row in shown
    ]
    lines = table(
        [Row(HEAD, paint.dim, head=True), *cells], width, right=frozenset({4}), prose=frozenset({2, 3})
    )
    lines += [f"  … and {hidden:,} more"] if hidden else []
    lines += [f"  {span}"] if (span := times_range(rows)) else []
    return [paint.bold("Metrics"), *lines]
