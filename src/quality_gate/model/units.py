"""Units as reports and people write them: what they measure, and how they convert, exactly."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from functools import lru_cache
from typing import Final

# What looks like an exponent is none.
UNIT_PATTERN: Final = (
    r"(?![eE][0-9])(?:%|/?[A-Za-zµμ_][A-Za-z0-9µμ_.^-]{0,39}(?:/[A-Za-z][A-Za-z0-9_-]{0,39})?)"
)


class Better(StrEnum):
    """Which way a number improves."""

    HIGHER = "higher"
    LOWER = "lower"


@dataclass(frozen=True, slots=True)
class Scale:
    """A unit: units of one `measures` convert into each other by their factors."""

    name: str  # in the spelling that is shown: "ms", "ops/s", "MiB"
    measures: str  # "s", "B", "/s", "B/s", "" for a plain number, and an unknown unit for itself
    factor: Fraction = Fraction(1)
    better: Better | None = None  # None: the unit alone does not say


_TIMES: Final = {
    "ns": ("ns nsec nanos nanosecond nanoseconds", Fraction(1, 10**9)),
    "µs": ("µs μs us usec micros microsecond microseconds", Fraction(1, 10**6)),
    "ms": ("ms msec millis millisecond milliseconds", Fraction(1, 1000)),
    "s": ("s sec secs second seconds", Fraction(1)),
    "min": ("m min mins minute minutes", Fraction(60)),
    "h": ("h hr hour hours", Fraction(3600)),
}
_SIZES: Final = {
    "B": ("B byte bytes", Fraction(1)),
    "kB": ("kB KB", Fraction(1000)),
    **{f"{letter}B": (f"{letter}B", Fraction(1000**power)) for power, letter in enumerate("MGTP", 2)},
    **{f"{letter}iB": (f"{letter}iB", Fraction(1024**power)) for power, letter in enumerate("KMGTP", 1)},
}
# A rate counts the same thing, whatever a tool calls it.
_COUNTED: Final = "op ops operation operations req reqs request requests call calls it iter iters iterations"
_COSTS: Final = "alloc allocs allocations error errors failure failures fault faults timeout timeouts"
_SHORT: Final = {"rps": "req/s", "qps": "ops/s", "tps": "ops/s"}


def _known() -> dict[str, Scale]:
    known = {"": Scale("", ""), "%": Scale("%", "", Fraction(1, 100)), "x": Scale("x", "")}
    for measures, units in (("s", _TIMES), ("B", _SIZES)):
        for name, (spellings, factor) in units.items():
            scale = Scale(name, measures, factor, Better.LOWER)
            known |= dict.fromkeys(spellings.split(), scale)
    known |= {name: Scale(name, "ops") for name in _COUNTED.split()}
    return known | {name: Scale(name, name, better=Better.LOWER) for name in _COSTS.split()}


_KNOWN: Final = _known()


@lru_cache(maxsize=1024)
def scale_of(unit: str) -> Scale:
    """Any unit: a known one, something per time, something per operation, or one of its own."""
    text = _SHORT.get(unit.strip(), unit.strip())
    if text in _KNOWN:
        return _KNOWN[text]
    above, slash, below = text.partition("/")
    per = _KNOWN.get(below)
    if slash and per is not None and above not in ("%", "x"):
        top = scale_of(above)
        if per.measures == "s" and "/" not in top.name:
            return _rate(top, per)
        if per.measures == "ops":
            return Scale(f"{top.name}/{per.name}", top.measures, top.factor, top.better)
    return Scale(text, text)


def _rate(top: Scale, per: Scale) -> Scale:
    measures = "/s" if top.measures in ("", "ops") else f"{top.measures}/s"
    better = Better.LOWER if top.name in _COSTS.split() else Better.HIGHER
    return Scale(f"{top.name}/{per.name}", measures, top.factor / per.factor, better)


def likely_unit(unit: str) -> str:
    """A known unit that differs only in its letters' case; empty where there is none, or this is one."""
    above, slash, below = unit.partition("/")
    if unit in _KNOWN or above in _KNOWN:
        return ""
    near = next((scale.name for known, scale in _KNOWN.items() if known.lower() == above.lower()), "")
    return f"{near}{slash}{below}" if near else ""


def is_known(unit: str) -> bool:
    """Whether it can stand right behind its number: `3f9c2ab` is no number of anything."""
    return unit in _KNOWN or "/" in unit
