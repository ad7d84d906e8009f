"""Lays words out in a given width: hanging indents, columns, and long names cut in the middle."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import Final

from quality_gate.renderers.neutral import neutral_line

_NARROWEST: Final = 8
_GAP: Final = "  "
_INDENT: Final = "  "


@dataclass(frozen=True, slots=True)
class Row:
    """The cells of one line; `paint` colours the first one after everything has been measured."""

    cells: tuple[str, ...]
    paint: Callable[[str], str] = str


def width_of(text: str) -> int:
    """How many columns a terminal needs for it: two for wide letters, none for combining marks."""
    if text.isascii():
        return len(text)
    return sum(_width(char) for char in text)


def cut_middle(text: str, width: int) -> str:
    """Both ends of a name tell more than its middle."""
    if width_of(text) <= width:
        return text
    room = max(width - 1, 0)
    head = _fitting(text, room - room // 2)
    tail = _fitting(text[len(head) :][::-1], room // 2)[::-1]
    return f"{head}…{tail}"


def cut_end(text: str, width: int) -> str:
    return text if width_of(text) <= width else _fitting(text, max(width - 1, 0)) + "…"


def wrap(text: str, width: int, indent: str = "", hanging: str | None = None) -> list[str]:
    """Lines of at most `width` columns, none of them a command; words that are longer are broken."""
    after = indent if hanging is None else hanging
    lines: list[str] = []
    current = ""
    for word in text.split():
        start = after if lines else indent
        joined = f"{current} {word}" if current else word
        if current and width_of(start + joined) > width:
            lines.append(start + current)
            joined = word
        while width_of((after if lines else indent) + joined) > width:
            start = after if lines else indent
            head = _fitting(joined, max(width - width_of(start), 1)) or joined[:1]
            lines.append(start + head)
            joined = joined[len(head) :]
        current = joined
    if current:
        lines.append((after if lines else indent) + current)
    return [neutral_line(line) for line in lines]


def table(
    rows: Sequence[Row],
    width: int,
    *,
    right: frozenset[int] = frozenset(),
    prose: frozenset[int] = frozenset(),
) -> list[str]:
    """Columns side by side; the widest one gives way: names lose their middle, prose its end."""
    if not rows:
        return []
    widths = [max(width_of(row.cells[column]) for row in rows) for column in range(len(rows[0].cells))]
    room = width - len(_INDENT) - len(_GAP) * (len(widths) - 1)
    _squeeze(widths, room)
    lines = []
    for row in rows:
        fitting = [
            (cut_end if at in prose else cut_middle)(cell, widths[at]) for at, cell in enumerate(row.cells)
        ]
        cells = [_aligned(cell, widths[at], at in right) for at, cell in enumerate(fitting)]
        cells[0] = row.paint(cells[0])
        lines.append((_INDENT + _GAP.join(cells)).rstrip())
    return lines


def _squeeze(widths: list[int], room: int) -> None:
    for narrowest in (_NARROWEST, _NARROWEST // 2):
        while sum(widths) > room and max(widths) > narrowest:
            widths[widths.index(max(widths))] -= 1


def _aligned(text: str, width: int, right: bool) -> str:
    padding = " " * (width - width_of(text))
    return padding + text if right else text + padding


def _fitting(text: str, width: int) -> str:
    """The longest beginning that needs no more columns than this."""
    count = sum(so_far <= width for so_far in accumulate(map(_width, text)))
    return text[:count]


def _width(char: str) -> int:
    if unicodedata.combining(char):
        return 0
    return 2 if unicodedata.east_asian_width(char) in "WF" else 1
