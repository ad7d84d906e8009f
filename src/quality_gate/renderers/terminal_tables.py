"""The tables of the terminal: stages, tests by module, coverage."""

from __future__ import annotations

from functools import partial
from typing import Final

from quality_gate.model.cases import Counts
from quality_gate.model.ratio import Ratio
from quality_gate.model.report import Report
from quality_gate.model.verdict import Status
from quality_gate.renderers.columns import Row, table, wrap
from quality_gate.renderers.escape import for_terminal
from quality_gate.renderers.module_rows import module_columns, module_status, module_total, shown_modules
from quality_gate.renderers.paint import Paint
from quality_gate.renderers.phrases import (
    Percents,
    all_notices,
    stage_mark,
    stage_text,
    time_text,
)

_MOST_MODULES: Final = 40
_MOST_NOTICES: Final = 30
_FIGURES: Final = frozenset(range(2, 8))


def stages(report: Report, width: int, paint: Paint) -> list[str]:
    rows = [
        Row(
            (
                paint.marked(*stage_mark(row)),
                for_terminal(row.name, 60),
                for_terminal(stage_text(row), 120),
                time_text(row),
            ),
            partial(paint.status, stage_mark(row)[0]),
        )
        for row in report.rollup.stages
    ]
    return _titled("Stages", table(rows, width, right=frozenset({3}), prose=frozenset({2})), paint)


def modules(report: Report, width: int, paint: Paint) -> list[str]:
    rows = report.rollup.modules
    if not rows:
        return []
    shown, hidden = shown_modules(rows, _MOST_MODULES)
    extra = module_columns(rows)
    percents = Percents(report.verdict.rulings)

    def row(name: str, counts: Counts, ruled: Status | None = None) -> Row:
        status, word = module_status(counts, ruled)
        ratio = Ratio(counts.passed, counts.executed)
        figures = (f"{ratio.part:,}", f"{ratio.whole:,}", percents.text(ratio))
        more = tuple(f"{number(counts):,}" for _, number in extra)
        return Row(
            (paint.marked(status, word), for_terminal(name, 200), *figures, *more),
            partial(paint.status, status),
        )

    header = Row(
        ("Status", "Module", "Passed", "Total", "%", *(name for name, _ in extra)), paint.dim, head=True
    )
    lines = [header, *(row(one.name, one.counts, one.status) for one in shown)]
    if hidden:
        lines.append(row(f"… {len(hidden):,} more modules", module_total(hidden)))
    lines.append(row("total", module_total(rows)))
    return _titled("Tests", table(lines, width, right=_FIGURES), paint)


def coverage(report: Report, width: int, paint: Paint) -> list[str]:
    percents = Percents(report.verdict.rulings)
    rows = [
        Row(
            (
                for_terminal(row.name, 120),
                for_terminal(row.unit, 40),
                str(row.ratio),
                percents.text(row.ratio),
            )
        )
        for row in report.rollup.coverage
    ]
    lines = table(rows, width, right=frozenset({2, 3}))
    for said in report.rollup.producers:
        lines += wrap(for_terminal(said), width, "  ", "    ")
    return _titled("Coverage", lines, paint)


def notices(report: Report, width: int, paint: Paint) -> list[str]:
    found = all_notices(report)
    lines: list[str] = []
    for notice in found[:_MOST_NOTICES]:
        lines += wrap(for_terminal(notice), width, "  ", "    ")
    if len(found) > _MOST_NOTICES:
        lines.append(f"  … and {len(found) - _MOST_NOTICES:,} more")
    return _titled("Notes", lines, paint)


def _titled(title: str, lines: list[str], paint: Paint) -> list[str]:
    return [paint.bold(title), *lines] if lines else []
