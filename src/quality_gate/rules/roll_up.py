"""Adds the evidence up once; every table and every headline number is taken from the result."""

from __future__ import annotations

import posixpath
from collections.abc import Callable, Iterator
from fractions import Fraction
from typing import Final

from quality_gate.model.cases import Cases, Counts, Place, count
from quality_gate.model.coverage import Unit
from quality_gate.model.envelope import Ended, Resources
from quality_gate.model.evidence import Evidence, StageEvidence
from quality_gate.model.rollup import CoverageRow, ModuleRow, Rollup, StageRow
from quality_gate.model.verdict import Level, Ruling, Status, Verdict

_BY: Final[dict[str, Callable[[Place], str]]] = {
    "folder": lambda place: posixpath.dirname(place.file) or _package(place) or "(no folder)",
    "file": lambda place: place.file or place.classname or "(no file)",
    "class": lambda place: "::".join(part for part in (place.file, place.classname) if part) or "(no class)",
    "suite": lambda place: place.suite or "(no suite)",
}


# Where suites state counts and list no case; a name with slashes serves every way to group.
COUNTS_ONLY: Final = Place(suite="(counts only)", file="(counts only)/", classname="")


def roll_up(evidence: Evidence, verdict: Verdict, by: str) -> Rollup:
    rulings = {ruling.rule: ruling for ruling in verdict.rulings}
    counted = [stage.cases.counts for stage in evidence.stages if stage.cases is not None]
    return Rollup(
        stages=tuple(_row(stage, rulings.get(f"stages.{stage.name}")) for stage in evidence.stages),
        modules=tuple(_modules(evidence, by)),
        tests=sum(counted, Counts()) if counted else None,
        coverage=tuple(_coverage(evidence)),
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
        tail=last.tail
        if last and status in (Status.FAILED, Status.UNKNOWN) and last.last.ended is not Ended.COLLECTED
        else (),
        log=posixpath.join(last.folder, last.log) if last and last.log else "",
    )


def _modules(evidence: Evidence, by: str) -> Iterator[ModuleRow]:
    """The tests of required stages first, so that the table adds up to what the rules judge."""
    cells: dict[str, Counts] = {}
    for stage in sorted(evidence.stages, key=lambda stage: stage.level is not Level.REQUIRED):
        for place, counts in _by_place(stage.cases) if stage.cases is not None else ():
            name = stage.name if by == "stage" else _BY[by](place)
            cells[name] = cells.get(name, Counts()) + counts
    return (ModuleRow(name=name, counts=counts) for name, counts in sorted(cells.items()))


def _by_place(cases: Cases) -> Iterator[tuple[Place, Counts]]:
    """Counted per place, not per case: a million passing tests stand in few classes."""
    for place, names in cases.passed.items():
        yield place, Counts(passed=len(names))
    for case in cases.others:
        yield case.place, count([case])
    if cases.attributes.total:
        yield COUNTS_ONLY, cases.attributes


def _coverage(evidence: Evidence) -> Iterator[CoverageRow]:
    if evidence.coverage is None:
        return
    unit, ratio = evidence.coverage.headline
    yield CoverageRow(name="total", unit=unit, ratio=ratio)
    for more in (Unit.BRANCHES, Unit.FUNCTIONS):
        found = evidence.coverage.ratio(more)
        if found is not None and found.whole:
            yield CoverageRow(name="total", unit=str(more), ratio=found)


def _package(place: Place) -> str:
    return place.classname.rpartition(".")[0]
