"""The record keeps what another run needs as its base, exactly, and hides nothing."""

from __future__ import annotations

import json
from fractions import Fraction

import jsonschema
import pytest
from hypothesis import given, settings

from builders import cases, coverage, report, stage
from hostile import TEXTS
from quality_gate.model.evidence import Evidence, ReadReport
from quality_gate.model.reading import Reading, State
from quality_gate.model.verdict import Decision
from quality_gate.renderers.json_text import json_text
from quality_gate.renderers.record import SCHEMA, record_schema, record_text, record_value
from quality_gate.renderers.record_stages import decimal


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (Fraction(0), "0"),
        (Fraction(12_340, 1000), "12.34"),
        (Fraction(1, 3), "0.333"),
        (Fraction(100), "100"),
        (Fraction(-5, 2), "-2.5"),
        (Fraction(1, 10_000), "0"),
    ],
)
def test_decimals(value: Fraction, text: str) -> None:
    assert decimal(value) == text


@settings(deadline=None)
@given(TEXTS)
def test_json_survives_any_text(text: str) -> None:
    written = json_text({"key": [text, {}], text: []})

    found = json.loads(written.encode("utf-8"))

    safe = "".join("\ufffd" if 0xD800 <= ord(char) < 0xE000 else char for char in text)
    assert found == {"key": [safe, {}], safe: []}
    assert not set("\u202e\x1b\x85\u2028\ufeff\u200b\x7f") & set(written)


def test_letters_stay_readable_and_hidden_ones_are_escaped() -> None:
    assert json_text(["é \u202e\U000e0041"]) == '["é \\u202e\\udb40\\udc41"]\n'


def test_lines_and_cases_come_back() -> None:
    found = stage("unit", cases("pkg.C", "a b! c?", file="tests/test_c.py", variant="os=linux"))
    subject = report(
        Decision.READY, evidence=Evidence(stages=(found,), coverage=coverage({"a.py": "++.-+~_"}))
    )

    value = json.loads(record_text(subject))

    assert value["schema"] == SCHEMA
    assert value["coverage"]["files"]["a.py"]["measured"] == "1-2,4-7"
    assert value["coverage"]["files"]["a.py"]["covered"] == "1-2,5-6"
    assert value["coverage"]["totals"] == {
        "lines": {"covered": 4, "total": 6},
        "branches": {"covered": 1, "total": 4},
    }
    tests = value["tests"]["stages"][0]
    place = {"suite": "", "classname": "pkg.C", "file": "tests/test_c.py", "variant": "os=linux"}
    assert tests["passed"] == [{**place, "names": ["a"]}]
    assert [(one["name"], one["outcome"]) for one in tests["others"]] == [("b", "failed"), ("c", "skipped")]
    assert value["tests"]["counts"] is None


def test_reports_of_a_stage() -> None:
    read = ReadReport(path="out/a.xml", reading=Reading(format="junit", state=State.EMPTY, note="no test"))
    subject = report(
        Decision.READY, evidence=Evidence(stages=(stage("unit", read=(read,), reports=("out/a.xml",)),))
    )

    one = record_value(subject)["stages"][0]

    assert one["status"] is None
    assert one["reports"] == [
        {"path": "out/a.xml", "format": "junit", "state": "empty", "note": "no test", "producer": ""}
    ]
    assert one["envelopes"][0]["reports"][0]["sha256"] == "ab" * 32


@pytest.mark.parametrize("field", ["verdict", "rulings", "coverage", "time"])
def test_the_schema_misses_a_lost_field(field: str) -> None:
    value = record_value(report(Decision.READY))
    del value[field]

    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(value, record_schema())


def test_the_schema_refuses_an_unknown_field() -> None:
    value = record_value(report(Decision.READY))
    value["verdict"]["score"] = 100

    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(value, record_schema())
