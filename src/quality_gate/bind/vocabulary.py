"""What a kind of written value is: how it is read, how it is asked for, and how a schema describes it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction

from quality_gate.bind.node import Node


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a value is refused; an empty remedy stands for the vocabulary's own."""

    what: str
    remedy: str = ""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Vocabulary:
    """One kind of single value. `read` gives the value, a refusal, or None for an ordinary misfit."""

    noun: str  # "'ninety' is no percentage"
    ask: str  # "write a number from 0 to 100"
    such_as: str
    read: Callable[[Node], object]
    schema: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Bounds:
    """Marks a limit: one value that is required, or a required and a recommended one."""

    item: Vocabulary
    at_least: bool


@dataclass(frozen=True, slots=True, eq=False)
class Together:
    """Marks a list whose items must also make sense together."""

    check: Callable[[tuple[str, ...]], Refusal | None]
    single: Mapping[str, object]  # what the schema adds for one value alone
    several: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Kinds:
    """Marks several kinds of record, told apart by what stands at one key; a bare value is that value."""

    key: str
    records: tuple[type, ...]


@dataclass(frozen=True, slots=True)
class KindKeys:
    """Marks several kinds of record, told apart by which of their kind-keys stands there."""

    # The key that only this kind is known by, and its record; asked for only where somebody writes one.
    records: Callable[[], Iterable[tuple[str, type]]]


def sides(required: Fraction | None, recommended: Fraction | None, *, at_least: bool) -> Refusal | None:
    """A recommended limit asks for more than the required one, or it would never be heard."""
    if required is None or recommended is None or required == recommended:
        return None
    if (recommended > required) == at_least:
        return None
    return Refusal(
        "`recommended` is easier to reach than `required`", "swap them, or leave `recommended` out"
    )
