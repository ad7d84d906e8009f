"""What `read --format json` prints: one object per file, whose keys programs rely on."""

from __future__ import annotations

import json
from decimal import Context, Decimal
from fractions import Fraction
from typing import Any, Final

from quality_gate.model.cases import Counts
from quality_gate.model.coverage import Coverage, Unit
from quality_gate.model.findings import Findings, Severity
from quality_gate.model.metrics import Metrics
from quality_gate.model.ratio import Ratio
from quality_gate.model.reading import Reading, State

_MOST_DECIMALS: Final = 400
_SCALAR: Final = json.JSONEncoder(ensure_ascii=False).encode  # made once: a report may hold a million values
_DIGITS: Final = 12  # of a number that has no end


def contract_line(path: str, reading: Reading) -> str:
    """The contract as JSON on one line, with every number as exact as it was measured."""
    return _json(contract(path, reading))


def contract(path: str, reading: Reading) -> dict[str, Any]:
    """Null for each kind of evidence that the file does not hold, and for all of an invalid one."""
    trusted = reading.state is not State.INVALID
    return {
        "path": path,
        "format": reading.format,
        "state": str(reading.state),
        "note": reading.note,
        "tests": _tests(reading.cases.counts) if trusted and reading.cases is not None else None,
        "coverage": _coverage(reading.coverage, reading)
        if trusted and reading.coverage is not None
        else None,
        "metrics": _metrics(reading.metrics) if trusted and reading.metrics is not None else None,
        "findings": _findings(reading.findings) if trusted and reading.findings is not None else None,
    }


def _tests(counts: Counts) -> dict[str, int]:
    return {
        "total": counts.total,
        "passed": counts.passed,
        "failed": counts.failed,
        "errors": counts.errors,
        "skipped": counts.skipped + counts.expected,
        "flaky": counts.flaky,
    }


def _coverage(coverage: Coverage, reading: Reading) -> dict[str, Any]:
    return {
        "files": len(coverage.files),
        **{str(unit): _ratio(coverage.ratio(unit)) for unit in Unit},
        "declared": {str(unit): _ratio(ratio) for unit, ratio in reading.declared.items()},
    }


def _ratio(ratio: Ratio | None) -> dict[str, int] | None:
    return None if ratio is None else {"covered": ratio.part, "total": ratio.whole}


def _metrics(metrics: Metrics) -> list[dict[str, Any]]:
    return [
        {"name": metric.key, "value": _number(metric.number), "unit": metric.unit}
        for metric in metrics.metrics
    ]


def _findings(findings: Findings) -> dict[str, int]:
    counts = {str(severity): findings.count(severity) for severity in Severity}
    return {**counts, "suppressed": findings.suppressed}


def _number(value: Fraction) -> int | Decimal:
    """A whole number as such, a decimal fraction with all its digits, any other with twelve."""
    if value.denominator == 1:
        return value.numerator
    rest = value.denominator
    twos = (rest & -rest).bit_length() - 1
    rest >>= twos
    fives = 0
    while rest % 5 == 0:
        rest //= 5
        fives += 1
    places = max(twos, fives)
    if rest == 1 and places <= _MOST_DECIMALS:
        return Decimal(f"{value.numerator * 10**places // value.denominator}e-{places}")
    return Context(prec=_DIGITS).divide(Decimal(value.numerator), Decimal(value.denominator)).normalize()


def _json(value: Any) -> str:
    if isinstance(value, Decimal):
        return str(value)
    if isinstance(value, list):
        return "[" + ", ".join(_json(item) for item in value) + "]"
    if isinstance(value, dict):
        return "{" + ", ".join(f"{_json(key)}: {_json(item)}" for key, item in value.items()) + "}"
    return _SCALAR(value)
