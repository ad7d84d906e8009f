"""One way in which a configuration asks for less than another, in words."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True, order=True)
class Weakening:
    key: str
    said: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Trees:
    """The repository's files at the base and now, and what became of those that were renamed."""

    before: tuple[str, ...] = ()
    now: tuple[str, ...] = ()
    renamed: Mapping[str, str] = field(default_factory=dict)

    def moved(self, paths: Iterable[str]) -> set[str]:
        """Where files of the base are now; those that were deleted are nowhere."""
        there = set(self.now)
        return {new for path in paths if (new := self.renamed.get(path, path)) in there}


# Compares one value, before and now, below a key.
Comparer = Callable[[str, Any, Any, Trees], Iterable[Weakening]]
