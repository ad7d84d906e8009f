"""Expectations in a configuration: what they bind to, and what is said of bad ones."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

import jsonschema
import pytest

from quality_gate.bind.binding import bind
from quality_gate.bind.values import Expected, setting
from quality_gate.config.load import load
from quality_gate.config.schema import json_schema, plain
from quality_gate.model.expectation_text import EXPECTATION_PATTERN, parse_expectation


@dataclass(frozen=True, kw_only=True)
class Sample:
    one: Expected | None = setting(default=None, doc="One expectation.", example='"> 5"')


SCHEMA = jsonschema.Draft202012Validator(json_schema(Sample, "Sample"))


def bound(text: str) -> Any:
    value, mistakes = bind(load(text, "x"), Sample)
    assert mistakes == ()
    assert SCHEMA.is_valid(plain(load(text, "x")))
    return value


def test_a_text_is_an_expectation() -> None:
    assert bound('one: "< 10 ms"').one == parse_expectation("< 10 ms")
    assert bound('one: "50% ± 10%"').one.text == "50 % ± 10 %"


@pytest.mark.parametrize(
    ("text", "key", "what", "remedy"),
    [
        ("one: 10", "one", "'10' has no operator", "write an operator: `<= 10`"),
        ("one: 0.5", "one", "'0.5' has no operator", "write an operator: `<= 0.5`"),
        ("one: 10 ms", "one", "'10 ms' has no operator", "write an operator: `<= 10 ms`"),
        ("one: true", "one", "true is no expectation", "write an operator, a number and its unit"),
    ],
)
def test_mistakes(text: str, key: str, what: str, remedy: str) -> None:
    _, (mistake,) = bind(load(text, "x"), Sample)
    assert (mistake.key, mistake.what) == (key, what)
    assert mistake.remedy.startswith(remedy)


def test_the_schema_knows_what_an_expectation_looks_like() -> None:
    assert re.search(EXPECTATION_PATTERN, "> 100 ops/s")
    assert not SCHEMA.is_valid({"one": "10 ms"})
    assert not SCHEMA.is_valid({"one": 10})
