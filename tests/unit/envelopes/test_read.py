"""Envelopes come back as they were written, and whatever else lies there is refused by name."""

from __future__ import annotations

import json
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quality_gate.envelopes.read import BadEnvelope, envelope_from
from quality_gate.envelopes.write import envelope_json
from quality_gate.model.envelope import Attempt, Ended, Envelope, Freshness, ReportFile, Resources

SHA = "0" * 64
WHOLE = Envelope(
    stage="e2e",
    shard=2,
    shards=4,
    variant={"os": "linux"},
    gate="api",
    commit="c0ffee",
    run="77",
    attempt=2,
    config="ab" * 32,
    command="pytest",
    started="2026-01-02T03:04:05Z",
    attempts=(
        Attempt(ended=Ended.TIMED_OUT, reason="timed out after 10 m"),
        Attempt(
            ended=Ended.KILLED,
            signal="SIGKILL",
            exit_code=137,
            reports=(ReportFile(path="out/a.xml", stored="attempts/2/1-a.xml", sha256=SHA, size=3),),
        ),
        Attempt(
            ended=Ended.EXITED,
            exit_code=0,
            resources=Resources(wall=Fraction(1234567, 1000), cpu=Fraction(1, 1000), peak=5),
        ),
    ),
    reports=(
        ReportFile(path="out/a.xml", stored="reports/1-a.xml", sha256=SHA, size=3),
        ReportFile(path="b\udc80.xml", freshness=Freshness.STALE, note="old"),
    ),
    tail=("one", "two\u2028"),
    log="stage.log",
    notes=("left 2 processes behind; they were ended",),
    folder="somewhere",
)


def changed(path: str, value: object) -> bytes:
    """The whole envelope with one value changed; `attempts.0.ended` is a path."""
    whole = json.loads(envelope_json(WHOLE))
    place: Any = whole
    *steps, last = path.split(".")
    for step in steps:
        place = place[_step(step)]
    if value is KeyError:
        del place[_step(last)]
    else:
        place[_step(last)] = value
    return json.dumps(whole).encode()


def _step(text: str) -> str | int:
    return int(text) if text.isdigit() else text


def test_an_envelope_comes_back_as_it_was() -> None:
    assert envelope_from(envelope_json(WHOLE).encode(), "somewhere") == WHOLE


@given(st.integers(0, 10**9), st.integers(0, 10**9), st.text(), st.dictionaries(st.text(), st.text()))
def test_any_time_and_text_comes_back(wall: int, cpu: int, text: str, variant: dict[str, str]) -> None:
    used = Resources(wall=Fraction(wall, 1000), cpu=Fraction(cpu, 1000))
    attempt = Attempt(ended=Ended.IDLE, reason=text, resources=used)
    envelope = Envelope(stage="s", attempts=(attempt,), tail=(text,), variant=variant)

    assert envelope_from(envelope_json(envelope).encode(), "") == envelope


@pytest.mark.parametrize(
    ("path", "value", "said"),
    [
        ("schema", "quality-gate/envelope/2", "its schema is not quality-gate/envelope/1"),
        ("schema", KeyError, "schema is missing"),
        ("stage", "", "stage is empty"),
        ("stage", 3, "stage is not text"),
        ("shard", 0, "shard is not a whole number from 1 on"),
        ("shard", True, "shard is not a whole number from 1 on"),
        ("shard", 1.0, "shard is not a whole number from 1 on"),
        ("shard", 5, "shard 5 is more than shards 4"),
        ("shards", 10**30, "shards is not a whole number from 1 on"),
        ("variant", ["os"], "variant is not an object"),
        ("variant", {"os": 1}, "variant.os is not text"),
        ("attempt", "2", "attempt is not a whole number from 1 on"),
        ("attempts", {}, "attempts is not a list of at most 100,000"),
        ("attempts", [], "attempts is empty"),
        ("attempts.0", None, "attempts[0] is not an object"),
        ("attempts.0.ended", "passed", "attempts[0].ended is none of exited, killed"),
        ("attempts.0.exit_code", 2**40, "attempts[0].exit_code is not an exit code"),
        ("attempts.2.exit_code", None, "attempts[2] exited, but has no exit code"),
        ("attempts.0.resources.wall", 1.5, "attempts[0].resources.wall is not text"),
        ("attempts.0.resources.wall", "1e9", "attempts[0].resources.wall is not a decimal number"),
        ("attempts.0.resources.wall", "-1", "attempts[0].resources.wall is not a decimal number"),
        ("attempts.0.resources.peak", -1, "attempts[0].resources.peak is not a whole number from 0 on"),
        ("config", KeyError, "config is missing"),
        ("attempts.0.reports", KeyError, "attempts[0].reports is missing"),
        ("attempts.1.reports.0.stored", "../x", "attempts[1].reports[0].stored leads out of"),
        ("attempts.1.reports.0.sha256", "", "attempts[1].reports[0] is fresh, but no copy of it is named"),
        ("reports.0.freshness", "new", "reports[0].freshness is none of fresh"),
        ("reports.0.stored", "", "reports[0] is fresh, but no copy of it is named"),
        ("reports.0.sha256", "0" * 63, "reports[0] is fresh, but no copy of it is named"),
        ("reports.0.stored", "../../etc/passwd", "reports[0].stored leads out of the envelope's folder"),
        ("reports.0.stored", "/etc/passwd", "reports[0].stored leads out of the envelope's folder"),
        ("reports.0.stored", "a/../../b", "reports[0].stored leads out of the envelope's folder"),
        ("reports.0.stored", "a\\..\\..\\b", "reports[0].stored leads out of the envelope's folder"),
        ("reports.0.stored", "C:/b", "reports[0].stored leads out of the envelope's folder"),
        ("reports.0.stored", "a\0b", "reports[0].stored leads out of the envelope's folder"),
        ("log", "..", "log leads out of the envelope's folder"),
        ("tail", ["a", 1], "tail[1] is not text"),
        ("notes", "text", "notes is not a list of at most 100,000"),
    ],
)
def test_what_is_wrong_is_named(path: str, value: object, said: str) -> None:
    with pytest.raises(BadEnvelope) as refused:
        envelope_from(changed(path, value), "")
    assert str(refused.value).startswith(said)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"null",
        b"[]",
        b"\xff\xfe",
        b"{" * 100_000,
        b"[" * 100_000,
        b'{"schema": "a", "schema": "b"}',
        b'{"schema": ' + b"9" * 10_000 + b"}",
        b'{"schema": NaN}',
    ],
)
def test_what_is_no_envelope_is_refused(content: bytes) -> None:
    with pytest.raises(BadEnvelope):
        envelope_from(content, "")


@given(st.recursive(st.none() | st.booleans() | st.integers() | st.floats() | st.text(), st.lists))
def test_no_value_breaks_the_reader(value: object) -> None:
    for name in json.loads(envelope_json(WHOLE)):
        try:
            envelope = envelope_from(changed(name, value), "")
        except BadEnvelope:
            continue
        assert envelope.stage and envelope.attempts
