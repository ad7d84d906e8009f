"""Next steps, recommendations and the checklist in Markdown, each line of it taken from a ruling."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from quality_gate.model.report import Report
from quality_gate.model.verdict import Level, Ruling, Status
from quality_gate.model.wording import plural
from quality_gate.renderers.escape import (
    for_markdown,
    for_markdown_block,
    for_markdown_code,
    for_markdown_prose,
)
from quality_gate.renderers.fitting import Section
from quality_gate.renderers.folding import folded, more_items
from quality_gate.renderers.phrases import measured, ruling_word
from quality_gate.renderers.steps import KNOWN, excuse, steps

_MOST_RULES: Final = 3


def next_steps(report: Report) -> Section:
    """What is to be done before a deployment: each rule that blocks says it, too, so it is folded."""
    command = excuse(report)
    hint = f"\n\n{for_markdown_prose(KNOWN)}:\n\n{for_markdown_block(command)}" if command else ""
    return _numbered("Next steps", 2, report.verdict.blocking, hint)


def recommendations(report: Report) -> Section:
    """What would be better, and stops nothing."""
    return _numbered("Recommendations", 7, report.verdict.warning)


def checklist(report: Report) -> Section:
    """Boxes that evidence has ticked, one for each rule: nobody can tick them by hand."""
    rulings = report.verdict.rulings
    items = tuple(_boxes(rulings))
    ticked = f"{sum(ruling.holds for ruling in rulings):,} of {plural(len(rulings), 'box', 'boxes')} ticked"
    section = Section(name="checklist", rank=9, head="", items=items, more=more_items)
    return folded(f"Checklist: {ticked}", section)


def _numbered(title: str, rank: int, rulings: Iterable[Ruling], foot: str = "") -> Section:
    found = steps(rulings)
    items = [
        f"{number}. {for_markdown_prose(step.text)} ({_rules(step.rules)})"
        for number, step in enumerate(found, 1)
    ]
    section = Section(name=title.lower(), rank=rank, head="", items=tuple(items), foot=foot, more=more_items)
    return folded(f"{title} ({len(found):,})", section)


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
