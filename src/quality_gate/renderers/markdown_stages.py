"""A row for each stage in Markdown; of many stages only those that do not hold stand open."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from quality_gate.model.report import Report
from quality_gate.model.rollup import StageRow
from quality_gate.model.verdict import Status
from quality_gate.renderers.escape import for_markdown, for_markdown_code
from quality_gate.renderers.fitting import Section
from quality_gate.renderers.folding import folded
from quality_gate.renderers.markdown_rulings import marked
from quality_gate.renderers.phrases import stage_mark, stage_text, time_text

_MOST_OPEN: Final = 12


def stages(report: Report) -> Section:
    return _table(
        "stages", 1, [row for row in report.rollup.stages if not _folds(row, report)], "### Stages\n\n"
    )


def other_stages(report: Report) -> Section:
    rows = [row for row in report.rollup.stages if _folds(row, report)]
    return folded(f"Stages that hold ({len(rows):,})", _table("stages that hold", 4, rows))


def _folds(row: StageRow, report: Report) -> bool:
    many = len(report.rollup.stages) > _MOST_OPEN
    return many and stage_mark(row)[0] in (Status.PASSED, Status.SKIPPED)


def _table(name: str, rank: int, rows: Sequence[StageRow], title: str = "") -> Section:
    """Without a column of times where nothing took any: a phone is narrow."""
    timed = any(map(time_text, rows))
    head = "| Status | Stage | Result |" + (" Time |" if timed else "")
    rule = "| --- | --- | --- |" + (" ---: |" if timed else "")
    return Section(
        name=name,
        rank=rank,
        head=f"{title}{head}\n{rule}\n",
        items=tuple(_row(row) + (f" {time_text(row)} |" if timed else "") for row in rows),
        more=lambda count: f"| … | {count:,} more | |" + (" |" if timed else ""),
    )


def _row(row: StageRow) -> str:
    name = for_markdown_code(row.name, 80, table=True)
    return f"| {marked(*stage_mark(row))} | {name} | {for_markdown(stage_text(row))} |"
