"""The covered share of the selected files, in one unit: together, or file by file."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from itertools import islice
from typing import Final

from quality_gate.bind.values import PercentLimit
from quality_gate.model.coverage import Coverage, FileCoverage, Unit
from quality_gate.model.evidence import Evidence
from quality_gate.model.functions import missed_in
from quality_gate.model.languages import language
from quality_gate.model.ratio import NOTHING, Limit, Ratio, percent_text
from quality_gate.model.verdict import Cause, Problem, Ruling, Spot
from quality_gate.model.wording import listed, plural
from quality_gate.rules.rule import (
    MOST_SPOTS,
    About,
    Finding,
    Row,
    at_least,
    expected_text,
    skipped,
    unknown,
    with_holes,
)
from quality_gate.rules.scope import Scope

_NOT_ALWAYS: Final = (Unit.BRANCHES, Unit.FUNCTIONS)  # measured: many tools leave them out unless asked


@dataclass(frozen=True, slots=True, kw_only=True)
class CoverageShare:
    about: About
    limit: Limit
    scope: Scope
    unit: Unit | None  # None: each format's own headline unit

    def judge(self, evidence: Evidence) -> Iterable[Ruling]:
        expected = expected_text(self.limit, percent_text)
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
        ratios = {path: r for path, file in found.files.items() if (r := _ratio(file, self.unit)) is not None}
        total = sum(ratios.values(), NOTHING)
        if not ratios:
            yield unknown(about, self._unmeasured(), expected=expected)
        elif total.percent is None and self._measured_elsewhere(evidence, ratios):
            yield skipped(about, f"these files have no {self.unit}", expected=expected)
        elif total.percent is None:
            said = f"the reports measure no {self.unit or 'lines'} at all in these files"
            yield unknown(about, Problem(Cause.EMPTY, said, self._unmeasured().next), expected=expected)
        elif self.scope.per_file:
            whole = {path: ratio for path, ratio in ratios.items() if ratio.whole}
            yield self._with_holes(self._each(found, whole, expected), found, evidence)
        else:
            ruling = self._together(found, total, total.percent, expected)
            yield self._with_holes(ruling, found, evidence)

    def _with_holes(self, ruling: Ruling, found: Coverage, evidence: Evidence) -> Ruling:
        """A limit of branches says nothing of files whose reports measure none, whatever others have."""
        silent = [
            path
            for path, file in found.files.items()
            if self.unit in _NOT_ALWAYS
            and file.ratio(self.unit) is None
            and (file.ratio(Unit.LINES) or NOTHING).whole
        ]
        ruling = with_holes(ruling, silent, f"in reports that measure no {self.unit}")
        return with_holes(ruling, self.scope.unmeasured(evidence))

    def _together(self, found: Coverage, total: Ratio, percent: Fraction, expected: str) -> Ruling:
        unit = str(self.unit) if self.unit else found.headline[0]
        short = max(total.short_of(value) for value in self.limit.values)
        low = sorted(found.files.items()) if short else ()  # where all is well, nobody looks for spots
        spots = (spot for path, file in low for spot in spots_of(path, file, self.unit))
        finding = Finding(
            got=percent_text(percent, *self.limit.values),
            distance=f"{total} {unit}, {short:,} short",
            spots=tuple(islice(spots, MOST_SPOTS)),
            next=f"write tests that reach these {unit}",
        )
        return at_least(self.about, percent, self.limit, expected, finding)

    def _each(self, found: Coverage, ratios: dict[str, Ratio], expected: str) -> Ruling:
        unit = str(self.unit or "lines")
        worst = min(ratios, key=lambda path: (ratios[path].percent or Fraction(0), path))
        percent = ratios[worst].percent or Fraction(0)
        top = max(self.limit.values)
        low = sorted(path for path, ratio in ratios.items() if ratio.short_of(top))
        lacks = [f"{path} {ratios[path]} {unit}, {ratios[path].short_of(top):,} short" for path in low]
        finding = Finding(
            got=f"{percent_text(percent, *self.limit.values)} in {worst}",
            distance=f"{len(low)} of {plural(len(ratios), 'file')}: {listed(lacks)}",
            spots=tuple(spot for path in low for spot in spots_of(path, found.files[path], self.unit)),
            next=f"write tests that reach these {unit}",
        )
        return at_least(self.about, percent, self.limit, f"{expected} in each file", finding)

    def _measured_elsewhere(self, evidence: Evidence, files: Iterable[str]) -> bool:
        """Files without branches are nothing to judge only where the tool does measure branches.

        Files of another language do not show that: what measures no branches at all may write 0 of 0, too.
        """
        if self.unit not in _NOT_ALWAYS or evidence.coverage is None:
            return False
        languages = set(map(language, files))
        alike = evidence.coverage.only(lambda path: language(path) in languages)
        whole = alike.ratio(self.unit)
        return whole is not None and whole.whole > 0

    def _unmeasured(self) -> Problem:
        remedy = (
            "coverage.py: `--branch`; most other tools have a like switch"
            if self.unit is Unit.BRANCHES
            else ""
        )
        return Problem(Cause.MISSING, f"no report measures {self.unit or 'lines'} of these files", remedy)


def _ratio(file: FileCoverage, unit: Unit | None) -> Ratio | None:
    return file.ratio(unit or file.headline)


def spots_of(path: str, file: FileCoverage, unit: Unit | None) -> Iterable[Spot]:
    """The places that nothing executed; one spot for a run of neighbouring lines."""
    if unit is Unit.BRANCHES:
        return (Spot(path, line, None, "a branch was never taken") for line in file.partial_lines)
    if unit is Unit.FUNCTIONS:
        missed = (name.partition(":") for name in missed_in(file.functions))
        return (
            Spot(path, int(line) if line.isdecimal() else None, None, f"{name} was never called")
            for line, _, name in missed
        )
    return (Spot(path, first, last, "no test reaches this") for first, last in file.missed_runs)


def _unit_row(unit: Unit) -> Row:
    return Row(
        section="coverage",
        key=str(unit),
        setting=PercentLimit,
        doc=f"The least share of {unit} that tests must execute, in percent.",
        example="100",
        make=lambda about, limit, scope: CoverageShare(about=about, limit=limit, scope=scope, unit=unit),
        at_top=False,
    )


ROWS = (
    Row(
        section="coverage",
        key="total",
        setting=PercentLimit,
        doc="The least coverage of all measured files together, in percent of lines (Go: statements).",
        example="{required: 90, recommended: 95}",
        make=lambda about, limit, scope: CoverageShare(about=about, limit=limit, scope=scope, unit=None),
        in_groups=False,
    ),
    *(_unit_row(unit) for unit in Unit),
)
