"""Lays words out in a given width: hanging indents, columns, and long names cut in the middle."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import accumulate, zip_longest
from typing import Final

from quality_gate.renderers.neutral import neutral_line

_NARROWEST: Final = 8
_GAP: Final = "  "
_INDENT: Final = "  "
_STATUS: Final = 20  # `? unknown (missing)`
_SIGNS: Final = ("≥", "≤", "<", ">", "=", "→")


@dataclass(frozen=True, slots=True)
class Row:
    """The cells of one line; `paint` colours the first one after everything has been measured.

    The names of columns are a `head`, coloured as a whole: they break rather than take room from others.
    """

    cells: tuple[str, ...]
    paint: Callable[[str], str] = str
    head: bool = False


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
    while tail and unicodedata.combining(tail[0]):  # its letter is gone
        tail = tail[1:]
    return f"{head}…{tail}"


def cut_end(text: str, width: int) -> str:
    return text if width_of(text) <= width else _fitting(text, max(width - 1, 0)) + "…"


def wrap(text: str, width: int, indent: str = "", hanging: str | None = None) -> list[str]:
    """Lines of at most `width` columns, none of them a command; words that are longer are broken."""
    after = indent if hanging is None else hanging
    lines: list[str] = []
    current = ""
    for word in _words(text):
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


def _words(text: str) -> list[str]:
    """What stays on one line: a sign with its number, a number with its per cent."""
    words: list[str] = []
    for word in text.split():
        if words and (word.rstrip(",.;:") == "%" or words[-1] in _SIGNS):
            words[-1] += f" {word}"
        else:
            words.append(word)
    return words


def table(
    rows: Sequence[Row],
    width: int,
    *,
    right: frozenset[int] = frozenset(),
    prose: frozenset[int] = frozenset(),
) -> list[str]:
    """Columns side by side; the widest one gives way: names lose their middle, prose goes on below."""
    return [line for lines in by_row(rows, width, right=right, prose=prose) for line in lines]


def by_row(
    rows: Sequence[Row],
    width: int,
    *,
    right: frozenset[int] = frozenset(),
    prose: frozenset[int] = frozenset(),
) -> list[list[str]]:
    """The same table, the lines of each row for themselves."""
    if not rows:
        return []
    widths = [max(_needed(row, column) for row in rows) for column in range(len(rows[0].cells))]
    room = width - len(_INDENT) - len(_GAP) * (len(widths) - 1)
    _squeeze(widths, room)
    shown = []
    for row in rows:
        lines = []
        fitting = [
            _broken(cell, widths[at]) if row.head or at in prose else [cut_middle(cell, widths[at])]
            for at, cell in enumerate(row.cells)
        ]
        for number, parts in enumerate(zip_longest(*fitting, fillvalue="")):
            cells = [_aligned(part, widths[at], at in right) for at, part in enumerate(parts)]
            if not (row.head or number):
                cells[0] = row.paint(cells[0])
            line = _GAP.join(cells).rstrip()
            lines.append(_INDENT + (row.paint(line) if row.head else line))
        shown.append(lines)
    return shown


def _needed(row: Row, column: int) -> int:
    cell = row.cells[column]
    return max(map(width_of, cell.split()), default=0) if row.head else width_of(cell)


def _broken(cell: str, width: int) -> list[str]:
    """On several lines; what makes a line harmless may make it longer."""
    return [cut_end(line, width) for line in wrap(cell, width)] or [""]


def _squeeze(widths: list[int], room: int) -> None:
    """A short first column says what became of the row, and is the last to give way."""
    start = int(widths[0] <= _STATUS)
    for narrowest, first in ((_NARROWEST, start), (_NARROWEST, 0), (_NARROWEST // 2, 0)):
        while sum(widths) > room and max(widths[first:], default=0) > narrowest:
            widths[widths.index(max(widths[first:]), first)] -= 1


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
