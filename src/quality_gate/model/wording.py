"""How numbers and lists are said in English, the same in every medium."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from fractions import Fraction

from quality_gate.model.ratio import decimal_text


def plural(count: int, one: str, many: str = "") -> str:
    """`1 line`, `3 lines`, `12,000 lines`."""
    return f"{count:,} {one if count == 1 else many or one + 's'}"


def listed(items: Iterable[object], most: int = 3) -> str:
    """The first few, and how many more there are."""
    texts = [str(item) for item in items]
    shown = ", ".join(texts[:most])
    return f"{shown} and {len(texts) - most:,} more" if len(texts) > most else shown


def variant_text(variant: Mapping[str, str]) -> str:
    """`os=linux, python=3.12`, always in the same order."""
    return ", ".join(f"{key}={value}" for key, value in sorted(variant.items()))


def part_text(shard: int, shards: int, variant: Mapping[str, str]) -> str:
    """Which part of a stage: `3/4 (os=linux, python=3.12)`; nothing where it is the whole."""
    said = [f"{shard}/{shards}"] if shards > 1 else []
    return " ".join([*said, f"({variant_text(variant)})"] if variant else said)


def label_text(stage: str, part: str) -> str:
    """`unit`, `e2e 3/4`, `e2e 3/4 (os=linux, python=3.12)`."""
    return f"{stage} {part}" if part else stage


def duration_text(seconds: Fraction, *limits: Fraction) -> str:
    """`0.3 s`, `12.4 s`, `3 m 20 s`, `1 h 5 m`; exact enough to stand on its side of the limits."""
    if seconds < 60 or seconds in limits:
        return decimal_text(seconds, *limits) + " s"
    if any(abs(seconds - limit) < 1 for limit in limits):
        return decimal_text(seconds, *limits) + " s"
    whole = int(seconds)
    hours, minutes, rest = whole // 3600, whole % 3600 // 60, whole % 60
    parts = [(hours, "h"), (minutes, "m"), (0 if hours else rest, "s")]
    return " ".join(f"{number} {unit}" for number, unit in parts if number)


def size_text(count: int) -> str:
    """`512 B`, `20 KiB`, `1.4 GiB`."""
    value = Fraction(count)
    for unit in ("B", "KiB", "MiB", "GiB"):
        if value < 1024:
            return f"{decimal_text(value)} {unit}"
        value /= 1024
    return f"{decimal_text(value)} TiB"


def line_ranges(lines: Iterable[int]) -> Iterator[tuple[int, int]]:
    """Neighbouring lines joined: 3, 4, 5, 9 → (3, 5), (9, 9)."""
    start = end = None
    for line in sorted(set(lines)):
        if start is None or end is None:
            start = end = line
        elif line == end + 1:
            end = line
        else:
            yield start, end
            start = end = line
    if start is not None and end is not None:
        yield start, end


def ranges_text(lines: Iterable[int], most: int = 6) -> str:
    """`12–14, 90`."""
    return listed((f"{a}–{b}" if a != b else str(a) for a, b in line_ranges(lines)), most)
