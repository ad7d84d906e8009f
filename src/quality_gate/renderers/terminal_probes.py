"""The probes on a terminal: what each saw, and every try of one that had to wait."""

from __future__ import annotations

from functools import partial

from quality_gate.model.report import Report
from quality_gate.renderers.columns import Row, table, wrap
from quality_gate.renderers.escape import for_terminal
from quality_gate.renderers.paint import Paint
from quality_gate.renderers.phrases import status_word
from quality_gate.renderers.probe_words import probe_text, tries_text


def probes(report: Report, width: int, paint: Paint) -> list[str]:
    rows = report.rollup.probes
    if not rows:
        return []
    cells = [
        Row(
            (
                paint.marked(row.status, status_word(row.status, row.cause)),
                for_terminal(row.name, 60),
                for_terminal(row.kind, 20),
                for_terminal(probe_text(row), 120),
            ),
            partial(paint.status, row.status),
        )
        for row in rows
    ]
    lines = table(cells, width, prose=frozenset({3}))
    for row in rows:
        if said := tries_text(row):
            lines += wrap(for_terminal(f"{row.name}: {said}"), width, "  ", "    ")
    return [paint.bold("Probes"), *lines]
