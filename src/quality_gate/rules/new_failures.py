"""Tests that fail now, and that passed or did not exist at the base."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from fractions import Fraction

from quality_gate.bind.values import AtMostCount
from quality_gate.model.cases import Case
from quality_gate.model.evidence import Evidence
from quality_gate.model.identity import new_among
from quality_gate.model.ratio import Limit
from quality_gate.model.verdict import Cause, Problem, Ruling
from quality_gate.model.wording import plural
from quality_gate.rules.compared import base_of, moved
from quality_gate.rules.rule import About, Finding, Row, at_most, case_spot, count_text, unknown
from quality_gate.rules.scope import Scope


@dataclass(frozen=True, slots=True, kw_only=True)
class NewFailures:
    about: About
    limit: Limit
    scope: Scope

    def judge(self, evidence: Evidence) -> Iterable[Ruling]:
        expected = count_text(self.limit)
        about = self.about.limited(self.limit)
        found = self.scope.cases(evidence)
        base = base_of(evidence)
        if isinstance(found, Problem):
            yield unknown(about, found, expected=expected)
        elif isinstance(base, Problem):
            yield unknown(about, base, expected=expected)
        elif not any(stage.cases for stage in base.stages):
            lacking = Problem(Cause.NO_BASE, "the base has no tests", "the next base will have them")
            yield unknown(about, lacking, expected=expected)
        else:
            yield self._compared(evidence, base, expected)

    def _compared(self, evidence: Evidence, base: Evidence, expected: str) -> Ruling:
        failing = list(_failing(evidence, self.scope))
        new = new_among(failing, _failing(base, self.scope), moved(evidence))
        unnamed = _unnamed(evidence, self.scope) - _unnamed(base, self.scope)
        number = len(new) + max(unnamed, 0)
        old = len(failing) - len(new)
        over = max(number - int(value) for value in self.limit.values)
        finding = Finding(
            got=plural(number, "new failure") + (f", {old:,} known from the base" if old else ""),
            distance=f"{over:,} too many",
            spots=tuple(case_spot(case) for case in new),
            next="mend what fails since the base",
        )
        return at_most(self.about, Fraction(number), self.limit, expected, finding)


def _failing(evidence: Evidence, scope: Scope) -> Iterator[Case]:
    for stage in evidence.stages:
        if stage.cases is not None and scope.covers(stage):
            yield from (case for case in stage.cases.failing if scope.selects(case) and not case.waived)


def _unnamed(evidence: Evidence, scope: Scope) -> int:
    """Failures that suites state without naming a test."""
    if scope.files or scope.names:
        return 0
    return sum(
        stage.cases.attributes.failing for stage in evidence.stages if stage.cases and scope.covers(stage)
    )


ROW = Row(
    section="tests",
    key="new-failures",
    setting=AtMostCount,
    doc="The most tests that may fail now, and passed or did not exist at the base.",
    example="0",
    make=lambda about, limit, scope: NewFailures(about=about, limit=limit, scope=scope),
    by_base=True,
)
