"""What a person who must mend it reads first, in Markdown: failing tests, and the end of a stage's log."""

from __future__ import annotations

from typing import Final

from quality_gate.model.cases import Case
from quality_gate.model.report import Report
from quality_gate.model.rollup import StageRow
from quality_gate.model.wording import plural
from quality_gate.renderers.escape import for_html, for_html_code, for_markdown, for_markdown_block
from quality_gate.renderers.failures import case_mark, causes, failing_cases
from quality_gate.renderers.fitting import Section
from quality_gate.renderers.folding import folded
from quality_gate.renderers.markdown_rulings import marked
from quality_gate.renderers.phrases import first_line

_MOST_TESTS: Final = 50


def failing_tests(report: Report) -> Section:
    failing = failing_cases(report)
    common = "".join(f"- {for_markdown(said)}\n" for said in causes(report))
    items = [_failing(case) for case in failing[:_MOST_TESTS]]
    if len(failing) > _MOST_TESTS:
        items.append(_more(len(failing) - _MOST_TESTS))
    section = Section(
        name="failing tests",
        rank=2,
        head=common + ("\n" if common else ""),
        items=tuple(items),
        joint="\n\n",
        more=_more,
    )
    return folded(f"Failing tests ({len(failing):,})", section)


def last_lines(report: Report) -> Section:
    items = tuple(_tail(row) for row in report.rollup.stages if row.tail)
    section = Section(name="last lines of stages", rank=7, head="", items=items, joint="\n\n", more=_more)
    return folded(f"Last lines of {plural(len(items), 'stage')}", section)


def _failing(case: Case) -> str:
    said = for_html(first_line(case.message))
    title = f"{marked(*case_mark(case))} <code>{for_html_code(case.shown)}</code>"
    title += f" — {said}" if said else ""
    trace = case.text if case.text.strip() else case.message if "\n" in case.message.strip() else ""
    return _fold(title, trace) if trace else f"<p>{title}</p>"


def _tail(row: StageRow) -> str:
    log = f", all of it in <code>{for_html_code(row.log)}</code>" if row.log else ""
    block = for_markdown_block("\n".join(row.tail))
    return f"<p><code>{for_html_code(row.name, 80)}</code>{log}</p>\n\n{block}"


def _fold(title: str, text: str) -> str:
    return f"<details><summary>{title}</summary>\n\n{for_markdown_block(text)}\n\n</details>"


def _more(count: int) -> str:
    return f"… and {count:,} more"
