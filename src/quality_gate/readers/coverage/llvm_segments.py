"""From the segments of LLVM's coverage, which start where a count changes, to lines that ran or did not."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from quality_gate.readers.strict_json import NotReadable, as_int, as_list, is_positive


@dataclass(frozen=True, slots=True)
class Segment:
    line: int
    ran: bool
    has_count: bool
    is_entry: bool
    is_gap: bool

    @staticmethod
    def of(value: object, path: str) -> Segment:
        """Line, column, count, has a count, starts a region, is a gap; old versions know no gaps."""
        parts = as_list(value, f"a segment of {path}")
        line = as_int(parts[0]) if len(parts) >= 5 else None
        if line is None:
            raise NotReadable(f"a segment of {path[:200]} is incomplete")
        gap = parts[5] if len(parts) > 5 else False
        return Segment(line, is_positive(parts[2]), bool(parts[3]), bool(parts[4]), bool(gap))

    @property
    def starts_a_region(self) -> bool:
        return self.has_count and self.is_entry and not self.is_gap


def lines_of_segments(segments: list[Segment]) -> Iterator[tuple[int, int, bool]]:
    """Runs of measured lines, first and last, and whether they ran."""
    wrapping: Segment | None = None
    position = 0
    while position < len(segments):
        line, start = segments[position].line, position
        while position < len(segments) and segments[position].line == line:
            position += 1
        here = segments[start:position]
        hit = _line_ran(here, wrapping)
        if hit is not None:
            yield line, line, hit
        wrapping = here[-1]
        following = segments[position].line if position < len(segments) else line
        if following < line:
            raise NotReadable("segments are not in order")
        if wrapping.has_count and following > line + 1:
            yield line + 1, following - 1, wrapping.ran


def _line_ran(here: list[Segment], wrapping: Segment | None) -> bool | None:
    """None for a line without code."""
    starts = [segment for segment in here if segment.starts_a_region]
    skipped = here[0].is_entry and not here[0].has_count
    wrapped = wrapping is not None and wrapping.has_count
    if not starts and (skipped or not wrapped):
        return None
    return (wrapping is not None and wrapping.ran) or any(segment.ran for segment in starts)
