"""Marks findings that a waiver excuses; a scanner that could not look is never excused."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from quality_gate.model.evidence import Evidence, ReadReport, StageEvidence
from quality_gate.model.findings import Finding
from quality_gate.model.selectors import fits
from quality_gate.model.verdict import Level, Spot
from quality_gate.model.waivers import Waiver, WaiverKind
from quality_gate.rules.waivers.expiry import holds
from quality_gate.rules.waivers.matching import says
from quality_gate.rules.waivers.waived import Met, Occasion

_Key = tuple[str, str, int, str]


@dataclass(slots=True)
class _Tally:
    waiver: Waiver
    found: dict[_Key, Finding] = field(default_factory=dict)
    levels: set[Level] = field(default_factory=set)
    otherwise: dict[str, None] = field(default_factory=dict)

    @property
    def excused(self) -> list[_Key]:
        return sorted(self.found)[: self.waiver.most]


def waive_findings(
    evidence: Evidence, waivers: Iterable[Waiver], occasion: Occasion
) -> tuple[tuple[StageEvidence, ...], dict[str, Met]]:
    """The stages with their excused findings marked, and what each waiver has met, by its key."""
    tallies = [_Tally(waiver) for waiver in waivers if waiver.kind is WaiverKind.FINDINGS]
    if not tallies:
        return evidence.stages, {}
    for stage in evidence.stages:
        for report in stage.reports:
            for finding in report.reading.findings.findings if report.reading.findings else ():
                _look(finding, stage.level, tallies)
    met = {tally.waiver.rule: _met(tally, evidence, occasion) for tally in tallies}
    excused: dict[_Key, str] = {}
    for tally in tallies:
        if met[tally.waiver.rule].applies:
            for key in tally.excused:
                excused.setdefault(key, tally.waiver.rule)
    return tuple(_marked(stage, excused) for stage in evidence.stages), met


def identity(finding: Finding) -> str:
    """`B608::src/db.py`: lines move, rules and files seldom do."""
    return f"{finding.rule}::{finding.path}" if finding.path else finding.rule


def _look(finding: Finding, level: Level, tallies: Iterable[_Tally]) -> None:
    if finding.suppressed:
        return
    names = {finding.rule, identity(finding), finding.fingerprint} - {""}
    for tally in tallies:
        if not any(fits(tally.waiver.pattern, name) for name in names):
            continue
        if says(tally.waiver.error, finding.message):
            tally.found.setdefault(_key(finding), finding)
            tally.levels.add(level)
        else:
            tally.otherwise[identity(finding)] = None


def _key(finding: Finding) -> _Key:
    return identity(finding), finding.fingerprint, finding.line or 0, finding.message


def _met(tally: _Tally, evidence: Evidence, occasion: Occasion) -> Met:
    keys, most = sorted(tally.found), tally.waiver.most
    shown = [tally.found[key] for key in keys[:most]]
    return Met(
        waiver=tally.waiver,
        applies=holds(tally.waiver, occasion, evidence.changes, (one.path for one in tally.found.values())),
        excused=tuple(Spot(one.path, one.line, None, f"{one.rule}: {one.message}") for one in shown),
        names=tuple(_name(tally.found[key]) for key in keys[:most]),
        surplus=tuple(_name(tally.found[key]) for key in keys[most:]),
        otherwise=tuple(sorted(tally.otherwise)),
        optional=tally.levels == {Level.OPTIONAL},
    )


def _name(finding: Finding) -> str:
    return identity(finding) + (f":{finding.line}" if finding.line else "")


def _marked(stage: StageEvidence, excused: dict[_Key, str]) -> StageEvidence:
    if not excused:
        return stage
    return replace(stage, reports=tuple(_report(report, excused) for report in stage.reports))


def _report(report: ReadReport, excused: dict[_Key, str]) -> ReadReport:
    findings = report.reading.findings
    if findings is None:
        return report
    marked = tuple(
        replace(one, waived=excused[_key(one)]) if not one.suppressed and _key(one) in excused else one
        for one in findings.findings
    )
    reading = replace(report.reading, findings=replace(findings, findings=marked))
    return replace(report, reading=reading)
