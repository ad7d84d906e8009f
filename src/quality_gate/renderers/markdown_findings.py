"""What linters and scanners found, in Markdown: a row for each report."""

from __future__ import annotations

from quality_gate.model.report import Report
from quality_gate.model.rollup import FindingsRow
from quality_gate.model.wording import plural
from quality_gate.renderers.escape import for_markdown, for_markdown_code
from quality_gate.renderers.findings_words import Column, findings_columns, findings_figures, findings_mark
from quality_gate.renderers.fitting import Section
from quality_gate.renderers.folding import folded
from quality_gate.renderers.markdown_rulings import marked


def findings(report: Report) -> Section:
    rows = report.rollup.findings
    columns = findings_columns(rows)
    names = ("Status", "Report", *(name for name, _ in columns))
    rule = ("---", "---", *("---:" for _ in columns))
    found = sum(sum(row.counts.values()) for row in rows)
    section = Section(
        name="findings",
        rank=5,
        items=tuple(_row(row, columns) for row in rows),
        head=f"| {' | '.join(names)} |\n| {' | '.join(rule)} |\n",
        more=lambda count: f"| … | {count:,} more |" + " |" * (len(names) - 2),
    )
    return folded(f"Findings: {found:,} in {plural(len(rows), 'report')}", section)


def _row(row: FindingsRow, columns: list[Column]) -> str:
    trouble = f" — {for_markdown(row.trouble, 300)}" if row.trouble else ""
    tool = f" ({for_markdown(row.tool, 60)})" if row.tool else ""
    cells = (
        marked(*findings_mark(row)) + trouble,
        for_markdown_code(row.path, 120, table=True) + tool,
        *findings_figures(row, columns),
    )
    return f"| {' | '.join(cells)} |"
