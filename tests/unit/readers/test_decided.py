"""A record tells what was decided, or why it cannot be believed."""

from __future__ import annotations

import io
import json
from typing import Any

import pytest

from quality_gate.model.verdict import Cause, Level, Ruling, Spot, Status
from quality_gate.readers.decided import Decided, read_decided

RULING = {
    "rule": "tests.lost",
    "title": "tests: lost",
    "status": "unknown",
    "cause": "no-base",
    "level": "recommended",
    "expected": "0",
    "got": "",
    "distance": "",
    "spots": [{"path": "a.py", "line": 3, "end": None, "note": "x"}],
    "reason": "there is no base",
    "next": "hand one over",
}
RECORD: dict[str, Any] = {
    "schema": "quality-gate/record/1",
    "verdict": {"decision": "READY", "phrase": "READY", "scope": "", "ready": True, "reason": ""},
    "gate": "api",
    "profile": "full",
    "subject": {"commit": "abc", "edited": ["src/a.py"], "branch": "", "repository": "", "event": ""},
    "time": "2026-01-01T00:00:00Z",
    "rulings": [RULING],
}


def read(record: object) -> Decided | str:
    return read_decided(io.BytesIO(json.dumps(record).encode()))


def test_everything_that_was_decided() -> None:
    ruling = Ruling(
        rule="tests.lost",
        title="tests: lost",
        status=Status.UNKNOWN,
        cause=Cause.NO_BASE,
        level=Level.RECOMMENDED,
        expected="0",
        spots=(Spot("a.py", 3, None, "x"),),
        reason="there is no base",
        next="hand one over",
    )
    assert read(RECORD) == Decided(
        gate="api",
        profile="full",
        target="",
        commit="abc",
        edited=("src/a.py",),
        time="2026-01-01T00:00:00Z",
        phrase="READY",
        scope="",
        ready=True,
        rulings=(ruling,),
    )


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"schema": "quality-gate/record/2"}, "it is no record of this gate"),
        ({"verdict": None}, "verdict is not an object"),
        ({"rulings": {}}, "rulings is not a list"),
        ({"rulings": [{**RULING, "status": "splendid"}]}, "'splendid' is no status"),
        ({"rulings": [{**RULING, "cause": "luck"}]}, "'luck' is no cause"),
        ({"rulings": ["x"]}, "a ruling is not an object"),
    ],
)
def test_what_cannot_be_believed(change: dict[str, Any], said: str) -> None:
    found = read({**RECORD, **change})

    assert isinstance(found, str)
    assert said in found


def test_readiness_is_only_the_truth_value() -> None:
    found = read({**RECORD, "verdict": {**RECORD["verdict"], "ready": "true"}})

    assert isinstance(found, Decided)
    assert not found.ready


def test_no_json() -> None:
    assert read_decided(io.BytesIO(b"\x00")) == "not JSON: cut off or garbled at line 1, column 1"
