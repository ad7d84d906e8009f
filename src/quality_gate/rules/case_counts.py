"""Limits on how many tests there are, are skipped, or passed only after a failed attempt."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from fractions import Fraction

from quality_gate.bind.values import AtLeastCount, AtMostCount
from quality_gate.model.cases import Case, Counts, Outcome
from quality_gate.model.evidence import Evidence
from quality_gate.model.ratio import Limit
from quality_gate.model.verdict import Problem, Ruling
from quality_gate.model.wording import plural
from quality_gate.rules.rule import About, Finding, Row, at_least, at_most, case_spot, count_text, unknown
from quality_gate.rules.scope import Scope


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """One countable property of tests."""

    count: Callable[[Counts], int]
    noun: str
    next: str
    least: bool = False
    shows: Callable[[Case], bool] = lambda _: False  # which cases are worth listing


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseCount:
    about: About
    limit: Limit
    scope: Scope
    kind: Kind

    def judge(self, evidence: Evidence) -> Iterable[Ruling]:
        sign = "≥" if self.kind.least else "≤"
        expected = count_text(self.limit, sign)
        cases = self.scope.cases(evidence)
        if isinstance(cases, Problem):
            yield unknown(self.about.limited(self.limit), cases, expected=expected)
            return
        number = self.kind.count(cases.counts)
        compare = at_least if self.kind.least else at_most
        finding = Finding(
            got=plural(number, *self.kind.noun.split("|")),
            distance=_distance(number, self.limit, least=self.kind.least),
            spots=tuple(
                case_spot(case, with_message=False) for case in cases.others if self.kind.shows(case)
            ),
            next=self.kind.next,
        )
        yield compare(self.about, Fraction(number), self.limit, expected, finding)


def _distance(number: int, limit: Limit, *, least: bool) -> str:
    if least:
        return f"{max(int(value) - number for value in limit.values):,} short"
    return f"{max(number - int(value) for value in limit.values):,} too many"


def _row(key: str, setting: object, kind: Kind, doc: str, example: str) -> Row:
    return Row(
        section="tests",
        key=key,
        setting=setting,
        doc=doc,
        example=example,
        make=lambda about, limit, scope: CaseCount(about=about, limit=limit, scope=scope, kind=kind),
    )


ROWS = (
    _row(
        "min-count",
        AtLeastCount,
        Kind(
            count=lambda counts: counts.executed,
            noun="executed test|executed tests",
            least=True,
            next="find out which tests are gone, or lower the number on purpose",
        ),
        "The least number of tests that must have been executed; skipped ones do not count.",
        "500",
    ),
    _row(
        "max-skipped",
        AtMostCount,
        Kind(
            count=lambda counts: counts.skipped,
            noun="skipped test|skipped tests",
            shows=lambda case: case.outcome is Outcome.SKIPPED,
            next="run the skipped tests, or raise the number on purpose",
        ),
        "The most tests that may be skipped; expected failures have their own column.",
        "5",
    ),
    _row(
        "max-flaky",
        AtMostCount,
        Kind(
            count=lambda counts: counts.flaky,
            noun="flaky test|flaky tests",
            shows=lambda case: case.flaky,
            next="make the listed tests reliable: they passed only after a failed attempt",
        ),
        "The most tests that may pass only after an earlier attempt has failed.",
        "0",
    ),
)
