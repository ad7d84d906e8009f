"""Records that are told apart by which key stands there: what is read, and every way of getting it wrong."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Any

import jsonschema
import pytest

from quality_gate.bind.asking import ask
from quality_gate.bind.binding import bind
from quality_gate.bind.values import setting
from quality_gate.bind.vocabulary import KindKeys
from quality_gate.config.load import load
from quality_gate.config.reference import reference
from quality_gate.config.schema import json_schema, plain


@dataclass(frozen=True, kw_only=True)
class Shared:
    level: str = setting(default="", doc="How much it counts.", example="high")


@dataclass(frozen=True, kw_only=True)
class Web(Shared):
    http: str = setting(doc="The address.", example="http://x")
    status: int = setting(default=200, doc="The status.", example="200")


@dataclass(frozen=True, kw_only=True)
class Port(Shared):
    tcp: str = setting(doc="Host and port.", example="x:1")


@dataclass(frozen=True, kw_only=True)
class Made(Shared):
    generated: str = setting(doc="Files.", example="gen/**")
    command: str = setting(doc="What makes them.", example="make gen")


@dataclass(frozen=True, kw_only=True)
class Run(Shared):
    command: str = setting(doc="What to run.", example="make smoke")


KINDS = (("http", Web), ("tcp", Port), ("generated", Made), ("command", Run))
One = Annotated[Any, KindKeys(lambda: KINDS)]


@dataclass(frozen=True, kw_only=True)
class Top:
    probes: Mapping[str, One] = setting(doc="Looks.", example="{a: {tcp: x:1}}")
    several: tuple[One, ...] = setting(default=(), doc="More looks.", example="{tcp: x:1}")
    single: One = setting(default=None, doc="One look.", example="{tcp: x:1}")


def told(text: str, target: Any = One) -> list[tuple[int, str, str, str]]:
    return [(one.column, one.key, one.what, one.remedy) for one in bind(load(text, "x.yml"), target, "p")[1]]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("{http: a}", Web(http="a")),
        ("{level: high, tcp: a}", Port(tcp="a", level="high")),
        ("{command: a}", Run(command="a")),
        ("{command: a, generated: b}", Made(generated="b", command="a")),
        ("{generated: b, command: a}", Made(generated="b", command="a")),
    ],
)
def test_the_key_that_only_one_kind_knows_says_which_it_is(text: str, value: object) -> None:
    assert bind(load(text, "x.yml"), One) == (value, ())


def test_several_and_one_by_itself() -> None:
    both = bind(load("[{http: a}, {tcp: b}]", "x.yml"), tuple[One, ...])
    alone = bind(load("{http: a}", "x.yml"), tuple[One, ...])

    assert both == ((Web(http="a"), Port(tcp="b")), ())
    assert alone == ((Web(http="a"),), ())


@pytest.mark.parametrize(
    ("text", "mistake"),
    [
        (
            "{}",
            (1, "p", "none of its keys says what kind it is", "write one of http, tcp, generated, command"),
        ),
        (
            "{level: a}",
            (1, "p", "none of its keys says what kind it is", "write one of http, tcp, generated, command"),
        ),
        ("word", (1, "p", "'word' is no mapping", "write one of http, tcp, generated, command")),
        ("{htp: a}", (2, "p.htp", "unknown key; did you mean `http`?", "")),
        (
            "{http: a, tcp: b}",
            (
                11,
                "p.tcp",
                "`http` stands here already, and each of them is a kind of its own",
                "keep one of the two, or write two entries",
            ),
        ),
        ("{http: a, statos: 3}", (11, "p.statos", "unknown key; did you mean `status`?", "")),
        ("{http: a, zebra: 3}", (11, "p.zebra", "unknown key", "known here: level, http, status")),
        ("{generated: a}", (1, "p", "`command` is missing", "add it, such as `command: make gen`")),
        (
            "{http: a, http: b}",
            (11, "p.http", "the key is written twice, first in line 1", "keep one of the two"),
        ),
        ("{http: }", (2, "p.http", "it has no value", "write text, such as http://x, or remove the key")),
    ],
)
def test_mistakes_point_at_the_key_and_say_what_to_write(text: str, mistake: object) -> None:
    assert told(text) == [mistake]


def test_a_key_of_a_kind_is_found_further_down() -> None:
    assert told("{probes: {a: {tcp: x}}, tcp: y}", Top) == [
        (
            25,
            "p.tcp",
            "unknown key here",
            "`tcp` belongs below `single`: p.single.tcp; known here: probes, several, single",
        )
    ]


def test_what_to_write_is_asked_for() -> None:
    assert ask(One, "{tcp: x:1}") == "write one of http, tcp, generated, command, such as {tcp: x:1}"


@pytest.mark.parametrize(
    "text",
    [
        "{http: a}",
        "{http: a, tcp: b}",
        "{}",
        "{level: a}",
        "{command: a, generated: b}",
        "{command: a}",
        "word",
        "{htp: a}",
    ],
)
def test_the_schema_says_the_same(text: str) -> None:
    node = load(f"{{probes: {{a: {text}}}}}", "x.yml")
    found = list(jsonschema.Draft202012Validator(json_schema(Top, "x")).iter_errors(plain(node)))

    assert bool(found) is bool(bind(node, Top)[1])


def test_the_reference_tells_shared_keys_once() -> None:
    text = reference(Top)

    assert text.count("How much it counts.") == 3  # once for each of the three places
    assert "## `probes.<name>`" in text
    assert "### `probes.<name>` with `generated`" in text
    assert "One of these keys says what kind it is: `http`, `tcp`, `generated`, `command`." in text
    assert "| one of the kinds below, or a list of them |" in text
    assert "| one of the kinds below |" in text
    assert "…" not in text.replace("## `several[…]`", "")
