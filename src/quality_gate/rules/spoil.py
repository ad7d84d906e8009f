"""Ways to spoil good evidence, one change at a time: a rule that none of them can break never fails."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import count
from typing import Final

from quality_gate.model.cases import Case, Cases, Outcome
from quality_gate.model.coverage import Coverage, FileCoverage, Unit
from quality_gate.model.envelope import Attempt, Ended
from quality_gate.model.evidence import Evidence, ReadReport, StageEvidence
from quality_gate.model.findings import Finding, Severity
from quality_gate.model.probes import Sighting
from quality_gate.model.ratio import Ratio
from quality_gate.model.verdict import Cause, Problem, Status
from quality_gate.rules.rule import Rule

_FACTOR: Final = Fraction(1_000_000)
_MOST_STEPS: Final = 50  # after so many, numbers that tell nothing more would only grow longer
_LOST: Final = Problem(Cause.MISSING, "its reports are gone")


@dataclass(frozen=True, slots=True)
class Spoil:
    """What is done to a copy of the evidence, in words that follow "it fails when …"."""

    when: str
    done: Callable[[Evidence], Evidence]


def broken_by(rule: Rule, evidence: Evidence) -> str:
    """The first change of what was found that breaks the rule; empty when none does."""
    return next((spoil.when for spoil in CHANGES if _breaks(rule, spoil.done(evidence))), "")


def lost_by(rule: Rule, evidence: Evidence) -> str:
    """The first loss of evidence that breaks the rule; empty when none does."""
    return next((spoil.when for spoil in LOSSES if _breaks(rule, spoil.done(evidence))), "")


def _breaks(rule: Rule, evidence: Evidence) -> bool:
    bad = (Status.WARNED, Status.FAILED, Status.UNKNOWN)
    return any(ruling.status in bad for ruling in rule.judge(evidence))


def _each_stage(evidence: Evidence, change: Callable[[StageEvidence], StageEvidence]) -> Evidence:
    return replace(evidence, stages=tuple(change(stage) for stage in evidence.stages))


def _each_report(evidence: Evidence, change: Callable[[ReadReport], ReadReport]) -> Evidence:
    return _each_stage(
        evidence, lambda stage: replace(stage, reports=tuple(change(report) for report in stage.reports))
    )


def _each_case(change: Callable[[Case], Case]) -> Callable[[Evidence], Evidence]:
    """The same tests with other outcomes; exit codes stay what they were."""

    def changed(stage: StageEvidence) -> StageEvidence:
        if stage.cases is None:
            return stage
        return replace(stage, failing=(), cases=Cases({}, tuple(change(case) for case in stage.cases)))

    return lambda evidence: _each_stage(evidence, changed)


def _exit(evidence: Evidence) -> Evidence:
    ended = (Attempt(ended=Ended.EXITED, exit_code=1),)
    return _each_stage(
        evidence,
        lambda stage: replace(
            stage, envelopes=tuple(replace(envelope, attempts=ended) for envelope in stage.envelopes)
        ),
    )


def _uncovered(evidence: Evidence) -> Evidence:
    files = evidence.coverage.files if evidence.coverage is not None else {}
    bare = Coverage({path: _bare(file) for path, file in files.items()})
    return replace(evidence, coverage=bare) if files else evidence


def _bare(file: FileCoverage) -> FileCoverage:
    found = {unit: ratio for unit in Unit if (ratio := file.ratio(unit)) is not None}
    none = {unit: Ratio(0, ratio.whole) for unit, ratio in found.items()}
    return FileCoverage(measured=file.measured, counts=none, headline=file.headline)


def _scaled(factor: Fraction, *, each: bool = False) -> Callable[[Evidence], Evidence]:
    """All alike, or each more than the one before it, so that ratios of two change as well."""

    def spoiled(evidence: Evidence) -> Evidence:
        factors = (factor ** (place % _MOST_STEPS) if each else factor for place in count())

        def scaled(report: ReadReport) -> ReadReport:
            metrics = report.reading.metrics
            if metrics is None:
                return report
            scaled = tuple(replace(one, number=one.number * next(factors)) for one in metrics.metrics)
            return replace(report, reading=replace(report.reading, metrics=replace(metrics, metrics=scaled)))

        reports = _each_report(evidence, scaled)
        lookups = {}
        for place, found in evidence.lookups.items():
            by = next(factors)
            numbers = tuple((number * by, unit) for number, unit in found.numbers)
            lookups[place] = replace(found, numbers=numbers)
        return replace(reports, lookups=lookups)

    return spoiled


def _found(report: ReadReport) -> ReadReport:
    findings = report.reading.findings
    if findings is None:
        return report
    more = tuple(Finding(rule="spoiled", severity=severity, path="spoiled") for severity in Severity)
    together = replace(findings, findings=(*findings.findings, *more))
    return replace(report, reading=replace(report.reading, findings=together))


def _trouble(evidence: Evidence) -> Evidence:
    seen = Sighting(status=Status.FAILED, got="trouble")
    return replace(evidence, probes=tuple(replace(probe, sighting=seen) for probe in evidence.probes))


def _slow(evidence: Evidence) -> Evidence:
    return evidence if evidence.elapsed is None else replace(evidence, elapsed=evidence.elapsed + 10**9)


def _without_reports(evidence: Evidence) -> Evidence:
    bare = _each_stage(
        evidence, lambda stage: replace(stage, reports=(), cases=None, problems=(_LOST, *stage.problems))
    )
    return replace(bare, coverage=None, lookups={})


def _without_stages(evidence: Evidence) -> Evidence:
    return replace(evidence, stages=(), coverage=None, lookups={}, probes=())


CHANGES: Final = (
    Spoil("the command exits with 1", _exit),
    Spoil("every test fails", _each_case(lambda case: replace(case, outcome=Outcome.FAILED))),
    Spoil("every test is skipped", _each_case(lambda case: replace(case, outcome=Outcome.SKIPPED))),
    Spoil(
        "every test passes on a second try only",
        _each_case(lambda case: replace(case, outcome=Outcome.PASSED, flaky=True)),
    ),
    Spoil("no line is covered", _uncovered),
    Spoil(f"every metric is {int(_FACTOR):,} times as high", _scaled(_FACTOR)),
    Spoil(f"every metric is {int(_FACTOR):,} times as low", _scaled(1 / _FACTOR)),
    Spoil("each metric is higher than the one before it", _scaled(_FACTOR, each=True)),
    Spoil("each metric is lower than the one before it", _scaled(1 / _FACTOR, each=True)),
    Spoil("a scanner finds one more of each severity", lambda evidence: _each_report(evidence, _found)),
    Spoil("the probe sees trouble", _trouble),
    Spoil("the stages take a billion seconds more", _slow),
)
LOSSES: Final = (
    Spoil("all reports are gone", _without_reports),
    Spoil("no stage has run", _without_stages),
)
