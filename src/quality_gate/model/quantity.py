"""A number with its unit: parsed, converted, compared and shown without losing a digit that matters."""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction
from typing import Final

from quality_gate.model.ratio import decimal_text
from quality_gate.model.units import UNIT_PATTERN, Scale, is_known, scale_of

_AMOUNT: Final = r"[-+]?(?:[0-9][0-9.,']{0,60}|[.,][0-9]{1,30})(?:[eE][-+]?[0-9]{1,3})?"
_QUANTITY: Final = re.compile(rf"({_AMOUNT})(\s*)({UNIT_PATTERN})?")
_PLAIN: Final = re.compile(r"([-+]?)([0-9]*)(?:\.([0-9]*))?")
_GROUPED: Final = re.compile(r"[-+]?[1-9][0-9]{0,2}([,.'])[0-9]{3}(?:\1[0-9]{3})*")
_LARGEST_POWER: Final = 300
_DIGITS: Final = 3  # at least so many of a number tell something
_MOST_DECIMALS: Final = 24
_CONFIGURED: Final = re.compile(r"([0-9]{1,18})\s?([kmgt])b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Quantity:
    """`unit` is kept as it was written, in its usual spelling; `exact` is what is compared."""

    number: Fraction
    unit: str = ""

    @property
    def scale(self) -> Scale:
        return scale_of(self.unit)

    @property
    def exact(self) -> Fraction:
        """In the unit that all of its kind convert to: seconds, bytes, per second."""
        return self.number * self.scale.factor

    def to(self, unit: str) -> Quantity:
        """The same in another unit; a ValueError names both where they measure different things."""
        target = scale_of(unit)
        if target.measures != self.scale.measures:
            raise ValueError(f"{unit_name(self.unit)} cannot be compared with {unit_name(unit)}")
        return Quantity(self.exact / target.factor, target.name)

    def text(self, *limits: Quantity, exactly: bool = False) -> str:
        """`1.5 ms`, `338 ops/s`, `3.4x`, `94.9 %`; never rounded across a limit of the same unit."""
        beside = [limit.to(self.unit).number for limit in limits]
        shown = exact_text(self.number) if exactly else number_text(self.number, *beside)
        name = self.scale.name
        return shown + (name if name == "x" or not name else f" {name}")


def unit_name(unit: str) -> str:
    return scale_of(unit).name or "a bare number"


def multiplier_text(times: Fraction | None) -> str:
    """`3.4x` with one decimal, more beside 1; a dash where there is nothing to divide by."""
    return "—" if times is None else f"{decimal_text(times, Fraction(0), Fraction(1))}x"


def number_text(value: Fraction, *limits: Fraction) -> str:
    """A decimal, or three digits of a small number; on its own side of every limit."""
    decimals = 1
    while decimals < _MOST_DECIMALS and value and abs(value) * 10**decimals < 10 ** (_DIGITS - 1):
        decimals += 1
    return decimal_text(value, *limits, decimals=decimals if abs(value) < 10 else 1)


def exact_text(value: Fraction) -> str:
    """Every digit of a number that was written as a decimal."""
    return decimal_text(value, value, decimals=0) if value.denominator == 1 else decimal_text(value, value)


def parse_quantity(text: str) -> Quantity:
    """`1.5ms`, `1,5 ms`, `440 ops/sec`, `12 %`, `1e-3 s`; a ValueError says why this is none."""
    found = _QUANTITY.fullmatch(text.strip())
    unit = (found[3] or "") if found is not None else ""
    if found is None or not (found[2] or is_known(unit)):
        raise ValueError(f"{text.strip()[:60]!r} is no number with a unit")
    return Quantity(parse_decimal(found[1]), scale_of(unit).name)


def parse_decimal(text: str) -> Fraction:
    """A number in any usual way of writing; one that may mean two things is refused."""
    mantissa, _, power = text.strip().lower().partition("e")
    found = _PLAIN.fullmatch(_pointed(mantissa))
    if found is None or not (found[2] or found[3]) or abs(int(power or 0)) > _LARGEST_POWER:
        raise ValueError(f"{text.strip()[:60]!r} is no number")
    digits = int((found[2] or "") + (found[3] or ""))
    value = Fraction(digits, 10 ** len(found[3] or "")) * Fraction(10) ** int(power or 0)
    return -value if found[1] == "-" else value


def _pointed(text: str) -> str:
    """With a point before the decimals, and nothing between the thousands."""
    marks = "".join(dict.fromkeys(char for char in text if char in ",.'"))
    if len(marks) == 2 and text.count(marks[1]) == 1:
        groups, _, rest = text.rpartition(marks[1])
        if _GROUPED.fullmatch(groups):
            return f"{groups.replace(marks[0], '')}.{rest}"
    if marks == "," and text.count(",") == 1:
        if _GROUPED.fullmatch(text):
            raise ValueError(f"{text[:60]!r} can be read in two ways: with thousands, or with decimals")
        return text.replace(",", ".")
    if marks in (",", "'") and _GROUPED.fullmatch(text):
        return text.replace(marks, "")
    return text


def parse_configured(text: str) -> Quantity:
    """A value of a configuration file, where `2gb` has always meant 2 GiB."""
    found = _CONFIGURED.fullmatch(text.strip())
    if found:
        return Quantity(Fraction(int(found[1])), f"{found[2].upper()}iB")
    return parse_quantity(text)
