"""Writes an envelope as JSON, whole or not at all."""

from __future__ import annotations

import json
from fractions import Fraction
from typing import Final

from quality_gate.model.envelope import Attempt, Envelope, ReportFile, Resources
from quality_gate.model.output import ENVELOPE_FILE
from quality_gate.world.world import World

SCHEMA: Final = "quality-gate/envelope/1"


def write_envelope(envelope: Envelope, world: World) -> None:
    text = envelope_json(world.mask.value(envelope))
    world.files.write(f"{envelope.folder}/{ENVELOPE_FILE}", text)


def envelope_json(envelope: Envelope) -> str:
    """Everything but the folder, which is where it is found."""
    value = {
        "schema": SCHEMA,
        "stage": envelope.stage,
        "shard": envelope.shard,
        "shards": envelope.shards,
        "variant": dict(envelope.variant),
        "gate": envelope.gate,
        "commit": envelope.commit,
        "run": envelope.run,
        "attempt": envelope.attempt,
        "config": envelope.config,
        "command": envelope.command,
        "filtered": envelope.filtered,
        "started": envelope.started,
        "attempts": [_attempt(attempt) for attempt in envelope.attempts],
        "reports": [_report(report) for report in envelope.reports],
        "tail": list(envelope.tail),
        "log": envelope.log,
        "notes": list(envelope.notes),
    }
    return json.dumps(value, indent=1) + "\n"


def _attempt(attempt: Attempt) -> dict[str, object]:
    return {
        "ended": str(attempt.ended),
        "exit_code": attempt.exit_code,
        "signal": attempt.signal,
        "reason": attempt.reason,
        "resources": _resources(attempt.resources),
        "reports": [_report(report) for report in attempt.reports],
    }


def _resources(resources: Resources) -> dict[str, object]:
    return {"wall": _decimal(resources.wall), "cpu": _decimal(resources.cpu), "peak": resources.peak}


def _report(report: ReportFile) -> dict[str, object]:
    return {
        "path": report.path,
        "freshness": str(report.freshness),
        "note": report.note,
        "stored": report.stored,
        "sha256": report.sha256,
        "size": report.size,
    }


def _decimal(seconds: Fraction) -> str:
    """Exact to the millisecond, which is as exact as it was measured."""
    thousandths = round(seconds * 1000)
    return f"{thousandths // 1000}.{thousandths % 1000:03d}"
