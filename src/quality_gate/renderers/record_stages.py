"""The stages inside the record: what was asked, how each attempt ended, what it left."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from quality_gate.model.envelope import Attempt, Envelope, ReportFile, Resources
from quality_gate.model.evidence import ReadReport, StageEvidence
from quality_gate.model.report import Report
from quality_gate.model.rollup import StageRow
from quality_gate.model.verdict import Problem


def stages_part(report: Report) -> list[dict[str, Any]]:
    rows = {row.name: row for row in report.rollup.stages}
    return [_stage(stage, rows.get(stage.name)) for stage in report.evidence.stages]


def decimal(value: Fraction) -> str:
    """Seconds as a decimal, to the millisecond: JSON's numbers would go through floats."""
    thousandths = round(value * 1000)
    whole, rest = divmod(abs(thousandths), 1000)
    sign = "-" if thousandths < 0 else ""
    return f"{sign}{whole}.{rest:03d}".rstrip("0").rstrip(".")


def _stage(stage: StageEvidence, row: StageRow | None) -> dict[str, Any]:
    return {
        "name": stage.name,
        "level": str(stage.level),
        "status": str(row.status) if row else None,
        "said": row.said if row else "",
        "resources": _resources(row.resources if row else Resources()),
        "command": stage.command,
        "environment": stage.environment,
        "not_run": stage.not_run,
        "notes": list(stage.notes),
        "problems": [_problem(problem) for problem in stage.problems],
        "reports": [_read(one) for one in stage.reports],
        "envelopes": [_envelope(envelope) for envelope in stage.envelopes],
    }


def _envelope(envelope: Envelope) -> dict[str, Any]:
    return {
        "label": envelope.label,
        "shard": envelope.shard,
        "shards": envelope.shards,
        "variant": _sorted(envelope.variant),
        "commit": envelope.commit,
        "run": envelope.run,
        "attempt": envelope.attempt,
        "started": envelope.started,
        "attempts": [_attempt(attempt) for attempt in envelope.attempts],
        "reports": [_report_file(file) for file in envelope.reports],
        "log": envelope.log,
        "notes": list(envelope.notes),
    }


def _attempt(attempt: Attempt) -> dict[str, Any]:
    return {
        "ended": str(attempt.ended),
        "exit_code": attempt.exit_code,
        "signal": attempt.signal,
        "reason": attempt.reason,
        "resources": _resources(attempt.resources),
    }


def _report_file(file: ReportFile) -> dict[str, Any]:
    return {
        "path": file.path,
        "freshness": str(file.freshness),
        "note": file.note,
        "sha256": file.sha256,
        "size": file.size,
    }


def _read(one: ReadReport) -> dict[str, Any]:
    reading = one.reading
    return {
        "path": one.path,
        "format": reading.format,
        "state": str(reading.state),
        "note": reading.note,
        "producer": reading.producer,
    }


def _problem(problem: Problem) -> dict[str, Any]:
    return {"cause": str(problem.cause), "reason": problem.reason, "next": problem.next}


def _resources(resources: Resources) -> dict[str, Any]:
    return {"wall": decimal(resources.wall), "cpu": decimal(resources.cpu), "peak": resources.peak}


def _sorted(words: Mapping[str, str]) -> dict[str, str]:
    return {key: words[key] for key in sorted(words)}
