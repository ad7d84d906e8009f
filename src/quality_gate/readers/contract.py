"""What `read --format json` prints: one object per file, whose keys programs rely on."""

from __future__ import annotations

from typing import Any

from quality_gate.model.cases import Counts
from quality_gate.model.coverage import Coverage, Unit
from quality_gate.model.ratio import Ratio
from quality_gate.model.reading import Reading, State


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
        "metrics": None,
        "findings": None,
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
