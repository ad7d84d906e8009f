"""Next steps, recommendations and the checklist in Markdown, each line of it taken from a ruling."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from quality_gate.model.report import Report
from quality_gate.model.verdict import Level, Ruling, Status
from quality_gate.model.wording import plural
from quality_gate.renderers.escape import for_markdown, for_markdown_code, for_markdown_prose
from quality_gate.renderers.fitting import Section
from quality_gate.renderers.phrases import measured, ruling_word
from quality_gate.renderers.steps import KNOWN, excuse, steps

_MOST_RULES: Final = 3


def next_steps(report: Report) -> Section:
    """What has to be done before this commit may be deployed."""
    command = excuse(report)
    hint = f"\n\n{for_markdown_prose(KNOWN)}: {for_markdown_code(command)}" if command else ""
    return _numbered("next steps", 2, "### Next steps", report.verdict.blocking, hint)


def recommendations(report: Report) -> Section:
    """What would be better, and stops nothing."""
    count = len(steps(report.verdict.warning))
    title = f"<details><summary>Recommendations ({count:,})</summary>"
    return _numbered("recommendations", 7, title, report.verdict.warning, "\n\n</details>")


def checklist(report: Report) -> Section:
    """Boxes that evidence has ticked, one for each rule: nobody can tick them by hand."""
    rulings = report.verdict.rulings
    items = tuple(_boxes(rulings))
    ticked = f"{sum(ruling.holds for ruling in rulings):,} of {plural(len(rulings), 'box', 'boxes')} ticked"
    return Section(
        name="checklist",
        rank=9,
        head=f"<details><summary>Checklist: {ticked}</summary>\n\n",
        items=items,
        foot="\n\n</details>",
        more=lambda count: f"- … and {count:,} more",
    )


def _numbered(name: str, rank: int, title: str, rulings: Iterable[Ruling], foot: str = "") -> Section:
    return Section(
        name=name,
        rank=rank,
        head=f"{title}\n\n",
        items=tuple(
            f"{number}. {for_markdown_prose(step.text)} ({_rules(step.rules)})"
            for number, step in enumerate(steps(rulings), 1)
        ),
        foot=foot,
        more=lambda count: f"- … and {count:,} more",
    )


def _rules(rules: tuple[str, ...]) -> str:
    shown = ", ".join(for_markdown_code(rule) for rule in rules[:_MOST_RULES])
    return f"{shown} and {len(rules) - _MOST_RULES:,} more" if len(rules) > _MOST_RULES else shown


def _boxes(rulings: Sequence[Ruling]) -> Iterator[str]:
    for level in Level:
        chosen = [ruling for ruling in rulings if ruling.level is level]
        if chosen:
            yield (
                f"\n**{level.capitalize()}**\n"
                if level is not Level.REQUIRED
                else f"**{level.capitalize()}**\n"
            )
        yield from map(_box, chosen)


def _box(ruling: Ruling) -> str:
    said = measured(ruling) if ruling.status is not Status.SKIPPED else ruling.reason
    word = "" if ruling.status is Status.PASSED else ruling_word(ruling)
    parts = [for_markdown(part) for part in (ruling.title or ruling.rule, word, said) if part]
    return f"- [{'x' if ruling.holds else ' '}] {' — '.join(parts)}"
