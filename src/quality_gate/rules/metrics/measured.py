"""One number that was found, with all that says what it is worth."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Final

from quality_gate.model.expectation import Expectation
from quality_gate.model.quantity import Quantity, unit_name
from quality_gate.model.verdict import Cause, Problem
from quality_gate.rules.metrics.settings import Pick

LEAST_SERIES: Final = 5  # fewer numbers show no growth
_NEEDS_A_UNIT: Final = ("s", "B", "/s", "B/s")
_ONE: Final = Fraction(1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    quantity: Quantity
    samples: int | None = None  # None: nothing says how many
    names_unit: bool = True  # False: a bare number of a place that never names units
    series: tuple[Quantity, ...] = ()  # all numbers, where there were several
    machine: tuple[tuple[str, str], ...] = ()
    failures: tuple[str, ...] = ()  # what the tool itself says went wrong

    def told(self, unit: str) -> Measured:
        """In the unit that the configuration says it has."""
        if not unit:
            return self
        return replace(
            self,
            quantity=replace(self.quantity, unit=unit),
            series=tuple(replace(one, unit=unit) for one in self.series),
            names_unit=True,
        )


def picked(series: Sequence[Quantity], pick: Pick) -> Quantity:
    """One of several numbers of one unit; a ValueError names units that do not fit together."""
    if pick is Pick.LAST:
        return series[-1]
    if pick is Pick.FIRST:
        return series[0]
    unit = series[0].unit
    numbers = [one.to(unit).number for one in series]
    chosen = {Pick.MAX: max, Pick.MIN: min}.get(pick)
    return Quantity(chosen(numbers) if chosen else sum(numbers, Fraction(0)) / len(numbers), unit)


def growth(measured: Measured) -> Measured | Problem:
    """How much each sample adds to the one before: the slope of the straight line through all of them."""
    count = len(measured.series)
    if count < LEAST_SERIES:
        reason = f"{count or 1} of at least {LEAST_SERIES} samples: that shows no growth"
        return Problem(Cause.INCONCLUSIVE, reason, "measure more often")
    unit = measured.series[0].unit
    try:
        numbers = [one.to(unit).number for one in measured.series]
    except ValueError as error:
        return Problem(Cause.INCONCLUSIVE, str(error), "print every number in one unit")
    # Twice the distance from the middle, so that all of it stays whole.
    away = range(1 - count, count, 2)
    slope = sum((at * number for at, number in zip(away, numbers, strict=True)), Fraction(0)) * 2
    slope /= sum(at * at for at in away)
    return replace(measured, quantity=Quantity(slope, unit), samples=count)


def fitting(measured: Measured, limits: Sequence[Expectation]) -> Measured | Problem:
    """The same number in the unit of its limits, or why it cannot be held against them."""
    units = [limit.unit for limit in limits if not limit.against_base]
    if not units:
        return measured
    wanted, got = Quantity(_ONE, units[0]), measured.quantity
    if not got.unit:
        if wanted.unit == "%" and not measured.names_unit:
            return _share(measured, limits)
        if wanted.scale.measures and measured.names_unit and wanted.scale.measures in _NEEDS_A_UNIT:
            reason = f"the report names no unit, and the limit is in {wanted.scale.name}"
            return Problem(
                Cause.INCONCLUSIVE, reason, f"write the number's own unit: `unit: {wanted.scale.name}`"
            )
        if wanted.scale.measures:
            measured = measured.told(wanted.unit)
    try:
        for unit in units:
            measured.quantity.to(unit)
        return replace(measured, quantity=measured.quantity.to(wanted.unit))
    except ValueError:
        others = ", ".join(dict.fromkeys(unit_name(unit) for unit in units))
        reason = f"it is in {unit_name(got.unit)}, and the limit in {others}"
        return Problem(
            Cause.INCONCLUSIVE, reason, "write the limit in that unit, or the number's own: `unit:`"
        )


def _share(measured: Measured, limits: Sequence[Expectation]) -> Measured | Problem:
    """0.5 may be half of all, or half a percent: it is judged only where that makes no difference.

    A limit with two sides tells them apart, for nothing is near both.
    """
    number = measured.quantity.number
    part, percent = measured.told("x"), measured.told("%")
    likely = part if abs(number) <= 1 else percent
    plain = [limit for limit in limits if not limit.against_base]
    for limit in plain:
        if not limit.two_sided and limit.holds(part.quantity) is not limit.holds(percent.quantity):
            reason = f"{measured.quantity.text()} may be a percentage, or a part of 1"
            return Problem(Cause.INCONCLUSIVE, reason, 'write `unit: "%"`, or `unit: x` where 1 is the whole')
    return replace(likely, quantity=likely.quantity.to("%"))
