"""The JSON Schema is valid, says what the settings say, and every example in it is one."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, make_dataclass
from typing import Annotated, Any, ClassVar

import jsonschema
import pytest

from quality_gate.bind.binding import bind
from quality_gate.bind.node import Node
from quality_gate.bind.shapes import Maybe, Record, shape_of
from quality_gate.bind.values import AtMostCount, PercentLimit, setting
from quality_gate.config.load import load
from quality_gate.config.schema import json_schema
from sample_settings import Sample

SCHEMA = json_schema(Sample, "Sample")


@dataclass(frozen=True, kw_only=True)
class Many:
    SHORTHAND: ClassVar[str] = "items"

    items: tuple[str, ...] | None = setting(doc="Some.", default=None)


@dataclass(frozen=True, kw_only=True)
class Deep:
    SHORTHAND: ClassVar[str] = "limit"

    limit: PercentLimit = setting(doc="A limit.")
    spare: AtMostCount | None = setting(doc="Another.", default=None)


@dataclass(frozen=True, kw_only=True)
class Outer:
    SHORTHAND: ClassVar[str] = "deep"

    deep: Deep = setting(doc="One more level.")


def test_the_schema_is_a_schema() -> None:
    jsonschema.Draft202012Validator.check_schema(SCHEMA)
    assert SCHEMA["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert SCHEMA["title"] == "Sample"


def test_a_record_describes_each_key_and_allows_no_other() -> None:
    outlet = SCHEMA["$defs"]["Outlet"]
    assert outlet == {
        "type": "object",
        "properties": {
            "name": {
                "enum": ["console", "summary", "comment"],
                "description": "Which one.",
                "examples": ["summary"],
            },
            "required": {"type": "boolean", "description": "Whether it must work.", "examples": [True]},
        },
        "required": ["name"],
        "additionalProperties": False,
    }


def test_a_docstring_describes_the_record() -> None:
    assert SCHEMA["$defs"]["Retry"]["description"] == "Another try after a failure."


def test_a_record_may_hold_itself() -> None:
    assert SCHEMA["$defs"]["Sample"]["properties"]["inner"]["oneOf"][0] == {"$ref": "#/$defs/Sample"}


def test_two_records_of_one_name_are_kept_apart() -> None:
    one = make_dataclass("Same", [("one", int)])
    two = make_dataclass("Same", [("two", int)])
    definitions = json_schema(make_dataclass("Both", [("left", one), ("right", two)]), "Both")["$defs"]
    assert list(definitions["Same"]["properties"]) == ["one"]
    assert list(definitions["Same2"]["properties"]) == ["two"]


@pytest.mark.parametrize(
    ("target", "good", "bad"),
    [
        (Many, ["x", ["x", "y"], {"items": "x"}, {"items": None}], [[], {"item": "x"}, [["x"]]]),
        (
            Deep,
            [90, "90%", {"limit": {"required": 90}}, {"limit": 1, "spare": 2}],
            [{"required": 90}, 101, None],
        ),
        (Outer, [90, {"deep": 90}, {"deep": {"limit": 90}}], [{"limit": 90}, "x"]),
    ],
)
def test_a_bare_value_may_stand_for_a_record(target: type[Any], good: list[Any], bad: list[Any]) -> None:
    validator = jsonschema.Draft202012Validator(json_schema(target, "Bare"))
    assert [value for value in good if not validator.is_valid(value)] == []
    assert [value for value in bad if validator.is_valid(value)] == []
    texts = [str(value).replace("None", "null") for value in good]
    assert [text for text in texts if bind(load(text, "x"), target)[1]] == []


def test_a_shorthand_may_stand_only_for_what_is_no_mapping() -> None:
    @dataclass(frozen=True)
    class Loose:
        SHORTHAND: ClassVar[str] = "anything"
        anything: Annotated[Node, "a note"] = setting(doc="Anything.")

    assert json_schema(Loose, "Loose")["oneOf"] == [{"$ref": "#/$defs/Loose"}]


def examples(target: Any) -> Iterator[tuple[Any, str]]:
    shape = shape_of(target)
    if isinstance(shape, Maybe):
        shape = shape_of(shape.item)
    assert isinstance(shape, Record)
    for entry in shape.entries:
        if entry.example:
            yield entry.type, entry.example


def test_examples_are_what_they_claim() -> None:
    found = list(examples(Sample))
    assert len(found) > 5
    for target, example in found:
        assert bind(load(example, "example"), target)[1] == (), example
