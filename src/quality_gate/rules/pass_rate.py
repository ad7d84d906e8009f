"""The share of executed tests that passed; skipped and expected failures are not in the denominator."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

from quality_gate.bind.values import PercentLimit
from quality_gate.model.cases import Cases
from quality_gate.model.causes import environment_text
from quality_gate.model.evidence import Evidence
from quality_gate.model.ratio import Limit, Ratio, percent_text
from quality_gate.model.verdict import Cause, Problem, Ruling
from quality_gate.model.wording import plural
from quality_gate.rules.rule import About, Finding, Row, at_least, case_spot, expected_text, unknown
from quality_gate.rules.scope import Scope


@dataclass(frozen=True, slots=True, kw_only=True)
class PassRate:
    about: About
    limit: Limit
    scope: Scope

    def judge(self, evidence: Evidence) -> Iterable[Ruling]:
        expected = expected_text(self.limit, percent_text)
        cases = self.scope.cases(evidence)
        if isinstance(cases, Problem):
            yield unknown(self.about.limited(self.limit), cases, expected=expected)
            return
        counts = cases.counts
        ratio = Ratio(counts.passed, counts.executed)
        if ratio.percent is None:
            yield unknown(self.about.limited(self.limit), _nothing_ran(cases), expected=expected)
            return
        rest = Ratio(counts.passed, counts.executed - counts.waived)  # what no waiver excuses is compared
        got = percent_text(ratio.percent, *self.limit.values)
        if counts.waived:
            got += f", {counts.waived:,} waived: {rest} of the rest"
        short = max(rest.short_of(value) for value in self.limit.values)
        finding = Finding(
            got=got,
            distance=f"{rest} tests, {short:,} short",
            spots=tuple(case_spot(case) for case in cases.failing if not case.waived),
            reason=_failed(cases),
            next="make the listed tests pass",
        )
        # Where every test is waived, none has passed: that is no pass rate to be content with.
        yield at_least(self.about, rest.percent or Fraction(0), self.limit, expected, finding)


def _failed(cases: Cases) -> str:
    said = f"{plural(cases.counts.failing - cases.counts.waived, 'test')} failed"
    return "; ".join(part for part in (said, environment_text(cases)) if part)


def _nothing_ran(cases: Cases) -> Problem:
    counts = cases.counts
    said = "the reports hold no test"
    if counts.total:
        said = f"none of {plural(counts.total, 'test')} was executed"
    return Problem(Cause.EMPTY, said, "check what the test command selects")


ROW = Row(
    section="tests",
    key="pass-rate",
    setting=PercentLimit,
    doc="The least share of executed tests that must pass, in percent: passed / (passed + failed + errors).",
    example="100",
    make=lambda about, limit, scope: PassRate(about=about, limit=limit, scope=scope),
)
