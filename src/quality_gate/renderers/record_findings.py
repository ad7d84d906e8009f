"""Findings and measurements inside the record, report by report: what another run compares itself with."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import Any, Final

from quality_gate.model.evidence import ReadReport
from quality_gate.model.findings import Finding, Findings, Severity
from quality_gate.model.metrics import Metric, Metrics
from quality_gate.model.reading import State
from quality_gate.model.report import Report
from quality_gate.model.rollup import FindingsRow
from quality_gate.renderers.schema_words import (
    COUNT,
    COUNT_OR_NULL,
    LINE,
    NUMBER,
    TEXT,
    TEXTS_BY_NAME,
    YES,
    list_of,
    object_of,
    one_of,
)

_MOST_MESSAGE: Final = 500


def findings_part(report: Report) -> list[dict[str, Any]]:
    rows = {(row.stage, row.path): row for row in report.rollup.findings}
    return [
        _findings(stage, one.path, one.reading.findings, rows.get((stage, one.path)))
        for stage, one in _sound(report)
        if one.reading.findings is not None
    ]


def measured_part(report: Report) -> list[dict[str, Any]]:
    return [
        _metrics(stage, one.path, one.reading.metrics)
        for stage, one in _sound(report)
        if one.reading.metrics is not None
    ]


def exact(value: Fraction) -> str:
    """`12.34`, or `1/3` where no decimal says it."""
    rest, places = value.denominator, 0
    while rest % 10 == 0 or rest % 5 == 0 or rest % 2 == 0:
        rest //= 10 if rest % 10 == 0 else 5 if rest % 5 == 0 else 2
        places += 1
    if rest != 1 or places > 100:
        return f"{value.numerator}/{value.denominator}"
    digits = str(abs(value.numerator) * 10**places // value.denominator).rjust(places + 1, "0")
    whole = digits[:-places] + "." + digits[-places:] if places else digits
    return ("-" if value < 0 else "") + whole


def _sound(report: Report) -> Iterator[tuple[str, ReadReport]]:
    for stage in report.evidence.stages:
        for one in stage.reports:
            if one.reading.state is not State.INVALID:
                yield stage.name, one


def _findings(stage: str, path: str, found: Findings, row: FindingsRow | None) -> dict[str, Any]:
    return {
        "stage": stage,
        "path": path,
        "tool": found.tool,
        "counts": {str(severity): found.count(severity) for severity in Severity},
        "suppressed": found.suppressed,
        "new": row.new if row is not None else None,
        "scanned": found.scanned,
        "failures": list(found.failures),
        "notes": list(found.notes),
        "findings": [_finding(one) for one in found.findings],
    }


def _finding(one: Finding) -> dict[str, Any]:
    return {
        "rule": one.rule,
        "severity": str(one.severity),
        "message": one.message[:_MOST_MESSAGE],
        "path": one.path,
        "line": one.line,
        "suppressed": one.suppressed,
        "fingerprint": one.fingerprint,
        "waived": one.waived,
    }


def _metrics(stage: str, path: str, found: Metrics) -> dict[str, Any]:
    return {
        "stage": stage,
        "path": path,
        "machine": dict(found.machine),
        "failures": list(found.failures),
        "notes": list(found.notes),
        "thresholds": [{"name": name, "holds": holds} for name, holds in found.thresholds],
        "metrics": [_metric(one) for one in found.metrics],
    }


def _metric(one: Metric) -> dict[str, Any]:
    return {
        "name": one.name,
        "value": one.value,
        "number": exact(one.number),
        "unit": one.unit,
        "samples": one.samples,
        "parameters": dict(one.parameters),
    }


def findings_schema() -> dict[str, Any]:
    one = object_of(
        rule=TEXT,
        severity=one_of(Severity),
        message=TEXT,
        path=TEXT,
        line=LINE,
        suppressed=YES,
        fingerprint=TEXT,
        waived=TEXT,
    )
    return object_of(
        **dict.fromkeys(("stage", "path", "tool"), TEXT),
        counts=object_of(**{str(severity): COUNT for severity in Severity}),
        suppressed=COUNT,
        new=COUNT_OR_NULL,
        scanned=COUNT_OR_NULL,
        failures=list_of(TEXT),
        notes=list_of(TEXT),
        findings=list_of(one),
    )


def measured_schema() -> dict[str, Any]:
    one = object_of(
        **dict.fromkeys(("name", "value", "unit"), TEXT),
        number=NUMBER,
        samples=COUNT_OR_NULL,
        parameters=TEXTS_BY_NAME,
    )
    return object_of(
        stage=TEXT,
        path=TEXT,
        machine=TEXTS_BY_NAME,
        failures=list_of(TEXT),
        notes=list_of(TEXT),
        thresholds=list_of(object_of(name=TEXT, holds=YES)),
        metrics=list_of(one),
    )
