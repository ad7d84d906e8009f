"""What a change does to the gate itself: every way in which less is asked for than at its base."""

from __future__ import annotations

from dataclasses import dataclass

from quality_gate.model.verdict import Level, Problem


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """`weaker` holds key paths, and what became of them; `accepted` is the label that a person has given."""

    base: str = ""  # the commit whose configuration is the floor
    weaker: tuple[tuple[str, str], ...] = ()
    label: str = ""  # that accepts them
    accepted: bool = False
    level: Level = Level.OPTIONAL  # at the least, whatever the head says: how much it weighs at the base
    nothing: str = ""  # why there is rightly nothing to compare with
    problem: Problem | None = None
