"""The tables in Markdown: tests by module, coverage; and the notes below them. All of it folded."""

from __future__ import annotations

from quality_gate.model.cases import Counts
from quality_gate.model.ratio import Ratio
from quality_gate.model.report import Report
from quality_gate.model.verdict import Status
from quality_gate.renderers.escape import for_markdown, for_markdown_prose
from quality_gate.renderers.fitting import Section
from quality_gate.renderers.folding import folded, more_items
from quality_gate.renderers.markdown_rulings import marked
from quality_gate.renderers.module_rows import module_columns, module_status, module_total, shown_modules
from quality_gate.renderers.phrases import Percents, all_notices, total_coverage

_MOST_MODULES = 200


def modules(report: Report) -> Section:
    """The total stands in the first row below the head, so that it is there however many rows are."""
    rows = report.rollup.modules
    shown, hidden = shown_modules(rows, _MOST_MODULES)
    extra = module_columns(rows)
    percents = Percents(report.verdict.rulings)

    def line(name: str, counts: Counts, strong: str = "", ruled: Status | None = None) -> str:
        ratio = Ratio(counts.passed, counts.executed)
        figures = [f"{ratio.part:,}/{ratio.whole:,}", percents.text(ratio)]
        figures += [f"{number(counts):,}" for _, number in extra]
        cells = [f"{strong}{cell}{strong}" for cell in (name, *figures)]
        return "| " + " | ".join((*cells, marked(*module_status(counts, ruled)))) + " |"

    items = [line(for_markdown(row.name), row.counts, ruled=row.status) for row in shown]
    if hidden:
        items.append(line(f"… {len(hidden):,} more modules", module_total(hidden)))
    names = ("Module", "Passed", "%", *(name for name, _ in extra), "Status")
    rule = ("---", *("---:" for _ in names[2:]), "---")
    total = module_total(rows)
    section = Section(
        name="tests by module",
        rank=4,
        items=tuple(items),
        head=f"| {' | '.join(names)} |\n| {' | '.join(rule)} |\n",
        foot="\n" + line("Total", total, "**"),
        more=lambda count: f"| … {count:,} more rows |" + " |" * (len(names) - 1),
    )
    return folded(f"Tests by module: {total.passed:,} of {total.executed:,} passed", section)


def coverage(report: Report) -> Section:
    percents = Percents(report.verdict.rulings)
    items = tuple(
        f"| {for_markdown(row.name)}, {for_markdown(row.unit)} | {row.ratio.part:,}/{row.ratio.whole:,} "
        f"| {percents.text(row.ratio)} |"
        for row in report.rollup.coverage
    )
    said = "".join(f"\n- {for_markdown(text)}" for text in report.rollup.producers[:20])
    total = total_coverage(report)
    section = Section(
        name="coverage",
        rank=5,
        items=items,
        head="| What | Covered | % |\n| --- | ---: | ---: |\n",
        foot=f"\n{said}" if said else "",
        more=lambda count: f"| … {count:,} more | | |",
    )
    return folded("Coverage" + (f": {percents.text(total)}" if total is not None else ""), section)


def notices(report: Report) -> Section:
    items = tuple(f"- {for_markdown_prose(text)}" for text in all_notices(report))
    section = Section(name="notes", rank=8, head="", items=items, more=more_items)
    return folded(f"Notes ({len(items):,})", section)
