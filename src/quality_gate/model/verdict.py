"""Rulings, and the verdict they add up to."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Status(StrEnum):
    PASSED = "passed"
    WARNED = "warned"
    FAILED = "failed"
    UNKNOWN = "unknown"
    SKIPPED = "skipped"


class Cause(StrEnum):
    """Why something is unknown."""

    MISSING = "missing"
    EMPTY = "empty"
    UNREADABLE = "unreadable"
    STALE = "stale"
    NO_MATCH = "no-match"
    NO_BASE = "no-base"
    NOT_RUN = "not-run"
    INCOMPLETE = "incomplete"
    INCONCLUSIVE = "inconclusive"
    ENVIRONMENT = "environment"


class Level(StrEnum):
    REQUIRED = "required"
    RECOMMENDED = "recommended"
    OPTIONAL = "optional"


class Decision(StrEnum):
    READY = "READY"
    READY_WITH_WARNINGS = "READY WITH WARNINGS"
    NOT_READY = "NOT READY"
    PASSED = "PASSED"
    FAILED = "FAILED"


@dataclass(frozen=True, slots=True, order=True)
class Spot:
    """A place to look at: a file, perhaps lines in it, and what is the matter there."""

    path: str
    line: int | None = None
    end: int | None = None
    note: str = ""

    @property
    def where(self) -> str:
        if self.line is None:
            return self.path
        return f"{self.path}:{self.line}" + (f"–{self.end}" if self.end and self.end != self.line else "")


@dataclass(frozen=True, slots=True)
class Problem:
    """Why evidence cannot be trusted: the cause, in words, and the one-line fix."""

    cause: Cause
    reason: str
    next: str = ""
    spots: tuple[Spot, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Ruling:
    """What one rule answers. `rule` is the key path in the configuration; `got` is display text."""

    rule: str
    title: str
    status: Status
    level: Level = Level.REQUIRED
    cause: Cause | None = None
    expected: str = ""
    got: str = ""
    distance: str = ""
    spots: tuple[Spot, ...] = ()
    reason: str = ""
    next: str = ""
    waived: str = ""  # the waiver that excuses it: it warns then, and does not block
    base_required: bool = False  # the configuration insists on a base: without one it blocks, too

    @property
    def holds(self) -> bool:
        return self.status in (Status.PASSED, Status.SKIPPED)

    @property
    def blocks(self) -> bool:
        if self.level is not Level.REQUIRED or (self.cause is Cause.NO_BASE and not self.base_required):
            return False
        if self.waived and self.status is Status.FAILED:  # what is unknown cannot be excused
            return False
        return self.status in (Status.FAILED, Status.UNKNOWN)

    @property
    def warns(self) -> bool:
        return self.level is not Level.OPTIONAL and not self.holds and not self.blocks


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """All rulings together; decided before a word is published."""

    decision: Decision
    rulings: tuple[Ruling, ...]
    scope: str = ""  # "quick", "partial: unit"; empty for a complete, deciding run
    reason: str = ""  # why, where no single ruling says it: "no required rule was evaluated"

    @property
    def phrase(self) -> str:
        """The one verdict phrase that an output may hold."""
        return f"{self.decision} ({self.scope})" if self.scope else str(self.decision)

    @property
    def ready(self) -> bool:
        return self.decision in (Decision.READY, Decision.READY_WITH_WARNINGS)

    @property
    def good(self) -> bool:
        return self.decision not in (Decision.NOT_READY, Decision.FAILED)

    @property
    def blocking(self) -> tuple[Ruling, ...]:
        return tuple(ruling for ruling in self.rulings if ruling.blocks)

    @property
    def warning(self) -> tuple[Ruling, ...]:
        return tuple(ruling for ruling in self.rulings if ruling.warns)

    def exit_code(self, *, strict: bool = False) -> int:
        return int(not self.good or (strict and bool(self.warning)))
