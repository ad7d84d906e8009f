"""Rulings on a terminal: those that do not hold with all that helps, the others on one line each."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial
from typing import Final

from quality_gate.model.verdict import Ruling, Verdict
from quality_gate.model.wording import listed
from quality_gate.renderers.columns import Row, cut_middle, table, width_of, wrap
from quality_gate.renderers.escape import for_terminal
from quality_gate.renderers.paint import Paint
from quality_gate.renderers.phrases import measured, ruling_mark, ruling_word, titled
from quality_gate.renderers.places import MOST_PLACES, Place, places, range_text

_MOST_RULINGS: Final = 50
_MOST_RANGES: Final = 6
_DEEP: Final = "    "


def unmet(rulings: Sequence[Ruling], which: str, width: int, paint: Paint) -> Iterator[list[str]]:
    """What was found, where, why, and what to do."""
    for ruling in rulings[:_MOST_RULINGS]:
        lines = _heading(ruling, width, paint)
        for text in (measured(ruling), ruling.distance, ruling.reason):
            lines += wrap(for_terminal(text), width, _DEEP)
        lines += _places(ruling, width)
        if ruling.next:
            lines += wrap("→ " + for_terminal(ruling.next), width, _DEEP, _DEEP + "  ")
        yield lines
    if len(rulings) > _MOST_RULINGS:
        yield [f"… and {len(rulings) - _MOST_RULINGS:,} more rules {which}"]


def the_rest(verdict: Verdict, width: int, paint: Paint) -> list[str]:
    """What holds, and what is only for information."""
    rulings = [ruling for ruling in verdict.rulings if not (ruling.blocks or ruling.warns)]
    rows = [
        Row(
            (
                paint.marked(ruling.status, ruling_word(ruling)),
                for_terminal(titled(ruling), 120),
                for_terminal(measured(ruling) or ruling.reason, 160),
            ),
            partial(paint.status, ruling.status),
        )
        for ruling in rulings[:_MOST_RULINGS]
    ]
    if not rows:
        return []
    more = len(rulings) - _MOST_RULINGS
    return [
        paint.bold("Rules that hold, or do not count"),
        *table(rows, width, prose=frozenset({2})),
        *([f"  … and {more:,} more"] if more > 0 else []),
    ]


def _heading(ruling: Ruling, width: int, paint: Paint) -> list[str]:
    """The title on the left, the rule's key path on the right or below."""
    mark = paint.marked(ruling_mark(ruling), ruling_word(ruling))
    rule = for_terminal(ruling.rule, 200)
    title = for_terminal(titled(ruling), 200)
    lines = wrap(title, width, f"{mark}  ", _DEEP)
    if ruling.title and ruling.title != ruling.rule:
        room = width - width_of(lines[0]) - width_of(rule)
        if len(lines) == 1 and room >= 2:
            lines[0] += " " * room + paint.dim(rule)
        else:
            lines.append(_DEEP + paint.dim(cut_middle(rule, width - len(_DEEP))))
    lines[0] = lines[0].replace(mark, paint.status(ruling_mark(ruling), mark, bold=True), 1)
    return lines


def _places(ruling: Ruling, width: int) -> list[str]:
    found = places(ruling.spots)
    lines: list[str] = []
    for place in found[:MOST_PLACES]:
        lines += _place(place, width)
    if len(found) > MOST_PLACES:
        lines.append(f"{_DEEP}… and {len(found) - MOST_PLACES:,} more")
    return lines


def _place(place: Place, width: int) -> list[str]:
    """`src/pay/refund.py:42, 57–60  no test reaches this`; the note moves below where it does not fit."""
    room = width - len(_DEEP)
    note = for_terminal(place.note, 200)
    ranges = listed((range_text(*one) for one in place.ranges), _MOST_RANGES)
    if not place.path:
        return wrap(note, width, _DEEP, _DEEP + "  ")
    where = for_terminal(place.path) + (f":{ranges}" if ranges else "")
    if note and width_of(where) + width_of(note) + 2 <= room:
        return [f"{_DEEP}{where}  {note}"]
    return [_DEEP + cut_middle(where, room), *wrap(note, width, _DEEP + "  ")]
