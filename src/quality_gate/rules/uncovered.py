"""The most that may stay uncovered, as a number: removing covered code can never break it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from itertools import islice

from quality_gate.bind.values import AtMostCount
from quality_gate.model.coverage import Coverage
from quality_gate.model.evidence import Evidence
from quality_gate.model.ratio import Limit, Ratio
from quality_gate.model.verdict import Cause, Problem, Ruling, Spot
from quality_gate.rules.rule import (
    MOST_SPOTS,
    About,
    Finding,
    Row,
    at_most,
    count_text,
    skipped,
    unknown,
    with_holes,
)
from quality_gate.rules.scope import Scope


@dataclass(frozen=True, slots=True, kw_only=True)
class Uncovered:
    about: About
    limit: Limit
    scope: Scope

    def judge(self, evidence: Evidence) -> Iterable[Ruling]:
        expected = count_text(self.limit)
        about = self.about.limited(self.limit)
        found = self.scope.coverage(evidence)
        if isinstance(found, Problem):
            yield unknown(about, found, expected=expected)
            return
        if self.scope.only and not found.files:
            yield skipped(
                about, f"no {self.scope.only.replace('-', ' ')[:-1]} in this group", expected=expected
            )
            return
        unit, total = found.headline
        if not total.whole:
            yield unknown(
                about,
                Problem(Cause.EMPTY, f"the reports measure no {unit} of these files"),
                expected=expected,
            )
        elif self.scope.per_file:
            ruling = self._each(found, unit, f"{expected} in each file")
            yield with_holes(ruling, self.scope.unmeasured(evidence))
        else:
            got = f"{total.missing:,} of {total.whole:,} {unit}"
            ruling = self._ruled(found, total.missing, got, expected)
            yield with_holes(ruling, self.scope.unmeasured(evidence))

    def _each(self, found: Coverage, unit: str, expected: str) -> Ruling:
        missing = {
            path: (file.ratio(file.headline) or Ratio(0, 0)).missing for path, file in found.files.items()
        }
        worst = max(sorted(missing), key=missing.__getitem__)
        over = found.only(lambda path: any(missing[path] > value for value in self.limit.values))
        got = f"{missing[worst]:,} {unit} in {worst}"
        return self._ruled(over, missing[worst], got, expected)

    def _ruled(self, found: Coverage, number: int, got: str, expected: str) -> Ruling:
        over = max(number - int(value) for value in self.limit.values)
        spots = (
            Spot(path, first, last, "no test reaches this")
            for path, file in (sorted(found.files.items()) if over > 0 else ())
            for first, last in file.missed_runs
        )
        finding = Finding(
            got=got,
            distance=f"{over:,} too many",
            spots=tuple(islice(spots, MOST_SPOTS)),
            next="cover the new code of this group",
        )
        return at_most(self.about, Fraction(number), self.limit, expected, finding)


ROW = Row(
    section="coverage",
    key="uncovered",
    setting=AtMostCount,
    doc="The most lines (Go: statements) that may stay uncovered.",
    example="412",
    make=lambda about, limit, scope: Uncovered(about=about, limit=limit, scope=scope),
    at_top=False,
)
