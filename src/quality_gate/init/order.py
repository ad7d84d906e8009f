"""In which order kinds of stages make sense, and what must have succeeded before each."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Final

from quality_gate.init.proposal import Stage

KINDS: Final = (
    "lint",
    "typecheck",
    "build",
    "unit",
    "tests",
    "integration",
    "smoke",
    "contract",
    "e2e",
    "performance",
    "security",
    "chaos",
)
_FIRST: Final = ("unit", "tests")
_EARLY: Final = ("lint", "typecheck", "build")


def in_order(stages: Iterable[Stage]) -> tuple[Stage, ...]:
    """Cheap stages first; a name that says nothing stands behind integration."""
    ordered = sorted(stages, key=_rank)
    names = [stage.name for stage in ordered]
    return tuple(replace(stage, needs=_needs(stage.name, names)) for stage in ordered)


def kind(name: str) -> str:
    """`unit-api` is a kind of `unit`."""
    return next((known for known in KINDS if name == known or name.startswith(f"{known}-")), "")


def _rank(stage: Stage) -> int:
    known = kind(stage.name)
    return KINDS.index(known) * 2 if known else KINDS.index("integration") * 2 + 1


def _needs(name: str, names: Sequence[str]) -> tuple[str, ...]:
    """End to end waits for integration, everything waits for the unit tests, and those for the build."""
    if kind(name) in _EARLY:
        return ()
    if name in _FIRST:
        return tuple(known for known in names if known == "build")
    wanted = ("integration", *_FIRST) if kind(name) in ("e2e", "chaos") else (*_FIRST, "build")
    return next(((known,) for known in wanted if known in names), ())
