"""How far coverage may fall below that of the base; removing code is never a fall."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from itertools import islice
from typing import Final

from quality_gate.bind.values import AtMostPercent
from quality_gate.model.coverage import Coverage, runs_of
from quality_gate.model.evidence import Evidence
from quality_gate.model.paths import Globs
from quality_gate.model.ratio import NOTHING, Limit, decimal_text, percent_text
from quality_gate.model.verdict import Cause, Problem, Ruling, Spot
from quality_gate.model.wording import listed, plural
from quality_gate.rules.compared import base_of, moved
from quality_gate.rules.rule import MOST_SPOTS, About, Finding, Row, at_most, expected_text, unknown
from quality_gate.rules.scope import Scope

_MEASURE: Final = (
    "let the report list all of it again: look for a part that did not run, or a setting that leaves "
    "lines out; a file that rightly counts no more belongs in `coverage: {exclude: …}`"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class MaxDrop:
    about: About
    limit: Limit
    scope: Scope

    def judge(self, evidence: Evidence) -> Iterable[Ruling]:
        expected = expected_text(self.limit, _points, "≤") + " below the base"
        found = self.scope.coverage(evidence)
        before = _before(evidence)
        about = self.about.limited(self.limit)
        if isinstance(found, Problem):
            yield unknown(about, found, expected=expected)
        elif isinstance(before, Problem):
            yield unknown(about, before, expected=expected)
        else:
            yield self._compared(evidence, found, before, expected)

    def _compared(self, evidence: Evidence, found: Coverage, before: Coverage, expected: str) -> Ruling:
        (unit, now), (unit_before, then) = found.headline, before.headline
        if now.percent is None or then.percent is None or unit != unit_before:
            said = f"the base measured {then} {unit_before}, this run {now} {unit}"
            lacking = Problem(Cause.INCONCLUSIVE, f"{said}: that cannot be compared", "measure alike")
            return unknown(self.about.limited(self.limit), lacking, expected=expected)
        drop = max(then.percent - now.percent, Fraction(0))
        worse = _worse(found, before, moved(evidence))
        absent = self._absent(evidence, found, before)
        thinned = _thinned(found, before, evidence.unchanged)
        floors = (then.percent - value for value in (Fraction(0), *self.limit.values))
        shown = _percent(now.percent, *floors)
        if drop and not (worse or absent or thinned):
            got = f"{shown}, {_points(drop)} lower, but only because code is gone"
            return at_most(self.about, Fraction(0), self.limit, expected, Finding(got=got))
        direction = f"{_points(drop, *self.limit.values)} lower" if drop else "no lower"
        finding = Finding(
            got=f"{shown}, {direction}",
            distance=f"{now} {unit}; at the base {then}, {_percent(then.percent, now.percent)}",
            spots=tuple(islice(_spots(found, worse), MOST_SPOTS)),
            reason="; ".join(
                f"{said}{listed(what)}"
                for said, what in (
                    ("more is uncovered than at the base in ", worse),
                    ("no longer measured: ", absent),
                    ("", thinned),
                )
                if what
            ),
            next=f"cover the {unit} that are new or were covered before"
            if worse or not thinned
            else _MEASURE,
        )
        return at_most(self.about, drop, self.limit, expected, finding)

    def _absent(self, evidence: Evidence, found: Coverage, before: Coverage) -> list[str]:
        """Files that are still there and that no report speaks of any more: their code is not gone."""
        there = frozenset(evidence.known)
        excluded = Globs(self.scope.excluded)
        renames = moved(evidence)
        paths = {renames.get(path, path) for path in before.files} - set(found.files)
        return sorted(path for path in paths & there if not excluded.match(path))


def _before(evidence: Evidence) -> Coverage | Problem:
    base = base_of(evidence)
    if isinstance(base, Problem):
        return base
    if base.coverage is None:
        return Problem(Cause.NO_BASE, "the base measured no coverage", "the next base will have it")
    return base.coverage


def _worse(now: Coverage, before: Coverage, renames: Mapping[str, str]) -> list[str]:
    """The files in which more is uncovered than at the base; without any, only code can have gone."""
    known = {renames.get(path, path): file.ratio(file.headline) for path, file in before.files.items()}
    worse = []
    for path, file in now.files.items():
        ratio, old = file.ratio(file.headline), known.get(path)
        if ratio is not None and ratio.missing > (old.missing if old is not None else 0):
            worse.append(path)
    return sorted(worse)


def _thinned(now: Coverage, before: Coverage, unchanged: frozenset[str]) -> list[str]:
    """What reports have lost of files whose code cannot be gone, where that is known."""
    said = []
    for path in sorted(unchanged & now.files.keys() & before.files.keys()):
        unit = before.files[path].headline
        old, ratio = before.files[path].ratio(unit) or NOTHING, now.files[path].ratio(unit) or NOTHING
        # Without lines that were uncovered anyway nothing falls.
        if ratio.whole < old.whole and ratio.part < old.part:
            gone = plural(old.whole - ratio.whole, unit.removesuffix("s"), unit)
            said.append(f"{path} is unchanged, yet the report has {gone} fewer of it")
    return said


def _spots(found: Coverage, worse: list[str]) -> Iterable[Spot]:
    for path in worse:
        for first, last in runs_of(found.files[path].measured & ~found.files[path].covered):
            yield Spot(path, first, last, "no test reaches this")


def _percent(value: Fraction, *others: Fraction) -> str:
    """Told apart from the others; what is equal to one of them needs no more digits for that."""
    return percent_text(value, *(other for other in others if other != value))


def _points(value: Fraction, *limits: Fraction) -> str:
    number = decimal_text(value, Fraction(0), *limits)
    return f"{number} percentage point" + ("" if value == 1 else "s")


ROW = Row(
    section="coverage",
    key="max-drop",
    setting=AtMostPercent,
    doc="The most percentage points that coverage may lie below the base's; removing code is no drop.",
    example="0.5",
    make=lambda about, limit, scope: MaxDrop(about=about, limit=limit, scope=scope),
    in_groups=False,
    by_base=True,
)
