"""Many `line number, hit count` pairs at once, as two bit sets: what makes big reports quick to read."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from itertools import compress
from typing import Final

from quality_gate.model.coverage import MOST_LINES

DIGITS: Final = b"0123456789"
ONLY_DIGITS: Final = bytes(code if code in DIGITS else 0x20 for code in range(256))
_ZERO, _ONE = DIGITS[0], DIGITS[1]
_MOST_USUAL: Final = 2048
_MOST_SPARSE: Final = 64  # bits per line, above which a run is not worth a bit set of its own


@dataclass(frozen=True, slots=True)
class Run:
    measured: int
    covered: int
    count: int


def run_of_usual(pairs: list[bytes]) -> Run | None:
    """Pairs such as `12,1`, of small numbers; None where one is anything else, or a line stands twice."""
    flags = bytearray(b"0") * (2 * _MOST_USUAL)
    try:
        for place in map(_usual_pairs().__getitem__, pairs):
            flags[place] = _ONE
    except KeyError:
        return None
    covered = _bits(flags[:_MOST_USUAL])
    missed = _bits(flags[_MOST_USUAL:])
    measured = covered | missed
    return Run(measured, covered, len(pairs)) if measured.bit_count() == len(pairs) else None


def _bits(flags: bytearray) -> int:
    return int(b"0" + flags[: flags.rfind(_ONE) + 1][::-1], 2)


def run_of(text: bytes, count: int) -> Run | None:
    """The pairs in a text that holds exactly `count` of them, and no other digits.

    None wherever a line-by-line reading might see something else: a repeated or impossible line,
    a count with leading zeros, lines far apart.
    """
    tokens = text.translate(ONLY_DIGITS).split()
    return run_of_tokens(tokens[::2], tokens[1::2]) if len(tokens) == 2 * count else None


def run_of_tokens(lines: list[bytes], hits: list[bytes]) -> Run | None:
    """Line numbers and, for each of them, how often it ran; None as above."""
    count = len(lines)
    numbers = _integers(lines)
    highest = max(numbers, default=0)
    if not numbers or not 0 < min(numbers) <= highest <= min(
        MOST_LINES, _MOST_SPARSE * (count + _MOST_SPARSE)
    ):
        return None
    flags = bytearray(b"0") * (highest + 1)
    for number in numbers:
        flags[number] = _ONE
    measured = int(flags[::-1], 2)
    if measured.bit_count() != count:
        return None
    covered = _covered(measured, numbers, hits, flags)
    return None if covered is None else Run(measured, covered, count)


def _covered(measured: int, numbers: list[int], hits: list[bytes], flags: bytearray) -> int | None:
    kinds = set(hits)
    if any(kind.startswith(b"0") and kind != b"0" for kind in kinds):
        return None
    if b"0" not in kinds:
        return measured
    for number in compress(numbers, map(b"0".__eq__, hits)):
        flags[number] = _ZERO
    return int(flags[::-1], 2)


def _integers(tokens: list[bytes]) -> list[int]:
    """The tokens as numbers; none where one has more digits than an integer may be written with."""
    try:
        return list(map(_usual_numbers().__getitem__, tokens))
    except KeyError:
        pass
    try:
        return list(map(int, tokens))
    except ValueError:
        return []


@cache
def _usual_pairs() -> dict[bytes, int]:
    # A whole line is looked up as one: its number, or above all numbers that of a line that did not run.
    return {
        b"%d,%d" % (number, hits): number if hits else number + _MOST_USUAL
        for number in range(1, _MOST_USUAL)
        for hits in range(10)
    }


@cache
def _usual_numbers() -> dict[bytes, int]:
    # Looking a line number up takes less than half the time of reading its digits.
    return {str(number).encode(): number for number in range(10_000)}
