"""Lays out the table of `read`: paths, formats and what files say, in columns, with a sum at the end."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import takewhile
from typing import Final

from quality_gate.model.verdict import Status
from quality_gate.renderers.columns import cut_middle, width_of, wrap
from quality_gate.renderers.paint import Paint

NO_PAINT: Final = Paint(color=False, unicode=True)
_HEAD: Final = ("FILE", "FORMAT", "WHAT IT SAYS")
_GAP: Final = "  "
_MOST_FORMAT: Final = 16  # the longest name of a format
_LEAST_SAID: Final = 34  # a line of coverage fits
_LEAST_PATH: Final = 16
_ELSEWHERE: Final = "…/"


@dataclass(frozen=True, slots=True)
class Row:
    path: str
    format: str
    said: tuple[str, ...]
    below: tuple[str, ...] = ()
    tone: Status | None = None  # of the first thing said, where that is a warning


def table_of(rows: Sequence[Row], sums: Sequence[Row], width: int, paint: Paint) -> Iterator[str]:
    path, kind = _widths([*rows, *sums], width)
    yield paint.bold(_GAP.join((_padded(_HEAD[0], path), _padded(_HEAD[1], kind), _HEAD[2])))
    folder = _common_folder([row.path for row in rows])
    for row in rows:
        name = _short(row.path, path, folder)
        if not name:
            yield cut_middle(row.path, width)
        yield from _lines(row, name, (path, kind), width, paint)
    for row in sums:
        yield ""
        first, *others = _lines(row, row.path, (path, kind), width, paint)
        yield from (paint.bold(first), *others)


def _lines(row: Row, name: str, widths: tuple[int, int], width: int, paint: Paint) -> Iterator[str]:
    path, kind = widths
    front = _GAP.join((_padded(name, path), _padded(row.format, kind)))
    empty = " " * (path + kind + len(_GAP))
    lines = [line for text in row.said for line in wrap(text, width - len(empty) - len(_GAP), "", "  ")]
    yield front + _GAP + (paint.status(row.tone, lines[0]) if row.tone else lines[0])
    yield from (empty + _GAP + line for line in lines[1:])
    for text in row.below:
        yield from wrap(text, width, "    ", "      ")


def _widths(rows: Sequence[Row], width: int) -> tuple[int, int]:
    """What the files say needs its place; a path can be cut."""
    kind = min(max(width_of(row.format) for row in (*rows, Row("", _HEAD[1], ()))), _MOST_FORMAT)
    said = min(max((width_of(text) for row in rows for text in row.said), default=0), _LEAST_SAID)
    room = width - kind - said - 2 * len(_GAP)
    longest = max((width_of(row.path) for row in rows), default=0)
    return max(min(longest, max(room, _LEAST_PATH)), len(_HEAD[0])), kind


def _common_folder(paths: Sequence[str]) -> str:
    """The folders that all paths begin with, with a slash at the end."""
    levels = zip(*(path.split("/")[:-1] for path in paths), strict=False)
    return "".join(f"{names[0]}/" for names in takewhile(lambda names: len(set(names)) == 1, levels))


def _short(path: str, width: int, folder: str) -> str:
    """Without what all paths begin with, if it must; empty where only a line of its own can hold it."""
    rest = _ELSEWHERE + path.removeprefix(folder) if folder else path
    return next((name for name in (path, rest) if width_of(name) <= width), "")


def _padded(text: str, width: int) -> str:
    cut = cut_middle(text, width)
    return cut + " " * (width - width_of(cut))
