"""The probes in Markdown: what each saw, and every try of one that had to wait."""

from __future__ import annotations

from quality_gate.model.report import Report
from quality_gate.model.rollup import ProbeRow
from quality_gate.model.verdict import Status
from quality_gate.renderers.escape import for_markdown, for_markdown_code
from quality_gate.renderers.fitting import Section
from quality_gate.renderers.folding import folded
from quality_gate.renderers.markdown_rulings import marked
from quality_gate.renderers.phrases import status_word
from quality_gate.renderers.probe_words import probe_text, tries_text


def probes(report: Report) -> Section:
    rows = report.rollup.probes
    passed = sum(row.status is Status.PASSED for row in rows)
    section = Section(
        name="probes",
        rank=4,
        head="| Status | Probe | Got |\n| --- | --- | --- |\n",
        items=tuple(map(_row, rows)),
        more=lambda count: f"| … | {count:,} more | |",
    )
    return folded(f"Probes: {passed:,} of {len(rows):,} passed", section)


def _row(row: ProbeRow) -> str:
    said = "; ".join(part for part in (probe_text(row), tries_text(row)) if part)
    mark = marked(row.status, status_word(row.status, row.cause))
    name = for_markdown_code(row.name, 80, table=True)
    return f"| {mark} | {name} ({for_markdown(row.kind)}) | {for_markdown(said)} |"
