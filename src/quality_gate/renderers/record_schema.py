"""The JSON Schema of the record; a new meaning or a lost field needs a new number in its name."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum
from typing import Any, Final

from quality_gate.model.cases import Outcome
from quality_gate.model.coverage import Unit
from quality_gate.model.envelope import Ended, Freshness
from quality_gate.model.reading import State
from quality_gate.model.verdict import Cause, Decision, Level, Status

SCHEMA: Final = "quality-gate/record/1"
_TEXT: Final = {"type": "string"}
_COUNT: Final = {"type": "integer", "minimum": 0}
_YES: Final = {"type": "boolean"}
_LINE: Final = {"type": ["integer", "null"]}
_DECIMAL: Final = {"type": "string", "pattern": r"^-?[0-9]+(\.[0-9]+)?$"}
_RANGES: Final = {"type": "string", "pattern": r"^([0-9]+(-[0-9]+)?(,[0-9]+(-[0-9]+)?)*)?$"}
_DIGEST: Final = {"type": "string", "pattern": "^([0-9a-f]{64})?$"}


def record_schema() -> dict[str, Any]:
    """JSON Schema, draft 2020-12."""
    top = {
        "schema": {"const": SCHEMA},
        "verdict": _object(decision=_one_of(Decision), phrase=_TEXT, scope=_TEXT, ready=_YES, reason=_TEXT),
        "gate": _TEXT,
        "profile": _TEXT,
        "subject": _texts("commit", "branch", "repository", "event"),
        "policy": _texts("config", "digest"),
        "verifier": _texts("name", "version"),
        "run": _object(id=_TEXT, attempt=_COUNT, url=_TEXT),
        "time": _TEXT,
        "elapsed": _or_null(_DECIMAL),
        "rulings": _list(_ruling()),
        "notices": _list(_TEXT),
        "stages": _list(_stage()),
        "tests": _or_null(_tests()),
        "coverage": _or_null(_coverage()),
    }
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": "urn:" + SCHEMA.replace("/", ":"),
        "title": "The record of one verdict of Quality Gate",
        **_object(**top),
    }


def _ruling() -> dict[str, Any]:
    return _object(
        rule=_TEXT,
        title=_TEXT,
        status=_one_of(Status),
        cause=_or_null(_one_of(Cause)),
        level=_one_of(Level),
        expected=_TEXT,
        got=_TEXT,
        distance=_TEXT,
        spots=_list(_object(path=_TEXT, line=_LINE, end=_LINE, note=_TEXT)),
        reason=_TEXT,
        next=_TEXT,
    )


def _stage() -> dict[str, Any]:
    resources = _object(wall=_DECIMAL, cpu=_DECIMAL, peak=_COUNT)
    attempt = _object(ended=_one_of(Ended), exit_code=_LINE, signal=_TEXT, reason=_TEXT, resources=resources)
    file = _object(path=_TEXT, freshness=_one_of(Freshness), note=_TEXT, sha256=_DIGEST, size=_COUNT)
    envelope = _object(
        **dict.fromkeys(("label", "commit", "run", "started", "log"), _TEXT),
        **dict.fromkeys(("shard", "shards", "attempt"), _COUNT),
        variant={"type": "object", "additionalProperties": _TEXT},
        attempts=_list(attempt),
        reports=_list(file),
        notes=_list(_TEXT),
    )
    return _object(
        **dict.fromkeys(("name", "said", "command", "not_run"), _TEXT),
        notes=_list(_TEXT),
        level=_one_of(Level),
        status=_or_null(_one_of(Status)),
        resources=resources,
        problems=_list(_object(cause=_one_of(Cause), reason=_TEXT, next=_TEXT)),
        reports=_list(_object(path=_TEXT, format=_TEXT, state=_one_of(State), note=_TEXT, producer=_TEXT)),
        envelopes=_list(envelope),
    )


def _tests() -> dict[str, Any]:
    counts = dict.fromkeys(("total", "passed", "failed", "errors", "skipped", "expected", "flaky"), _COUNT)
    place = dict.fromkeys(("suite", "classname", "file", "variant"), _TEXT)
    other = _object(
        id=_TEXT,
        **place,
        name=_TEXT,
        outcome=_one_of(Outcome),
        flaky=_YES,
        kind=_TEXT,
        message=_TEXT,
        line=_LINE,
    )
    stage = _object(
        stage=_TEXT,
        counts=_object(**counts),
        attributes=_object(**counts),
        passed=_list(_object(**place, names=_list(_TEXT))),
        others=_list(other),
    )
    return _object(
        counts=_or_null(_object(**counts)),
        modules=_list(_object(name=_TEXT, **counts)),
        stages=_list(stage),
    )


def _coverage() -> dict[str, Any]:
    ratio = {"covered": _COUNT, "total": _COUNT}
    units = {
        "type": "object",
        "additionalProperties": _object(**ratio),
        "propertyNames": _one_of(Unit),
    }
    file = _object(headline=_one_of(Unit), measured=_RANGES, covered=_RANGES, units=units)
    return _object(
        rows=_list(_object(name=_TEXT, unit=_TEXT, **ratio, percent=_or_null(_DECIMAL))),
        producers=_list(_TEXT),
        totals=units,
        files={"type": "object", "additionalProperties": file},
    )


def _object(**properties: Any) -> dict[str, Any]:
    """All properties are there, and no others."""
    return {
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }


def _texts(*names: str) -> dict[str, Any]:
    return _object(**dict.fromkeys(names, _TEXT))


def _list(item: Any) -> dict[str, Any]:
    return {"type": "array", "items": item}


def _or_null(schema: Any) -> dict[str, Any]:
    return {"anyOf": [schema, {"type": "null"}]}


def _one_of(words: Iterable[StrEnum]) -> dict[str, Any]:
    return {"enum": [str(word) for word in words]}
