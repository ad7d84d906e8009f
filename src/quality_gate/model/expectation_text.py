"""Reads what people write for an expectation, and says what to write instead where it is none."""

from __future__ import annotations

import re
from dataclasses import replace
from fractions import Fraction
from typing import Final

from quality_gate.model.expectation import Bound, Expectation
from quality_gate.model.quantity import Quantity, exact_text
from quality_gate.model.units import UNIT_PATTERN, Better, likely_unit, scale_of

# Digits are bounded, so that no number can cost time or memory.
_NUMBER: Final = r"(?:[0-9]{1,18}(?:\.[0-9]{1,18})?|\.[0-9]{1,18})"
_VALUE: Final = rf"([-+]?{_NUMBER}) *({UNIT_PATTERN})?"
_COMPARED: Final = rf"(<=|>=|==|!=|<|>|≤|≥|=|≠) *{_VALUE}"
_AROUND: Final = rf"{_VALUE} *(?:±|\+-|\+/-) *{_VALUE}"
_WITHIN: Final = rf"within +{_VALUE} *(?:\.\.|…) *{_VALUE}"
EXPECTATION_PATTERN: Final = rf"^ *(?:{_COMPARED}|{_AROUND}|{_WITHIN}) *$"
_SIGNS: Final = {"<=": "≤", ">=": "≥", "==": "=", "!=": "≠"}
_SLIPS: Final = {"=<": "<=", "=>": ">=", "<>": "!=", "=!": "!=", "~": "±"}
_SUCH_AS: Final = "`>= 95 ops/s`, `< 10 ms` or `50% ± 10%`"
_HUNDRED: Final = Fraction(100)


class NoExpectation(ValueError):
    """What is wrong with the text, and what to write."""

    def __init__(self, what: str, remedy: str) -> None:
        super().__init__(what)
        self.remedy = remedy


def parse_expectation(text: str) -> Expectation:
    """The expectation that a text stands for; a NoExpectation says what to write instead."""
    plain = text.strip(" ")
    if found := re.fullmatch(_COMPARED, plain):
        return _compared(_SIGNS.get(found[1], found[1]), _value(found[2], found[3]), found[2])
    if found := re.fullmatch(_AROUND, plain):
        return _around(_value(found[1], found[2]), _value(found[3], found[4]))
    if found := re.fullmatch(_WITHIN, plain):
        return _within(_value(found[1], found[2] or found[4]), _value(found[3], found[4]))
    raise _no(plain)


def _value(number: str, unit: str | None) -> Quantity:
    if unit and (near := likely_unit(unit)):
        binary = (
            f", powers of 1000, or `{near[0].upper()}iB`" if near.endswith("B") and len(near) == 2 else ""
        )
        raise NoExpectation(f"there is no unit {unit!r}", f"did you mean `{near}`{binary}?")
    return Quantity(_exact(number), scale_of(unit or "").name)


def _exact(text: str) -> Fraction:
    whole, _, rest = text.lstrip("+-").partition(".")
    value = Fraction(int((whole + rest) or "0"), 10 ** len(rest))
    return -value if text.startswith("-") else value


def _compared(sign: str, limit: Quantity, written: str) -> Expectation:
    if written[0] in "+-" and limit.unit == "%":
        return _change(sign, limit)
    return _absolute(sign, limit)


def _absolute(sign: str, limit: Quantity) -> Expectation:
    text = f"{sign} {limit.text(exactly=True)}"
    bound = Bound(limit, strict=sign in "<>")
    if sign == "≠":
        return Expectation(text=text, never=limit)
    if sign == "=":
        return Expectation(text=text, least=bound, most=bound)
    return Expectation(text=text, least=bound) if sign in ">≥" else Expectation(text=text, most=bound)


def _change(sign: str, limit: Quantity) -> Expectation:
    if sign in "=≠":
        raise NoExpectation("a change of the base is never exact", "write `<= +10%`, or `>= -10%`")
    plus = "+" if limit.number >= 0 else ""
    plain = _absolute(sign, limit)
    text = f"{sign} {plus}{limit.text(exactly=True)}"
    return replace(plain, text=text, against_base=True, signed=True)


def _around(middle: Quantity, tolerance: Quantity) -> Expectation:
    if tolerance.number < 0:
        raise NoExpectation("a tolerance is never negative", "write `50% ± 10%`")
    text = f"{middle.text(exactly=True)} ± {tolerance.text(exactly=True)}"
    if not tolerance.unit:
        tolerance = Quantity(tolerance.number, middle.unit)
    # 50% ± 10% are points, 40 % to 60 %; of any other unit a percentage is a share of the middle.
    if tolerance.unit == "%" and middle.unit != "%":
        tolerance = Quantity(abs(middle.number) * tolerance.number / _HUNDRED, middle.unit)
    try:
        away = tolerance.to(middle.unit).number
    except ValueError as error:
        raise NoExpectation(str(error), "write both in one unit, or the tolerance in %") from None
    least = Bound(Quantity(middle.number - away, middle.unit))
    return Expectation(text=text, least=least, most=Bound(Quantity(middle.number + away, middle.unit)))


def _within(low: Quantity, high: Quantity) -> Expectation:
    try:
        upside_down = low.exact > high.to(low.unit).exact
    except ValueError as error:
        raise NoExpectation(str(error), "write both ends in one unit") from None
    if upside_down:
        raise NoExpectation("the range ends before it begins", "swap its ends")
    low_text = exact_text(low.number) if low.unit == high.unit else low.text(exactly=True)
    text = f"within {low_text}..{high.text(exactly=True)}"
    # A share never exceeds 100 %, so such a range can only be one of the base.
    of_base = low.unit == high.unit == "%" and low.number < _HUNDRED < high.number
    text += " of the base" if of_base else ""
    return Expectation(text=text, least=Bound(low), most=Bound(high), against_base=of_base)


def _no(text: str) -> NoExpectation:
    shown = text[:60]
    if found := re.fullmatch(_VALUE, text):
        limit = _value(found[1], found[2])
        sign = ">=" if limit.scale.better is Better.HIGHER else "<="
        spaced = " ".join(part for part in found.groups() if part)
        return NoExpectation(f"{shown!r} has no operator", f"write an operator: `{sign} {spaced}`")
    slip = next((slip for slip in _SLIPS if slip in text), "")
    if slip and re.fullmatch(EXPECTATION_PATTERN, fixed := text.replace(slip, _SLIPS[slip])):
        return NoExpectation(f"{shown!r} is no expectation", f"did you mean `{fixed[:60]}`?")
    if re.search(r"[0-9],[0-9]", text):
        return NoExpectation(f"{shown!r} holds a comma", "write 10000, and 1.5 with a point")
    return NoExpectation(
        f"{shown!r} is no expectation", f"write an operator, a number and its unit: {_SUCH_AS}"
    )
