"""Spots joined for reading: neighbouring lines become one range, and a file is named once."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from quality_gate.model.verdict import Spot

MOST_PLACES: Final = 8  # shown of one ruling; all of them are in the record


@dataclass(frozen=True, slots=True)
class Place:
    """One file, the line ranges in it, and what is the matter there."""

    path: str
    note: str
    ranges: tuple[tuple[int, int], ...] = ()


def places(spots: Iterable[Spot]) -> list[Place]:
    """In the order in which the rule named them."""
    found: dict[tuple[str, str], list[tuple[int, int]]] = {}
    for spot in spots:
        if not (spot.path or spot.note):
            continue
        note = spot.note.removeprefix(f"{spot.path}::") if spot.path else spot.note  # it stands beside it
        ranges = found.setdefault((spot.path, note), [])
        if spot.line is not None:
            ranges.append((spot.line, max(spot.line, spot.end or 0)))
    return [Place(path, note, tuple(_joined(ranges))) for (path, note), ranges in found.items()]


def range_text(start: int, end: int) -> str:
    return f"{start}" if start == end else f"{start}–{end}"


def _joined(ranges: list[tuple[int, int]]) -> list[tuple[int, int]]:
    joined: list[tuple[int, int]] = []
    for start, end in sorted(ranges):
        if joined and start <= joined[-1][1] + 1:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return joined
