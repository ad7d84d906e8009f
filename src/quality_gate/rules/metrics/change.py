"""What a number is against the same number of the base: judged only where both can be compared."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from typing import Final

from quality_gate.model.expectation import Expectation, change_text
from quality_gate.model.quantity import Quantity
from quality_gate.model.units import Better
from quality_gate.model.verdict import Cause, Problem
from quality_gate.model.wording import listed
from quality_gate.rules.metrics.measured import Measured

FEWEST_SAMPLES: Final = 10  # on either side, where the configuration asks for no other number
_HUNDRED: Final = Fraction(100)


@dataclass(frozen=True, slots=True)
class Change:
    """How the number moved, in percent of the base's."""

    percent: Fraction
    before: Quantity
    better: Better | None

    def text(self, limits: Iterable[Expectation]) -> str:
        """`+12.5 % (base 10 ms)`, never rounded across a limit."""
        beside = [abs(end.number) for one in limits for end in one.limits]
        return f"{change_text(self.percent, *beside)} (base {self.before.text()})"

    def holds(self, limit: Expectation) -> bool | Problem:
        """`+10%` is how much worse it may be, whichever way its unit points; a range is of the number."""
        if not limit.signed:
            return _within(limit, self.percent + _HUNDRED)
        if self.better is None:
            reason = "nothing says which way this number improves"
            return Problem(Cause.INCONCLUSIVE, reason, "write `better: lower`, or `higher`")
        number = limit.limits[0].number
        if limit.most is not None and number >= 0:
            worse = self.percent if self.better is Better.LOWER else -self.percent
            return _within(limit, worse)
        if (limit.most is not None) is (self.better is Better.LOWER):
            return _within(limit, self.percent)
        write = f"<= {change_text(abs(number))}" if self.better is Better.LOWER else f">= -{abs(number)}%"
        reason = f"{self.better} is better here, and `{limit.text}` asks for the opposite"
        return Problem(Cause.INCONCLUSIVE, reason, f"write `{write.replace(' %', '%')}`, or state `better:`")


def _within(limit: Expectation, percent: Fraction) -> bool:
    value = Quantity(percent, "%").exact
    return (limit.least is None or limit.least.below(value)) and (
        limit.most is None or limit.most.above(value)
    )


def change(now: Measured, before: Measured, better: Better | None, samples: int | None) -> Change | Problem:
    """The change, or why the two numbers cannot be compared."""
    if differing := _machines(now, before):
        reason = f"measured on another machine than the base: {differing}"
        return Problem(Cause.INCONCLUSIVE, reason, "measure both on the same machine, or write a fixed limit")
    wanted = samples or FEWEST_SAMPLES
    for whose, one in (("", now), (" of the base", before)):
        if one.samples is not None and one.samples < wanted:
            reason = f"{one.samples} of at least {wanted} samples{whose}"
            return Problem(Cause.INCONCLUSIVE, reason, "measure more often, or ask for fewer with `samples:`")
    try:
        then = before.quantity.to(now.quantity.unit)
    except ValueError as error:
        return Problem(Cause.INCONCLUSIVE, f"the base measured something else: {error}", "see its report")
    if not then.number:
        return Problem(
            Cause.INCONCLUSIVE, "the base is 0, so there is no change in percent", "write a fixed limit"
        )
    percent = (now.quantity.number - then.number) * _HUNDRED / abs(then.number)
    return Change(percent, then, better or now.quantity.scale.better)


def _machines(now: Measured, before: Measured) -> str:
    """`cpu: EPYC, Xeon`; empty where both ran on the same, or neither says on which."""
    here, there = dict(now.machine), dict(before.machine)
    keys = [key for key in dict.fromkeys((*here, *there)) if here.get(key) != there.get(key)]
    return listed(f"{key}: {here.get(key, 'not told')}, base {there.get(key, 'not told')}" for key in keys)
