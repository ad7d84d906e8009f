"""Adds the evidence up once; every table and every headline number is taken from the result."""

from __future__ import annotations

import posixpath
from collections.abc import Iterable, Iterator, Mapping
from fractions import Fraction
from typing import Final

from quality_gate.model.cases import Counts
from quality_gate.model.causes import alike
from quality_gate.model.coverage import Unit
from quality_gate.model.envelope import Ended, Resources
from quality_gate.model.evidence import Evidence, StageEvidence
from quality_gate.model.modules import by_module
from quality_gate.model.probes import ProbeEvidence
from quality_gate.model.rollup import (
    CauseRow,
    CoverageRow,
    ModuleRow,
    ProbeRow,
    Rollup,
    StageRow,
    WaiverRow,
)
from quality_gate.model.verdict import Level, Ruling, Status, Verdict
from quality_gate.rules.findings_rows import findings_rows
from quality_gate.rules.waivers.account import state_of
from quality_gate.rules.waivers.rulings import waive_rulings
from quality_gate.rules.waivers.waived import Waived

MOST_CAUSES: Final = 20


def roll_up(evidence: Evidence, verdict: Verdict, by: str, waived: Waived | None = None) -> Rollup:
    rulings = {ruling.rule: ruling for ruling in verdict.rulings}
    causes = _causes(evidence.stages)
    counted = [stage.cases.counts for stage in evidence.stages if stage.cases is not None]
    return Rollup(
        stages=tuple(_row(stage, rulings.get(f"stages.{stage.name}")) for stage in evidence.stages),
        modules=tuple(_modules(evidence, by, rulings)),
        causes=causes[:MOST_CAUSES],
        more_causes=sum(row.tests > 1 for row in causes[MOST_CAUSES:]),
        waivers=tuple(_waivers(verdict, waived)),
        tests=sum(counted, Counts()) if counted else None,
        coverage=tuple(_coverage(evidence)),
        probes=tuple(_looked(probe, rulings.get(f"probes.{probe.name}")) for probe in evidence.probes),
        findings=tuple(findings_rows(evidence)),
        producers=tuple(
            f"{report.path}: {report.reading.producer}"
            for stage in evidence.stages
            for report in stage.reports
            if report.reading.producer
        ),
    )


def _row(stage: StageEvidence, ruling: Ruling | None) -> StageRow:
    status = ruling.status if ruling else Status.SKIPPED
    used = [attempt.resources for envelope in stage.envelopes for attempt in envelope.attempts]
    last = stage.envelopes[-1] if stage.envelopes else None
    return StageRow(
        name=stage.name,
        status=status,
        level=stage.level,
        said=(ruling.got if ruling else "") or stage.not_run,
        counts=stage.cases.counts if stage.cases is not None else None,
        resources=Resources(
            wall=sum((one.wall for one in used), Fraction(0)),
            cpu=sum((one.cpu for one in used), Fraction(0)),
            peak=max((one.peak for one in used), default=0),
        ),
        environment=stage.environment,
        tail=last.tail
        if last and status in (Status.FAILED, Status.UNKNOWN) and last.last.ended is not Ended.COLLECTED
        else (),
        log=posixpath.join(last.folder, last.log) if last and last.log else "",
    )


def _looked(probe: ProbeEvidence, ruling: Ruling | None) -> ProbeRow:
    return ProbeRow(
        name=probe.name,
        kind=probe.kind,
        status=ruling.status if ruling else Status.SKIPPED,
        level=probe.level,
        cause=ruling.cause if ruling else None,
        said=(ruling.got or ruling.reason) if ruling else "",
        attempts=probe.sighting.attempts if probe.sighting else (),
    )


def _modules(evidence: Evidence, by: str, rulings: Mapping[str, Ruling]) -> Iterator[ModuleRow]:
    """Limits on modules are judged over required stages; the table shows the tests of all."""
    held = rulings.get("tests.modules")
    judged = by_module((stage for stage in evidence.stages if stage.level is Level.REQUIRED), by)
    for name, counts in by_module(evidence.stages, by).items():
        own = rulings.get(f"tests.modules.{name}")
        ruling = own or (held if held and held.status is Status.PASSED else None)
        status = ruling.status if ruling and name in judged else None
        yield ModuleRow(name=name, counts=counts, status=status)


def _causes(stages: Iterable[StageEvidence]) -> tuple[CauseRow, ...]:
    """Failures that have a message; what stands alone is a cause, too."""
    found = alike(case for stage in stages if stage.cases is not None for case in stage.cases.failing)
    return tuple(
        CauseRow(message=one.message, tests=one.tests, waived=one.waived, names=one.names) for one in found
    )


def _waivers(verdict: Verdict, waived: Waived | None) -> Iterator[WaiverRow]:
    if waived is not None:
        _, mets = waive_rulings(verdict.rulings, waived)
        for met in mets:
            names = met.names if met.applies else ()
            yield WaiverRow(waiver=met.waiver, state=state_of(met, waived), names=names)


def _coverage(evidence: Evidence) -> Iterator[CoverageRow]:
    if evidence.coverage is None:
        return
    unit, ratio = evidence.coverage.headline
    yield CoverageRow(name="total", unit=unit, ratio=ratio)
    for more in (Unit.BRANCHES, Unit.FUNCTIONS):
        found = evidence.coverage.ratio(more)
        if found is not None and found.whole:
            yield CoverageRow(name="total", unit=str(more), ratio=found)
