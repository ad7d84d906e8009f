"""One hole in a configuration, and what the repository must tell to find it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from quality_gate.model.paths import Globs


@dataclass(frozen=True, slots=True, kw_only=True)
class Hole:
    """`key` is the path in the configuration; a hint is worth a thought, and no hole."""

    key: str
    what: str
    remedy: str
    hint: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What the repository holds; how many lines a file has is asked only where it matters."""

    files: Sequence[str] = ()  # tracked or not; outside a repository, all that are there
    tracked: Sequence[str] = ()
    lines: Callable[[str], int]

    def fitting(self, patterns: Sequence[str]) -> list[str]:
        return Globs(tuple(patterns)).among(self.files)
