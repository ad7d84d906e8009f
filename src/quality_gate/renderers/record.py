"""The record: the verdict and its evidence as one JSON document, which another run can read as its base."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from quality_gate.model.context import Context
from quality_gate.model.report import Report
from quality_gate.model.verdict import Ruling, Spot, Verdict
from quality_gate.renderers.json_text import json_pieces
from quality_gate.renderers.record_evidence import coverage_part, tests_part
from quality_gate.renderers.record_findings import findings_part, measured_part
from quality_gate.renderers.record_metrics import metrics_part
from quality_gate.renderers.record_probes import probes_part
from quality_gate.renderers.record_schema import SCHEMA, record_schema
from quality_gate.renderers.record_stages import decimal, stages_part
from quality_gate.renderers.record_waivers import waivers_part

__all__ = ["record_pieces", "record_schema", "record_text", "record_value"]


def record_text(report: Report) -> str:
    """The same report gives the same bytes."""
    return "".join(record_pieces(report))


def record_pieces(report: Report) -> Iterator[str]:
    return json_pieces(record_value(report), deep=5)


def record_value(report: Report) -> dict[str, Any]:
    context = report.context
    return {
        "schema": SCHEMA,
        "verdict": _verdict(report.verdict),
        "gate": context.gate,
        "profile": context.profile,
        "target": context.target,
        "subject": _subject(context),
        "policy": {
            "config": context.config,
            "digest": context.config_digest,
            "folder": context.folder,
        },
        "verifier": {"name": "quality-gate", "version": context.version},
        "run": {
            "id": context.run,
            "attempt": context.attempt,
            "url": context.run_url,
            "actor": context.actor,
            "runner": context.runner,
        },
        "time": context.started,
        "elapsed": decimal(elapsed) if (elapsed := report.evidence.elapsed) is not None else None,
        "rulings": [_ruling(ruling) for ruling in report.verdict.rulings],
        "notices": list(report.notices),
        "stages": stages_part(report),
        "probes": probes_part(report),
        "tests": tests_part(report),
        "waivers": waivers_part(report),
        "coverage": coverage_part(report),
        "metrics": metrics_part(report),
        "findings": findings_part(report),
        "measured": measured_part(report),
    }


def _subject(context: Context) -> dict[str, Any]:
    return {
        "commit": context.commit,
        "tree": context.tree,
        "edited": list(context.edited),
        "branch": context.branch,
        "repository": context.repository,
        "event": context.event,
    }


def _verdict(verdict: Verdict) -> dict[str, Any]:
    return {
        "decision": str(verdict.decision),
        "phrase": verdict.phrase,
        "scope": verdict.scope,
        "ready": verdict.ready,
        "reason": verdict.reason,
    }


def _ruling(ruling: Ruling) -> dict[str, Any]:
    return {
        "rule": ruling.rule,
        "title": ruling.title,
        "status": str(ruling.status),
        "cause": str(ruling.cause) if ruling.cause else None,
        "level": str(ruling.level),
        "base_required": ruling.base_required,
        "expected": ruling.expected,
        "got": ruling.got,
        "distance": ruling.distance,
        "spots": [_spot(spot) for spot in ruling.spots],
        "reason": ruling.reason,
        "next": ruling.next,
        "waived": ruling.waived,
    }


def _spot(spot: Spot) -> dict[str, Any]:
    return {"path": spot.path, "line": spot.line, "end": spot.end, "note": spot.note}
