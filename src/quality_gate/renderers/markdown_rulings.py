"""Rulings in Markdown: what blocks and what warns in full, the others folded away."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from quality_gate.model.context import Context
from quality_gate.model.report import Report
from quality_gate.model.verdict import Ruling, Status
from quality_gate.renderers.escape import for_markdown, for_markdown_code, for_markdown_prose
from quality_gate.renderers.fitting import Section
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
    return _unmet("what blocks", 0, "### What blocks", report.verdict.blocking, report.context)


def warning(report: Report) -> Section:
    return _unmet("what warns", 3, "### What warns", report.verdict.warning, report.context)


def marked(status: Status, word: str) -> str:
    """An icon, and always the word beside it."""
    return f"{ICONS[status]} {word}"


def _unmet(name: str, rank: int, title: str, rulings: Sequence[Ruling], context: Context) -> Section:
    return Section(
        name=name,
        rank=rank,
        head=f"{title}\n\n",
        items=tuple(_ruling(ruling, context) for ruling in rulings),
        more=lambda count: f"- … and {count:,} more",
    )


def _ruling(ruling: Ruling, context: Context) -> str:
    """One list item: the rule, what was found, where, why, and what to do."""
    lines = [f"- {ICONS[ruling_mark(ruling)]} **{ruling_word(ruling)}** {for_markdown(titled(ruling))}"]
    if said := measured(ruling):
        lines[0] += f" — **{for_markdown(said)}**"
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
