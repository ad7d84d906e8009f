"""Tests that the base had and this run has not, whatever became of them there."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction

from quality_gate.bind.values import AtMostCount
from quality_gate.model.cases import Case, Place
from quality_gate.model.evidence import Evidence
from quality_gate.model.identity import Front, front_of
from quality_gate.model.ratio import Limit
from quality_gate.model.verdict import Cause, Problem, Ruling, Spot
from quality_gate.model.wording import plural
from quality_gate.rules.compared import base_of, moved
from quality_gate.rules.rule import About, Finding, Row, at_most, count_text, unknown
from quality_gate.rules.scope import Scope

Parts = dict[tuple[str, str], list[tuple[str, ...]]]  # by stage and variant: the names in each suite
Names = dict[Front, Parts]


@dataclass(frozen=True, slots=True, kw_only=True)
class Lost:
    about: About
    limit: Limit
    scope: Scope

    def judge(self, evidence: Evidence) -> Iterable[Ruling]:
        expected = count_text(self.limit)
        about = self.about.limited(self.limit)
        found = self.scope.cases(evidence)
        base = base_of(evidence)
        if isinstance(found, Problem) and found.cause is not Cause.NO_MATCH:
            yield unknown(about, found, expected=expected)
        elif isinstance(base, Problem):
            yield unknown(about, base, expected=expected)
        elif isinstance(had := self.scope.cases(base), Problem):
            lacking = Problem(Cause.NO_BASE, f"at the base {had.reason}", "the next base will have them")
            yield unknown(about, lacking, expected=expected)
        else:
            yield self._ruled(evidence, base, expected)

    def _ruled(self, evidence: Evidence, base: Evidence, expected: str) -> Ruling:
        now = _names(evidence, Scope(stage=self.scope.stage), {})
        had = _names(base, self.scope, moved(evidence))
        gone = sorted(_gone(had, now))
        unnamed = max(_unnamed(base, self.scope) - _unnamed(evidence, self.scope), 0)
        number = len(gone) + unnamed
        over = max(number - int(value) for value in self.limit.values)
        finding = Finding(
            got=plural(number, "lost test"),
            distance=f"{over:,} too many",
            spots=tuple(_spot(*one) for one in gone),
            reason=f"{unnamed:,} of them in suites that name no test" if unnamed else "",
            next="bring the tests back, or raise the number on purpose",
        )
        return at_most(self.about, Fraction(number), self.limit, expected, finding)


def _names(evidence: Evidence, scope: Scope, renames: Mapping[str, str]) -> Names:
    """The names of all tests, by what stands in front of them; lists are kept as they are, not copied."""
    found: Names = {}
    for stage in evidence.stages:
        if stage.cases is None or not scope.covers(stage):
            continue
        cases = stage.cases.where(scope.selects) if scope.files or scope.names else stage.cases
        placed = ((case.place, (case.name,)) for case in cases.others)
        for place, names in (*cases.passed.items(), *placed):
            parts = found.setdefault(front_of(place, renames), {})
            parts.setdefault((stage.name, place.variant), []).append(names)
    return found


def _gone(had: Names, now: Names) -> Iterator[tuple[Front, str, bool]]:
    """With each whether it is left in another suite: of a test of two suites one may be gone."""
    for front, parts in had.items():
        there = now.get(front, {})
        if there == parts:
            continue  # the ordinary case, without counting a million names
        variants: Parts = {}  # a stage may have been split into two
        for (_, variant), lists in there.items():
            variants.setdefault(("", variant), []).extend(lists)
        left = _most(variants)
        for name, number in _most(parts).items():
            yield from [(front, name, left[name] > 0)] * (number - left[name])


def _most(parts: Parts) -> Counter[str]:
    """In how many suites of one part each test is; what several parts run alike is one test."""
    most: Counter[str] = Counter()
    for lists in parts.values():
        most |= Counter(name for names in lists for name in names)
    return most


def _unnamed(evidence: Evidence, scope: Scope) -> int:
    if scope.files or scope.names:
        return 0
    return sum(
        stage.cases.attributes.total for stage in evidence.stages if stage.cases and scope.covers(stage)
    )


def _spot(front: Front, name: str, left: bool) -> Spot:
    file, classname = front
    case = Case(Place(classname=classname, file=file), name)
    shown = case.id.removeprefix(f"{file}::") if file else case.id
    return Spot(file, None, None, f"{shown}: gone" + (" from one of its suites" if left else ""))


ROW = Row(
    section="tests",
    key="lost",
    setting=AtMostCount,
    doc="The most tests that the base had and this run has not; skipped ones are there.",
    example="0",
    make=lambda about, limit, scope: Lost(about=about, limit=limit, scope=scope),
    by_base=True,
)
