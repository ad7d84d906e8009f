"""What a number must be: `> 100 ops/s`, `50% ± 10%`, `<= +10%` of the base; strict where it is written so."""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Final

from quality_gate.model.quantity import Quantity
from quality_gate.model.units import Better

_HUNDRED: Final = Fraction(100)
_DECIMAL_SIZES: Final = {"kB": "KiB", "MB": "MiB", "GB": "GiB", "TB": "TiB", "PB": "PiB"}


@dataclass(frozen=True, slots=True)
class Bound:
    """One end of what is allowed; a strict one is not allowed itself."""

    limit: Quantity
    strict: bool = False

    def below(self, value: Fraction) -> bool:
        """Whether this end is a lower one that the value keeps."""
        return self.limit.exact < value or (not self.strict and self.limit.exact == value)

    def above(self, value: Fraction) -> bool:
        return value < self.limit.exact or (not self.strict and self.limit.exact == value)


@dataclass(frozen=True, slots=True, kw_only=True)
class Expectation:
    """`least` and `most` together are a range; of a limit against the base they are changes in percent."""

    text: str
    least: Bound | None = None
    most: Bound | None = None
    never: Quantity | None = None
    against_base: bool = False
    signed: bool = False  # `+10%`: a change of the base; else `50%..200%`: so much of it

    @property
    def limits(self) -> tuple[Quantity, ...]:
        ends = (end.limit for end in (self.least, self.most) if end is not None)
        return tuple(dict.fromkeys((*ends, *(() if self.never is None else (self.never,)))))

    @property
    def unit(self) -> str:
        return self.limits[0].unit

    @property
    def better(self) -> Better | None:
        """The way that the operator points; None for a range, an equality, and a limit against the base."""
        if self.against_base or (self.least is None) == (self.most is None):
            return None
        return Better.HIGHER if self.least is not None else Better.LOWER

    @property
    def two_sided(self) -> bool:
        return self.least is not None and self.most is not None

    def holds(self, got: Quantity) -> bool:
        """A ValueError names both units where they measure different things."""
        if self.against_base:
            raise ValueError(f"{self.text} is about the base, not about one number")
        for limit in self.limits:
            got.to(limit.unit)
        value = got.exact
        return (
            (self.least is None or self.least.below(value))
            and (self.most is None or self.most.above(value))
            and (self.never is None or self.never.exact != value)
        )

    def holds_as_configured(self, got: Quantity) -> bool:
        """For values of configuration files, where many write `2 GB` and mean 2 GiB: either will do."""
        return any(reading.holds(got) for reading in (self, self._binary()))

    def _binary(self) -> Expectation:
        return replace(
            self,
            least=self.least and replace(self.least, limit=_binary(self.least.limit)),
            most=self.most and replace(self.most, limit=_binary(self.most.limit)),
            never=self.never and _binary(self.never),
        )

    def multiplier(self, got: Quantity) -> Fraction | None:
        """How many times better than the limit: got/limit, or limit/got where lower is better."""
        better = self.better
        if better is None:
            return None
        value, limit = got.to(self.unit).exact, self.limits[0].exact
        if value <= 0 or limit <= 0:
            return None
        return value / limit if better is Better.HIGHER else limit / value

    def distance(self, got: Quantity) -> str:
        """`12 ops/s short`, `0.5 ms over`; empty where it holds, or where there is no distance."""
        got = got.to(self.unit)
        for end, word in ((self.least, "short"), (self.most, "over")):
            if end is not None and not (end.below if word == "short" else end.above)(got.exact):
                limit = end.limit.to(self.unit)
                away = Quantity(abs(got.number - limit.number), got.unit)
                return (
                    f"{away.text(Quantity(Fraction(0), got.unit))} {word}" if away.number else "at the limit"
                )
        return ""


def _binary(limit: Quantity) -> Quantity:
    return Quantity(limit.number, _DECIMAL_SIZES.get(limit.unit, limit.unit))


def change_text(percent: Fraction, *limits: Fraction) -> str:
    """`+12.4 %` of what it was; on its own side of the limits, either way."""
    beside = (Fraction(0), *limits, *(-limit for limit in limits))
    shown = Quantity(percent, "%").text(*(Quantity(limit, "%") for limit in beside))
    return shown if percent < 0 else f"+{shown}"


def easier(recommended: Expectation, required: Expectation) -> bool:
    """A recommended limit that every number within the required one keeps would never be heard."""
    if recommended == required or recommended.against_base != required.against_base:
        return False
    if recommended.better is None or recommended.better is not required.better:
        return False
    if recommended.limits[0].scale.measures != required.limits[0].scale.measures:
        return False
    first, second = recommended.limits[0].exact, required.limits[0].exact
    return first < second if required.better is Better.HIGHER else first > second
