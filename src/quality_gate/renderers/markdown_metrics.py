"""The metrics in Markdown: what was expected, what was found, and how many times better that is."""

from __future__ import annotations

from quality_gate.model.report import Report
from quality_gate.model.rollup import MetricRow
from quality_gate.renderers.escape import for_markdown
from quality_gate.renderers.fitting import Section
from quality_gate.renderers.folding import folded
from quality_gate.renderers.markdown_rulings import marked
from quality_gate.renderers.metric_words import HEAD, metric_cells, metric_mark, shown_metrics, times_range


def metrics(report: Report) -> Section:
    rows = report.rollup.metrics
    shown, hidden = shown_metrics(rows)
    items = [_row(row) for row in shown]
    items += [_more(hidden)] if hidden else []
    span = times_range(rows)
    section = Section(
        name="metrics",
        rank=4,
        items=tuple(items),
        head=f"| {' | '.join(HEAD)} |\n| --- | --- | --- | --- | ---: |\n",
        foot=f"\n\n{for_markdown(span)}" if span else "",
        more=_more,
    )
    return folded(f"Metrics ({len(rows):,})", section)


def _row(row: MetricRow) -> str:
    cells = (marked(*metric_mark(row)), *(for_markdown(cell, 200) for cell in metric_cells(row)))
    return f"| {' | '.join(cells)} |"


def _more(count: int) -> str:
    return f"| … | {count:,} more | | | |"
