"""A limit that each module must keep for itself, so that a good average hides no bad one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Final

from quality_gate.bind.values import PercentLimit
from quality_gate.model.cases import Counts
from quality_gate.model.evidence import Evidence
from quality_gate.model.modules import by_module
from quality_gate.model.ratio import Limit, Ratio, percent_text
from quality_gate.model.verdict import Cause, Problem, Ruling, Status
from quality_gate.model.wording import listed, plural
from quality_gate.rules.rule import About, Finding, Row, at_least, expected_text, unknown
from quality_gate.rules.scope import Scope

MOST_NAMED: Final = 100
_WORST: Final = (Status.FAILED, Status.WARNED)


@dataclass(frozen=True, slots=True, kw_only=True)
class ModuleRate:
    about: About
    limit: Limit
    scope: Scope

    def judge(self, evidence: Evidence) -> Iterable[Ruling]:
        """One answer for each module that is short, and one for all that are not."""
        found = self.scope.cases(evidence)
        expected = f"{expected_text(self.limit, percent_text)} in each {self.scope.by}"
        if isinstance(found, Problem):
            yield unknown(self.about.limited(self.limit), found, expected=expected)
            return
        modules = by_module(filter(self.scope.covers, evidence.stages), self.scope.by)
        rulings = [
            self._module(name, counts, expected) for name, counts in modules.items() if counts.executed
        ]
        if not rulings:
            nothing = Problem(Cause.EMPTY, "no test was executed", "check what the test command selects")
            yield unknown(self.about.limited(self.limit), nothing, expected=expected)
            return
        short = [ruling for ruling in rulings if ruling.status is not Status.PASSED]
        short.sort(key=lambda ruling: _WORST.index(ruling.status))
        yield from short[:MOST_NAMED]
        yield from self._others(short[MOST_NAMED:], len(rulings) - len(short), len(rulings), expected)

    def _module(self, name: str, counts: Counts, expected: str) -> Ruling:
        ratio = Ratio(counts.passed, counts.executed)
        rest = Ratio(counts.passed, counts.executed - counts.waived)
        short = max(rest.short_of(value) for value in self.limit.values)
        waived = f", {counts.waived:,} waived: {rest} of the rest" if counts.waived else ""
        finding = Finding(
            got=percent_text(ratio.percent or Fraction(0), *self.limit.values) + waived,
            distance=f"{rest} tests, {short:,} short",
            reason=f"{plural(counts.failing - counts.waived, 'test')} failed",
            next="make this module's tests pass",
        )
        about = About(
            rule=f"{self.about.rule}.{name}", title=f"{self.about.title}: {name}", level=self.about.level
        )
        return at_least(about, rest.percent or Fraction(0), self.limit, expected, finding)

    def _others(self, hidden: list[Ruling], held: int, everything: int, expected: str) -> Iterator[Ruling]:
        about = self.about.limited(self.limit)
        ruling = Ruling(
            rule=about.rule, title=about.title, level=about.level, status=Status.PASSED, expected=expected
        )
        if hidden:
            names = (one.rule.removeprefix(f"{self.about.rule}.") for one in hidden)
            status, got = hidden[0].status, f"{plural(len(hidden), 'more module')}: {listed(names)}"
            yield replace(ruling, status=status, got=got, next="make the tests of these modules pass")
        elif held:
            yield replace(ruling, got=f"{held:,} of {plural(everything, 'module')}")


ROW = Row(
    section="tests",
    key="modules",
    setting=PercentLimit,
    doc="The least share of executed tests that must pass in each module, as `by` divides them.",
    example="{required: 80, recommended: 100}",
    make=lambda about, limit, scope: ModuleRate(about=about, limit=limit, scope=scope),
    in_groups=False,
)
