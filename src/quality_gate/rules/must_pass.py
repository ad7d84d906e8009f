"""Each pattern needs a test that was executed and passed; one that is skipped or gone does not count."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from quality_gate.model.cases import Case, Outcome
from quality_gate.model.evidence import Evidence
from quality_gate.model.paths import nearest
from quality_gate.model.verdict import Problem, Ruling, Status
from quality_gate.model.wording import listed
from quality_gate.rules.rule import About, Row, unknown
from quality_gate.rules.scope import Scope, fits


@dataclass(frozen=True, slots=True, kw_only=True)
class MustPass:
    about: About
    patterns: tuple[str, ...]
    scope: Scope

    def judge(self, evidence: Evidence) -> Iterable[Ruling]:
        expected = f"a passed test for each of {listed(self.patterns, most=5)}"
        cases = self.scope.cases(evidence)
        if isinstance(cases, Problem):
            yield unknown(self.about, cases, expected=expected)
            return
        everything = list(cases)
        lacking = [said for pattern in self.patterns if (said := _lack(pattern, everything))]
        done = len(self.patterns) - len(lacking)
        yield Ruling(
            rule=self.about.rule,
            title=self.about.title,
            level=self.about.level,
            status=Status.FAILED if lacking else Status.PASSED,
            expected=expected,
            got=f"{done}/{len(self.patterns)} patterns",
            distance=f"{len(lacking)} short" if lacking else "",
            reason="; ".join(lacking),
            next="write or repair the missing tests" if lacking else "",
        )


def _lack(pattern: str, cases: list[Case]) -> str:
    """What is wrong with the tests of one pattern; empty when one passed and none failed."""
    found = [case for case in cases if fits(case, (pattern,))]
    if not found:
        near = nearest(pattern.strip("*"), dict.fromkeys(case.name for case in cases))
        return f"{pattern} fits no test" + (f" (nearest: {listed(near)})" if near else "")
    failing = [case for case in found if case.failing]
    if failing:
        waived = ", and what must pass cannot be waived" if any(case.waived for case in failing) else ""
        return f"{pattern}: {listed(case.id for case in failing)} failed{waived}"
    if not any(case.outcome is Outcome.PASSED for case in found):
        return f"{pattern}: {listed(case.id for case in found)} was skipped, and it is required"
    return ""


ROW = Row(
    section="tests",
    key="must-pass",
    setting=tuple[str, ...],
    doc="Patterns of test names; each needs at least one executed, passed test, and no failed one.",
    example='["*unavailable*", "*timeout*"]',
    make=lambda about, patterns, scope: MustPass(about=about, patterns=patterns, scope=scope),
    at_top=True,
)
