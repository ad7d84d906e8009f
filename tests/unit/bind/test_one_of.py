"""Several records in one place, told apart by what stands at a key."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Any, ClassVar, Literal

import pytest

from quality_gate.bind.binding import bind
from quality_gate.bind.values import setting
from quality_gate.bind.vocabulary import Kinds
from quality_gate.config.load import load
from quality_gate.config.reference import reference
from quality_gate.config.schema import json_schema


@dataclass(frozen=True, kw_only=True)
class Plain:
    SHORTHAND: ClassVar[str] = "name"

    name: Literal["disk", "screen"] = setting(doc="Which.", example="disk")


@dataclass(frozen=True, kw_only=True)
class Mail:
    SHORTHAND: ClassVar[str] = "name"

    name: Literal["mail"] = setting(doc="Which.", example="mail")
    to: str = setting(default="all", doc="Who gets it.", example="team")


@dataclass(frozen=True, kw_only=True)
class Sample:
    outlets: tuple[Annotated[Any, Kinds("name", (Plain, Mail))], ...] = setting(
        doc="Where to.", example="disk"
    )


def read(text: str) -> Any:
    value, mistakes = bind(load(text, "x"), Sample)
    assert mistakes == ()
    return value.outlets


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("outlets: disk", (Plain(name="disk"),)),
        ("outlets: {name: mail, to: team}", (Mail(name="mail", to="team"),)),
        (
            "outlets: [screen, mail, {to: me, name: mail}]",
            (Plain(name="screen"), Mail(name="mail"), Mail(name="mail", to="me")),
        ),
    ],
)
def test_the_key_says_which_record_it_is(text: str, wanted: tuple[Any, ...]) -> None:
    assert read(text) == wanted


@pytest.mark.parametrize(
    ("text", "key", "what", "remedy"),
    [
        (
            "outlets: dsk",
            "outlets",
            "'dsk' is not among the choices",
            "did you mean `disk`? write disk, screen or mail",
        ),
        ("outlets: [{to: me}]", "outlets[0]", "`name` is missing", "add it, such as `name: disk`"),
        (
            "outlets: {name: mial}",
            "outlets.name",
            "'mial' is not among the choices",
            "did you mean `mail`? write disk, screen or mail",
        ),
        (
            "outlets: {name: }",
            "outlets.name",
            "it has no value",
            "write disk, screen or mail, or remove the key",
        ),
        (
            "outlets: {name: [mail]}",
            "outlets.name",
            "a list is not among the choices",
            "write disk, screen or mail",
        ),
        ("outlets: {name: disk, to: me}", "outlets.to", "unknown key", "known here: name"),
        ("to: me", "to", "unknown key here", "`to` belongs below `outlets`: outlets.to; known here: outlets"),
    ],
)
def test_mistakes_point_at_the_key(text: str, key: str, what: str, remedy: str) -> None:
    _, mistakes = bind(load(text, "x"), Sample)

    assert (key, what, remedy) in [(one.key, one.what, one.remedy) for one in mistakes]


def test_the_reference_has_a_table_for_each_record() -> None:
    text = reference(Sample)

    assert "| **`outlets`** | Where to. | one or a list: a name, or these keys | `disk` |" in text
    assert "## `outlets[]`\n" in text
    assert "## `outlets[mail]`\n" in text


def test_the_schema_knows_each_record() -> None:
    one = json_schema(Sample, "x")["$defs"]["Sample"]["properties"]["outlets"]["oneOf"][0]

    assert one == {
        "oneOf": [{"$ref": "#/$defs/Plain"}, {"$ref": "#/$defs/Mail"}, {"enum": ["disk", "screen", "mail"]}]
    }
