"""The findings that the reports of one rule hold together, or why they cannot be trusted."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from quality_gate.model.envelope import Freshness
from quality_gate.model.evidence import Evidence, ReadReport
from quality_gate.model.findings import Finding
from quality_gate.model.paths import Globs
from quality_gate.model.reading import State
from quality_gate.model.verdict import Cause, Problem
from quality_gate.model.wording import listed, plural
from quality_gate.rules.compared import findings_by_report

_OLD: Final = (Freshness.STALE, Freshness.TRACKED)


@dataclass(frozen=True, slots=True, kw_only=True)
class Read:
    findings: tuple[Finding, ...]

    @property
    def suppressed(self) -> int:
        return sum(one.suppressed for one in self.findings)

    @property
    def waived(self) -> int:
        return sum(bool(one.waived) and not one.suppressed for one in self.findings)


def look(
    evidence: Evidence, patterns: tuple[str, ...], least: int, *, trusting: bool = False
) -> Read | Problem:
    """All findings of the fitting reports; with trust also of those whose scanner did not look at all."""
    globs = Globs(patterns)
    reports = [report for stage in evidence.stages for report in stage.reports if globs.match(report.path)]
    by_report = findings_by_report(evidence.stages)
    found = [one for (_, path), some in by_report.items() if globs.match(path) for one in some]
    problems = (
        () if trusting else (*_unwritten(evidence, globs), *_doubts(reports), *_unscanned(reports, least))
    )
    if not reports and not problems:
        return _nothing(evidence, globs, base=trusting)
    if not trusting and not problems:
        problems = tuple(_unmet(evidence, patterns, reports))
    if trusting and not any(globs.match(path) for _, path in by_report):
        return Problem(Cause.NO_BASE, "the base's report could not be read", "the next base will have one")
    if problems:
        first, *more = problems
        also = f"; and {plural(len(more), 'more report')}" if more else ""
        return Problem(first.cause, first.reason + also, first.next)
    return Read(findings=tuple(found))


def _nothing(evidence: Evidence, globs: Globs, *, base: bool) -> Problem:
    there = sorted({report.path for stage in evidence.stages for report in stage.reports})
    known = f"; there are: {listed(there, 5)}" if there else ""
    if base:
        return Problem(
            Cause.NO_BASE, f"the base has no report that fits {globs}{known}", "the next base will have one"
        )
    return Problem(
        Cause.MISSING,
        f"no report of a stage fits {globs}{known}",
        "name the report under `reports:` of the stage that writes it",
    )


def _unmet(evidence: Evidence, patterns: Iterable[str], reports: Iterable[ReadReport]) -> Iterator[Problem]:
    """Each pattern stands for a scanner: that another one was clean says nothing of it."""
    paths = [report.path for report in reports]
    for pattern in patterns:
        globs = Globs((pattern,))
        if not pattern.startswith("!") and not any(map(globs.match, paths)):
            yield _nothing(evidence, globs, base=False)


def _unwritten(evidence: Evidence, globs: Globs) -> Iterator[Problem]:
    """Reports that a stage declares, and that are not there as they should be."""
    for stage in evidence.stages:
        for envelope in stage.envelopes:
            for file in envelope.reports:
                if file.freshness is not Freshness.FRESH and globs.match(file.path):
                    cause = Cause.STALE if file.freshness in _OLD else Cause.MISSING
                    yield Problem(
                        cause,
                        f"{file.path} of stage {stage.name} is {file.freshness}",
                        "see that stage's ruling",
                    )


def _doubts(reports: Iterable[ReadReport]) -> Iterator[Problem]:
    """Where nothing found does not mean that nothing is there."""
    for report in reports:
        reading = report.reading
        note = f": {reading.note}" if reading.note else ""
        if reading.state is State.INVALID:
            remedy = "see what the scanner says: it did not come to its end"
            yield Problem(Cause.UNREADABLE, f"{report.path} cannot be read{note}", remedy)
        elif reading.findings is None:
            said = f"{report.path} ({reading.format}) holds no findings"
            yield Problem(Cause.NO_MATCH, said, "correct `from:`, or have the tool write SARIF")
        elif reading.state is State.EMPTY:
            remedy = "check which files the scanner is given"
            yield Problem(Cause.EMPTY, f"{report.path} is empty, which is not clean{note}", remedy)
        elif reading.findings.failures or reading.state is State.SUSPECT:
            what = listed(reading.findings.failures) or reading.note
            said = f"{report.path}: not all could be scanned: {what}"
            yield Problem(Cause.INCOMPLETE, said, "mend what the scanner cannot read, or leave it out there")


def _unscanned(reports: Iterable[ReadReport], least: int) -> Iterator[Problem]:
    if not least:
        return
    numbers = []
    for report in reports:
        if report.reading.findings is not None:
            numbers.append(report.reading.findings.scanned)
            if numbers[-1] is None:
                said = f"{report.path} does not say how much was scanned"
                remedy = "have the tool say it (SARIF: artifacts of the role `analysisTarget`), or drop it"
                yield Problem(Cause.INCOMPLETE, said, remedy)
    total = sum(number or 0 for number in numbers)
    if None not in numbers and total < least and numbers:
        said = f"only {plural(total, 'file')} scanned, where {least:,} must be"
        yield Problem(Cause.INCOMPLETE, said, "check which files the scanner is given")
