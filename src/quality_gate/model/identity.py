"""What a test is known by in another run: its file, class and name; suites may be called otherwise there."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterable, Mapping
from types import MappingProxyType
from typing import Final, TypeVar

from quality_gate.model.cases import Case, Place

Front = tuple[str, str]  # file and class
Identity = tuple[str, str, str, str]  # with the name, and the variant that it ran in
_NONE: Final[Mapping[str, str]] = MappingProxyType({})
K = TypeVar("K", bound=Hashable)


def front_of(place: Place, renames: Mapping[str, str] = _NONE) -> Front:
    """What a test is known by besides its name; in a renamed file it is the same test."""
    if place.file:
        return renames.get(place.file, place.file), place.classname
    return "", place.classname or place.suite


def identity_of(case: Case, renames: Mapping[str, str] = _NONE) -> Identity:
    """The same test fails in another variant: that is another failure."""
    return (*front_of(case.place, renames), case.name, case.place.variant)


def new_among(now: Iterable[Case], before: Iterable[Case], renames: Mapping[str, str] = _NONE) -> list[Case]:
    """Those that the other run has not as often: a test of two suites may fail in one there, in both here."""
    left = Counter((identity_of(case, renames), case.place.suite) for case in before)
    elsewhere = [case for case in now if not _taken(left, (identity_of(case), case.place.suite))]
    whatever_suite: Counter[Identity] = Counter()
    for (identity, _), number in left.items():
        whatever_suite[identity] += number
    return [case for case in elsewhere if not _taken(whatever_suite, identity_of(case))]


def _taken(left: Counter[K], key: K) -> bool:
    """Takes one away, if there is one."""
    if not left[key]:
        return False
    left[key] -= 1
    return True
