"""What every rule is made of: the row that puts it into the table, and the ways to say what was found."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any, Protocol

from quality_gate.model.cases import Case
from quality_gate.model.evidence import Evidence
from quality_gate.model.ratio import Limit
from quality_gate.model.verdict import Level, Problem, Ruling, Spot, Status
from quality_gate.model.wording import listed, plural
from quality_gate.rules.scope import Scope

MOST_SPOTS = 200


class Rule(Protocol):
    """One requirement, with all it needs to answer from the evidence alone."""

    @property
    def about(self) -> About: ...

    def judge(self, evidence: Evidence) -> Iterable[Ruling]: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class About:
    """Which rule speaks: the key path in the configuration, and its weight."""

    rule: str
    title: str
    level: Level = Level.REQUIRED

    def limited(self, limit: Limit) -> About:
        """A limit that is only recommended makes the whole rule a recommendation."""
        if limit.required is not None or self.level is Level.OPTIONAL:
            return self
        return About(rule=self.rule, title=self.title, level=Level.RECOMMENDED)


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One row of the table: a word of the configuration, what may be written behind it, and its rule."""

    section: str  # "coverage" or "tests"
    key: str
    setting: Any  # the type that the value is bound to
    doc: str
    example: str
    make: Callable[[About, Any, Scope], Rule]
    at_top: bool = True  # may stand directly in its section
    in_groups: bool = True
    by_changes: bool = False  # asks which lines this change is about
    by_base: bool = False  # compares with the base


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedRow:
    """A section of the configuration in which each name stands for one rule: `todo`, `metrics`."""

    section: str
    setting: Any  # the settings of one rule
    doc: str
    example: str
    make: Callable[[About, Any, Scope], Rule]


def unknown(about: About, problem: Problem, *, expected: str = "", got: str = "") -> Ruling:
    return Ruling(
        rule=about.rule,
        title=about.title,
        level=about.level,
        status=Status.UNKNOWN,
        cause=problem.cause,
        expected=expected,
        got=got,
        reason=problem.reason,
        next=problem.next,
        spots=problem.spots,
    )


def skipped(about: About, reason: str, *, expected: str = "") -> Ruling:
    return Ruling(
        rule=about.rule,
        title=about.title,
        level=about.level,
        status=Status.SKIPPED,
        expected=expected,
        reason=reason,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """What a limit was compared with, in words."""

    got: str
    distance: str = ""
    spots: tuple[Spot, ...] = ()
    reason: str = ""
    next: str = ""


def at_least(about: About, value: Fraction, limit: Limit, expected: str, finding: Finding) -> Ruling:
    return _ruled(about, limit, lambda wanted: value >= wanted, expected, finding)


def at_most(about: About, value: Fraction, limit: Limit, expected: str, finding: Finding) -> Ruling:
    return _ruled(about, limit, lambda wanted: value <= wanted, expected, finding)


def _ruled(
    about: About, limit: Limit, holds: Callable[[Fraction], bool], expected: str, finding: Finding
) -> Ruling:
    status = Status.PASSED
    if limit.recommended is not None and not holds(limit.recommended):
        status = Status.WARNED
    if limit.required is not None and not holds(limit.required):
        status = Status.FAILED
    short = status is not Status.PASSED
    return Ruling(
        rule=about.rule,
        title=about.title,
        level=about.limited(limit).level,
        status=status,
        expected=expected,
        got=finding.got,
        distance=finding.distance if short else "",
        spots=finding.spots[:MOST_SPOTS] if short else (),
        reason=finding.reason if short else "",
        next=finding.next if short else "",
    )


def expected_text(limit: Limit, say: Callable[[Fraction, Fraction], str], sign: str = "≥") -> str:
    """`≥ 95 %`, `≥ 90 %, recommended ≥ 95 %`; told beside itself, a limit keeps all its digits."""
    parts = []
    if limit.required is not None:
        parts.append(f"{sign} {say(limit.required, limit.required)}")
    if limit.recommended is not None:
        parts.append(f"recommended {sign} {say(limit.recommended, limit.recommended)}")
    return ", ".join(parts)


def count_text(limit: Limit, sign: str = "≤") -> str:
    return expected_text(limit, lambda value, _: f"{int(value):,}", sign)


def with_holes(ruling: Ruling, unmeasured: Sequence[str], where: str = "in no report") -> Ruling:
    """A limit that holds over a part of its files is a warning: the rest was never measured."""
    if not unmeasured:
        return ruling
    reason = f"{plural(len(unmeasured), 'file')} of this group {where}: {listed(unmeasured)}"
    held = ruling.status is Status.PASSED
    return replace(
        ruling,
        status=Status.WARNED if held else ruling.status,
        reason="; ".join(part for part in (ruling.reason, reason) if part),
        next="let the coverage tool measure them, or leave them out with `!`" if held else ruling.next,
    )


def case_spot(case: Case, *, with_message: bool = True) -> Spot:
    """Where a test stands; its file is not said twice."""
    file = case.place.file
    name = case.shown.removeprefix(f"{file}::") if file else case.shown
    first = case.message.strip().partition("\n")[0] if with_message else ""
    return Spot(file, case.line if file else None, None, f"{name}: {first}" if first else name)
