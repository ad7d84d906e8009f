"""What linters and scanners found, on a terminal: a row for each report."""

from __future__ import annotations

from functools import partial

from quality_gate.model.report import Report
from quality_gate.renderers.columns import Row, table, wrap
from quality_gate.renderers.escape import for_terminal
from quality_gate.renderers.findings_words import findings_columns, findings_figures, findings_mark
from quality_gate.renderers.paint import Paint


def findings(report: Report, width: int, paint: Paint) -> list[str]:
    rows = report.rollup.findings
    if not rows:
        return []
    columns = findings_columns(rows)
    head = Row(("Status", "Report", "Tool", *(name for name, _ in columns)), paint.dim, head=True)
    cells = [
        Row(
            (
                paint.marked(*findings_mark(row)),
                for_terminal(row.path, 120),
                for_terminal(row.tool, 40),
                *findings_figures(row, columns),
            ),
            partial(paint.status, findings_mark(row)[0]),
        )
        for row in rows
    ]
    lines = table([head, *cells], width, right=frozenset(range(3, 3 + len(columns))))
    for row in rows:
        if row.trouble:
            lines += wrap(for_terminal(f"{row.path}: {row.trouble}", 400), width, "  ", "    ")
    return [paint.bold("Findings"), *lines]
