"""The covered share of the lines that this change adds or edits."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import islice
from typing import ClassVar, Final

from quality_gate.bind.values import Count, Percent, setting
from quality_gate.model.changes import Changes
from quality_gate.model.coverage import Coverage, runs_of
from quality_gate.model.evidence import Evidence
from quality_gate.model.paths import Globs
from quality_gate.model.ratio import Limit, Ratio, percent_text
from quality_gate.model.verdict import Cause, Problem, Ruling, Spot
from quality_gate.model.wording import listed, plural
from quality_gate.rules.compared import changes_of
from quality_gate.rules.rule import MOST_SPOTS, About, Finding, Row, at_least, expected_text, skipped, unknown
from quality_gate.rules.scope import Scope

# Coverage tools leave tests out as a rule, so a changed test in no report says nothing.
_TESTS: Final = re.compile(
    r"(?:^|/)(?:tests?|__tests__|specs?|e2e|testing|fixtures)/"
    r"|(?:^|/)(?:test_[^/]*|conftest\.py|[^/]*(?:_test|_spec|\.test|\.spec|Tests?)\.\w+)$"
)


@dataclass(frozen=True, kw_only=True)
class ChangedSettings:
    SHORTHAND: ClassVar[str] = "required"

    required: Percent | None = setting(default=None, doc="Less than this blocks, in percent.", example="90")
    recommended: Percent | None = setting(default=None, doc="Less than this warns.", example="100")
    allow_uncovered: Count = setting(
        default=0, doc="So few uncovered lines are no matter, whatever share they are.", example="3"
    )

    def mistakes(self) -> Iterable[tuple[str, str, str]]:
        if self.required is None and self.recommended is None:
            yield "", "there is no limit", "write one, such as `required: 90`"
        elif None not in (self.required, self.recommended) and self.limit.values[1] < self.limit.values[0]:
            said = "`recommended` is easier to reach than `required`"
            yield "recommended", said, "swap them, or leave `recommended` out"

    @property
    def limit(self) -> Limit:
        return Limit(self.required, self.recommended)


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangedLines:
    about: About
    settings: ChangedSettings
    scope: Scope

    def judge(self, evidence: Evidence) -> Iterable[Ruling]:
        limit = self.settings.limit
        expected = expected_text(limit, percent_text)
        if self.settings.allow_uncovered:
            expected += f", or ≤ {plural(self.settings.allow_uncovered, 'uncovered line')}"
        about = self.about.limited(limit)
        changes = changes_of(evidence)
        found = self.scope.coverage(evidence)
        if isinstance(changes, Problem):
            yield unknown(about, changes, expected=expected)
        elif isinstance(found, Problem):
            yield unknown(about, found, expected=expected)
        else:
            yield self._judged(evidence, changes, found, expected)

    def counted(self, evidence: Evidence) -> Ratio | None:
        """The executable lines among the changed ones."""
        changes, found = changes_of(evidence), self.scope.coverage(evidence)
        if isinstance(changes, Problem) or isinstance(found, Problem):
            return None
        return _measured(changes, found)[1]

    def _judged(self, evidence: Evidence, changes: Changes, found: Coverage, expected: str) -> Ruling:
        about = self.about.limited(self.settings.limit)
        missed, total = _measured(changes, found)
        ruling = self._ruled(missed, total, expected) if total.whole else None
        if (ruling is None or ruling.holds) and (lacking := self._lacking(changes, evidence, found)):
            return unknown(about, lacking, expected=expected, got=ruling.got if ruling else "")
        return ruling or skipped(about, "this change adds or edits no executable line", expected=expected)

    def _ruled(self, missed: dict[str, int], total: Ratio, expected: str) -> Ruling:
        limit = self.settings.limit
        percent = total.percent or Fraction(0)
        short = max(total.short_of(value) for value in limit.values)
        spots = (
            Spot(path, first, last, "this change adds it, and no test reaches it")
            for path, bits in sorted(missed.items())
            for first, last in runs_of(bits)
        )
        finding = Finding(
            got=percent_text(percent, *limit.values),
            distance=f"{total} changed lines, {short:,} short",
            spots=tuple(islice(spots, MOST_SPOTS)),
            next="write tests that reach these lines",
        )
        if 0 < total.missing <= self.settings.allow_uncovered:
            ruling = at_least(self.about, max(percent, *limit.values), limit, expected, finding)
            few = f"{total.missing:,} of {plural(total.whole, 'changed line')} uncovered"
            return replace(ruling, got=f"{finding.got}, {few}")
        return at_least(self.about, percent, limit, expected, finding)

    def _lacking(self, changes: Changes, evidence: Evidence, found: Coverage) -> Problem | None:
        """A change that no report speaks of is not covered by 100 %."""
        blind, absent = [], []
        looks_measured = self._measured_look(evidence, found)
        for path, file in sorted(changes.files.items()):
            if not (file.lines or file.binary):
                continue
            if known := found.files.get(path):
                if not known.measured and any(ratio.whole for ratio in known.counts.values()):
                    blind.append(path)
            elif looks_measured(path):
                absent.append(path)
        if absent:
            return Problem(
                Cause.NO_MATCH,
                f"{plural(len(absent), 'changed file')} in no report: {listed(absent)}",
                "let the coverage tool measure them, or name them under `coverage: exclude`",
                tuple(Spot(path, None, None, "changed, and in no report") for path in absent[:MOST_SPOTS]),
            )
        if blind:
            said = f"the reports hold no lines of {listed(blind)}, only totals"
            return Problem(Cause.EMPTY, said, "have the tool write a report with lines (LCOV, Cobertura)")
        return None

    def _measured_look(self, evidence: Evidence, found: Coverage) -> Callable[[str], bool]:
        """Source files of a kind that is measured; neither tests nor what is left out on purpose."""
        endings = {posixpath.splitext(path)[1] for path in found.files}
        cases = [stage.cases for stage in evidence.stages if stage.cases is not None]
        tests = {place.file for one in cases for place in one.passed}
        tests |= {case.place.file for one in cases for case in one.others}
        excluded = Globs(self.scope.excluded)
        return lambda path: (
            posixpath.splitext(path)[1] in endings
            and path not in tests
            and not _TESTS.search(path)
            and not excluded.match(path)
            and posixpath.basename(path) != "__init__.py"
        )


def _measured(changes: Changes, coverage: Coverage) -> tuple[dict[str, int], Ratio]:
    """The changed lines that nothing executed, by file; and how many of all executable ones were."""
    missed: dict[str, int] = {}
    part = whole = 0
    for path, file in changes.files.items():
        known = coverage.files.get(path)
        if known is None:
            continue
        # Of what git cannot tell line by line, every line may be new.
        wanted = known.measured if file.binary else known.measured & file.lines
        part += (wanted & known.covered).bit_count()
        whole += wanted.bit_count()
        if bits := wanted & ~known.covered:
            missed[path] = bits
    return missed, Ratio(part, whole)


ROW = Row(
    section="coverage",
    key="changed",
    setting=ChangedSettings,
    doc="The least share of the lines that this change adds or edits, in percent.",
    example="{required: 90, allow-uncovered: 3}",
    make=lambda about, written, scope: ChangedLines(about=about, settings=written, scope=scope),
    in_groups=False,
    by_changes=True,
)
