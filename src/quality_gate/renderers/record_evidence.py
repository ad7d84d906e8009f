"""The evidence inside the record: tests by name, coverage line by line."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from quality_gate.model.cases import Case, Cases, Counts, Place
from quality_gate.model.coverage import FileCoverage, Unit, runs_of
from quality_gate.model.evidence import StageEvidence
from quality_gate.model.ratio import NOTHING, Ratio
from quality_gate.model.report import Report
from quality_gate.renderers.phrases import Percents
from quality_gate.renderers.record_waivers import causes_part

_MOST_MESSAGE: Final = 4_000


def tests_part(report: Report) -> dict[str, Any] | None:
    rollup = report.rollup
    stages = [_tests(stage, stage.cases) for stage in report.evidence.stages if stage.cases is not None]
    if rollup.tests is None and not stages:
        return None
    return {
        "counts": counts_part(rollup.tests) if rollup.tests is not None else None,
        "modules": [{"name": row.name, **counts_part(row.counts)} for row in rollup.modules],
        "causes": causes_part(rollup),
        "stages": stages,
    }


def coverage_part(report: Report) -> dict[str, Any] | None:
    """The rows that were shown, with their digits, and every file's lines."""
    coverage, rollup = report.evidence.coverage, report.rollup
    if coverage is None:
        return None
    percents = Percents(report.verdict.rulings)
    rows = [
        {
            "name": row.name,
            "unit": row.unit,
            **_ratio(row.ratio),
            "percent": percents.digits(row.ratio) or None,
        }
        for row in rollup.coverage
    ]
    # Each file is asked once: the totals are the sums of what it answered.
    units = {path: _units(coverage.files[path]) for path in sorted(coverage.files)}
    said = {unit: [ratios[unit] for ratios in units.values() if unit in ratios] for unit in Unit}
    return {
        "rows": rows,
        "producers": list(rollup.producers),
        "totals": {str(unit): _ratio(sum(ratios, NOTHING)) for unit, ratios in said.items() if ratios},
        "files": {path: _file(coverage.files[path], ratios) for path, ratios in units.items()},
    }


def _units(file: FileCoverage) -> dict[Unit, Ratio]:
    return {unit: ratio for unit in Unit if (ratio := file.ratio(unit)) is not None}


def counts_part(counts: Counts) -> dict[str, int]:
    return {
        "total": counts.total,
        "passed": counts.passed,
        "failed": counts.failed,
        "errors": counts.errors,
        "skipped": counts.skipped,
        "expected": counts.expected,
        "flaky": counts.flaky,
        "waived": counts.waived,
    }


def _tests(stage: StageEvidence, cases: Cases) -> dict[str, Any]:
    return {
        "stage": stage.name,
        "counts": counts_part(cases.counts),
        "attributes": counts_part(cases.attributes),
        "passed": [{**_place(place), "names": list(names)} for place, names in cases.passed.items()],
        "others": [_case(case) for case in cases.others],
    }


def _place(place: Place) -> dict[str, str]:
    return {"suite": place.suite, "classname": place.classname, "file": place.file, "variant": place.variant}


def _case(case: Case) -> dict[str, Any]:
    return {
        "id": case.id,
        **_place(case.place),
        "name": case.name,
        "outcome": str(case.outcome),
        "flaky": case.flaky,
        "kind": case.kind,
        "message": case.message[:_MOST_MESSAGE],
        "line": case.line,
        "waived": case.waived,
    }


def _file(file: FileCoverage, units: Mapping[Unit, Ratio]) -> dict[str, Any]:
    return {
        "headline": str(file.headline),
        "measured": _ranges(file.measured),
        "covered": _ranges(file.covered & file.measured),
        "units": {str(unit): _ratio(ratio) for unit, ratio in units.items()},
    }


def _ranges(lines: int) -> str:
    """`1-9,12`."""
    return ",".join([f"{a}-{b}" if a != b else str(a) for a, b in runs_of(lines)])


def _ratio(ratio: Ratio) -> dict[str, int]:
    return {"covered": ratio.part, "total": ratio.whole}
