"""Rulings in Markdown: what blocks in full, what warns on one line each with the rest folded."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from quality_gate.model.context import Context
from quality_gate.model.report import Report
from quality_gate.model.verdict import Ruling, Status
from quality_gate.renderers.escape import for_markdown, for_markdown_code, for_markdown_prose
from quality_gate.renderers.fitting import Section
from quality_gate.renderers.folding import folded, more_items
from quality_gate.renderers.links import line_url
from quality_gate.renderers.phrases import measured, ruling_mark, ruling_word, titled
from quality_gate.renderers.places import MOST_PLACES, Place, places, range_text

ICONS: Final = {
    Status.PASSED: "✅",
    Status.WARNED: "⚠️",
    Status.FAILED: "❌",
    Status.UNKNOWN: "❓",
    Status.SKIPPED: "➖",
}
_MOST_RANGES: Final = 6


def blocking(report: Report) -> Section:
    items = (_ruling(ruling, report.context) for ruling in report.verdict.blocking)
    return Section(
        name="what blocks", rank=0, head="### What blocks\n\n", items=tuple(items), more=more_items
    )


def warning(report: Report) -> Section:
    items = map(_short, report.verdict.warning)
    return Section(name="what warns", rank=3, head="### What warns\n\n", items=tuple(items), more=more_items)


def warnings_in_full(report: Report) -> Section:
    """Where and why; what to do about it is told by the recommendations."""
    told = [ruling for ruling in report.verdict.warning if ruling.reason or ruling.spots]
    items = [_ruling(replace(ruling, next=""), report.context) for ruling in told]
    section = Section(name="warnings in full", rank=6, head="", items=tuple(items), more=more_items)
    return folded(f"Warnings in full ({len(items):,})", section)


def marked(status: Status, word: str) -> str:
    """An icon, and always the word beside it."""
    return f"{ICONS[status]} {word}"


def _short(ruling: Ruling) -> str:
    """One line: the rule, what was found, and how far that is."""
    line = f"- {ICONS[ruling_mark(ruling)]} **{ruling_word(ruling)}** {for_markdown(titled(ruling))}"
    if said := measured(ruling):
        line += f" — **{for_markdown(said)}**"
    return f"{line}; {for_markdown_prose(ruling.distance)}" if ruling.distance else line


def _ruling(ruling: Ruling, context: Context) -> str:
    """One list item: the rule, what was found, where, why, and what to do."""
    lines = [_short(replace(ruling, distance=""))]
    if ruling.title and ruling.title != ruling.rule:
        lines[0] += f" ({for_markdown_code(ruling.rule)})"
    lines += [f"  {for_markdown_prose(text)}" for text in (ruling.distance, ruling.reason) if text]
    if ruling.next:
        lines.append(f"  → {for_markdown_prose(ruling.next)}")
    found = places(ruling.spots)
    items = [f"  - {_place(place, context)}" for place in found[:MOST_PLACES]]
    if len(found) > MOST_PLACES:
        items.append(f"  - … and {len(found) - MOST_PLACES:,} more")
    return "\\\n".join(lines) + "".join("\n" + item for item in items)


def _place(place: Place, context: Context) -> str:
    note = for_markdown(place.note)
    if not place.path:
        return note
    shown = place.ranges[:_MOST_RANGES]
    first = _linked(f"{place.path}:{range_text(*shown[0])}", place, shown[0], context) if shown else ""
    parts = [first, *(_linked(range_text(*one), place, one, context) for one in shown[1:])]
    if not shown:
        parts = [_linked(place.path, place, None, context)]
    if len(place.ranges) > len(shown):
        parts.append(f"and {len(place.ranges) - len(shown):,} more")
    return ", ".join(parts) + (f" — {note}" if note else "")


def _linked(text: str, place: Place, lines: tuple[int, int] | None, context: Context) -> str:
    url = line_url(context, place.path, lines)
    return f"[{for_markdown_code(text)}]({url})" if url else for_markdown_code(text)
