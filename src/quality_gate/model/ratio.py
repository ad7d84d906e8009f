"""Exact counts and limits: fractions decide, and words never round across a limit."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Final

HUNDRED: Final = Fraction(100)
_MOST_DECIMALS: Final = 30


@dataclass(frozen=True, slots=True)
class Ratio:
    """So many out of so many; adds up, and knows what is missing."""

    part: int
    whole: int

    def __post_init__(self) -> None:
        if not 0 <= self.part <= self.whole:
            raise ValueError(f"{self.part} out of {self.whole} is no ratio")

    def __add__(self, other: Ratio) -> Ratio:
        return Ratio(self.part + other.part, self.whole + other.whole)

    def __str__(self) -> str:
        return f"{self.part}/{self.whole}"

    @property
    def missing(self) -> int:
        return self.whole - self.part

    @property
    def percent(self) -> Fraction | None:
        """None when there was nothing to count: nothing is neither 0 % nor 100 %."""
        return Fraction(self.part * 100, self.whole) if self.whole else None

    def short_of(self, limit: Fraction) -> int:
        """How many more are needed to reach a limit given in percent."""
        needed = -((-limit * self.whole) // 100)
        return max(0, int(needed) - self.part)

    def joined(self, other: Ratio) -> Ratio:
        """The best that two partial views of the same things allow to say, in either order."""
        return Ratio(max(self.part, other.part), max(self.whole, other.whole))


NOTHING: Final = Ratio(0, 0)


@dataclass(frozen=True, slots=True)
class Limit:
    """What is required, what is recommended, or both; never neither."""

    required: Fraction | None = None
    recommended: Fraction | None = None

    def __post_init__(self) -> None:
        if self.required is None and self.recommended is None:
            raise ValueError("a limit needs a required or a recommended value")

    @property
    def values(self) -> tuple[Fraction, ...]:
        return tuple(value for value in (self.required, self.recommended) if value is not None)


def decimal_text(value: Fraction, *limits: Fraction, decimals: int = 1) -> str:
    """The shortest rounding that stands on the value's own side of every limit."""
    # With bare integers: a report shows thousands of numbers, and fractions are slow to compare.
    sides = [(limit, _side(value.numerator, value.denominator, limit)) for limit in limits]
    for places in range(decimals, _MOST_DECIMALS):
        scale = 10**places
        shown = _rounded(value.numerator * scale, value.denominator)
        if all(_side(shown, scale, limit) == side for limit, side in sides):
            return _plain(shown, places)
    return f"{value.numerator}/{value.denominator}"


def percent_text(value: Fraction, *limits: Fraction) -> str:
    """A percentage for people; 0 and 100 are said only when they are exact."""
    return decimal_text(value, Fraction(0), HUNDRED, *limits) + " %"


def _side(numerator: int, denominator: int, limit: Fraction) -> int:
    ours, theirs = numerator * limit.denominator, limit.numerator * denominator
    return (ours > theirs) - (ours < theirs)


def _rounded(numerator: int, denominator: int) -> int:
    """To the nearest whole number, from halfway to the even one."""
    whole, rest = divmod(numerator, denominator)
    return whole + (2 * rest > denominator or (2 * rest == denominator and whole % 2 == 1))


def _plain(shown: int, places: int) -> str:
    digits = str(abs(shown)).rjust(places + 1, "0")
    whole, rest = (digits[:-places], digits[-places:].rstrip("0")) if places else (digits, "")
    return ("-" if shown < 0 else "") + f"{int(whole):,}" + (f".{rest}" if rest else "")
