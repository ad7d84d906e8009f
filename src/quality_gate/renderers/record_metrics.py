"""The metrics of the configuration inside the record: what another run is compared with, by its name."""

from __future__ import annotations

from typing import Any, Final

from quality_gate.model.report import Report
from quality_gate.model.rollup import MetricRow
from quality_gate.model.verdict import Cause, Status
from quality_gate.renderers.record_findings import exact
from quality_gate.renderers.schema_words import (
    COUNT_OR_NULL,
    NUMBER,
    TEXT,
    object_of,
    one_of,
    or_null,
)

_MOST_DIGITS: Final = 400


def metrics_part(report: Report) -> list[dict[str, Any]]:
    return [_row(row) for row in report.rollup.metrics]


def _row(row: MetricRow) -> dict[str, Any]:
    return {
        "name": row.name,
        "status": str(row.status) if row.status else None,
        "cause": str(row.cause) if row.cause else None,
        "expected": row.expected,
        "got": row.got,
        "times": row.times_text,
        "number": _number(row),
        "unit": row.unit,
        "samples": row.samples,
        "waived": row.waived,
    }


def _number(row: MetricRow) -> str | None:
    """None for one of so many digits that nobody would read it back."""
    text = exact(row.number) if row.number is not None else ""
    return text if 0 < len(text) <= _MOST_DIGITS else None


def metric_schema() -> dict[str, Any]:
    return object_of(
        **dict.fromkeys(("name", "expected", "got", "times", "unit", "waived"), TEXT),
        status=or_null(one_of(Status)),
        cause=or_null(one_of(Cause)),
        number=or_null(NUMBER),
        samples=COUNT_OR_NULL,
    )
