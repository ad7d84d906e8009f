"""The JSON Schema of the record; a new meaning or a lost field needs a new number in its name."""

from __future__ import annotations

from typing import Any, Final

from quality_gate.model.cases import Outcome
from quality_gate.model.coverage import Unit
from quality_gate.model.envelope import Ended, Freshness
from quality_gate.model.reading import State
from quality_gate.model.verdict import Cause, Decision, Level, Status
from quality_gate.model.waivers import WaiverKind, WaiverState
from quality_gate.renderers.record_findings import findings_schema, measured_schema
from quality_gate.renderers.record_metrics import metric_schema
from quality_gate.renderers.schema_words import (
    COUNT,
    DECIMAL,
    LINE,
    TEXT,
    YES,
    list_of,
    object_of,
    one_of,
    or_null,
    texts,
)

SCHEMA: Final = "quality-gate/record/1"
_RANGES: Final = {"type": "string", "pattern": r"^([0-9]+(-[0-9]+)?(,[0-9]+(-[0-9]+)?)*)?$"}
_DIGEST: Final = {"type": "string", "pattern": "^([0-9a-f]{64})?$"}


def record_schema() -> dict[str, Any]:
    """JSON Schema, draft 2020-12."""
    top = {
        "schema": {"const": SCHEMA},
        "verdict": object_of(decision=one_of(Decision), phrase=TEXT, scope=TEXT, ready=YES, reason=TEXT),
        "gate": TEXT,
        "profile": TEXT,
        "target": TEXT,
        "subject": object_of(
            edited=list_of(TEXT),
            **dict.fromkeys(("commit", "tree", "branch", "repository", "event"), TEXT),
        ),
        "policy": texts("config", "digest", "folder"),
        "verifier": texts("name", "version"),
        "run": object_of(attempt=COUNT, **dict.fromkeys(("id", "url", "actor", "runner"), TEXT)),
        "time": TEXT,
        "elapsed": or_null(DECIMAL),
        "rulings": list_of(_ruling()),
        "notices": list_of(TEXT),
        "stages": list_of(_stage()),
        "probes": list_of(_probe()),
        "tests": or_null(_tests()),
        "waivers": list_of(_waiver()),
        "coverage": or_null(_coverage()),
        "metrics": list_of(metric_schema()),
        "findings": list_of(findings_schema()),
        "measured": list_of(measured_schema()),
    }
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": "urn:" + SCHEMA.replace("/", ":"),
        "title": "The record of one verdict of Quality Gate",
        **object_of(**top),
    }


def _ruling() -> dict[str, Any]:
    return object_of(
        rule=TEXT,
        title=TEXT,
        status=one_of(Status),
        cause=or_null(one_of(Cause)),
        level=one_of(Level),
        base_required=YES,
        expected=TEXT,
        got=TEXT,
        distance=TEXT,
        spots=list_of(object_of(path=TEXT, line=LINE, end=LINE, note=TEXT)),
        reason=TEXT,
        next=TEXT,
        waived=TEXT,
    )


def _waiver() -> dict[str, Any]:
    return object_of(
        **dict.fromkeys(("rule", "pattern", "error", "reason", "owner", "issue", "expires", "where"), TEXT),
        kind=one_of(WaiverKind),
        added=or_null(TEXT),
        max_matches=COUNT,
        variant={"type": "object", "additionalProperties": TEXT},
        state=one_of(WaiverState),
        excused=list_of(TEXT),
    )


def _stage() -> dict[str, Any]:
    resources = object_of(wall=DECIMAL, cpu=DECIMAL, peak=COUNT)
    attempt = object_of(ended=one_of(Ended), exit_code=LINE, signal=TEXT, reason=TEXT, resources=resources)
    file = object_of(path=TEXT, freshness=one_of(Freshness), note=TEXT, sha256=_DIGEST, size=COUNT)
    envelope = object_of(
        **dict.fromkeys(("label", "commit", "run", "started", "log"), TEXT),
        **dict.fromkeys(("shard", "shards", "attempt"), COUNT),
        variant={"type": "object", "additionalProperties": TEXT},
        attempts=list_of(attempt),
        reports=list_of(file),
        notes=list_of(TEXT),
    )
    return object_of(
        **dict.fromkeys(("name", "said", "command", "environment", "not_run"), TEXT),
        notes=list_of(TEXT),
        level=one_of(Level),
        status=or_null(one_of(Status)),
        resources=resources,
        problems=list_of(object_of(cause=one_of(Cause), reason=TEXT, next=TEXT)),
        reports=list_of(object_of(path=TEXT, format=TEXT, state=one_of(State), note=TEXT, producer=TEXT)),
        envelopes=list_of(envelope),
    )


def _probe() -> dict[str, Any]:
    return object_of(
        **dict.fromkeys(("name", "kind", "said"), TEXT),
        level=one_of(Level),
        status=one_of(Status),
        cause=or_null(one_of(Cause)),
        attempts=list_of(TEXT),
    )


def _tests() -> dict[str, Any]:
    words = ("total", "passed", "failed", "errors", "skipped", "expected", "flaky", "waived")
    counts = dict.fromkeys(words, COUNT)
    place = dict.fromkeys(("suite", "classname", "file", "variant"), TEXT)
    other = object_of(
        id=TEXT,
        **place,
        name=TEXT,
        outcome=one_of(Outcome),
        flaky=YES,
        kind=TEXT,
        message=TEXT,
        line=LINE,
        waived=TEXT,
    )
    stage = object_of(
        stage=TEXT,
        counts=object_of(**counts),
        attributes=object_of(**counts),
        passed=list_of(object_of(**place, names=list_of(TEXT))),
        others=list_of(other),
    )
    return object_of(
        counts=or_null(object_of(**counts)),
        modules=list_of(object_of(name=TEXT, **counts)),
        causes=list_of(object_of(message=TEXT, tests=COUNT, waived=COUNT, names=list_of(TEXT))),
        stages=list_of(stage),
    )


def _coverage() -> dict[str, Any]:
    ratio = {"covered": COUNT, "total": COUNT}
    units = {
        "type": "object",
        "additionalProperties": object_of(**ratio),
        "propertyNames": one_of(Unit),
    }
    file = object_of(headline=one_of(Unit), measured=_RANGES, covered=_RANGES, units=units)
    return object_of(
        rows=list_of(object_of(name=TEXT, unit=TEXT, **ratio, percent=or_null(DECIMAL))),
        producers=list_of(TEXT),
        totals=units,
        files={"type": "object", "additionalProperties": file},
    )
