"""What a test is known by in another run: its file, class and name; suites may be called otherwise there."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from quality_gate.model.cases import Case, Place

Front = tuple[str, str]  # file and class
Identity = tuple[str, str, str, str]  # with the name, and the variant that it ran in
_NONE: Final[Mapping[str, str]] = MappingProxyType({})


def front_of(place: Place, renames: Mapping[str, str] = _NONE) -> Front:
    """What a test is known by besides its name; in a renamed file it is the same test."""
    if place.file:
        return renames.get(place.file, place.file), place.classname
    return "", place.classname or place.suite


def identity_of(case: Case, renames: Mapping[str, str] = _NONE) -> Identity:
    """The same test fails in another variant: that is another failure."""
    return (*front_of(case.place, renames), case.name, case.place.variant)
