"""Probes and targets in a configuration: names, words in braces, and what comes of them."""

from __future__ import annotations

from fractions import Fraction

import pytest

from quality_gate.bind.node import Kind, Node
from quality_gate.config.assemble import assemble
from quality_gate.config.load import load
from quality_gate.config.placeholders import Placeholders, names_in
from quality_gate.config.settings import Settings
from quality_gate.model.errors import ConfigMistakes
from quality_gate.probes.http_settings import HeaderSettings, HttpSettings

TOP = """
version: 1
stages: {unit: {run: make test}}
targets: {local: {host: localhost, http: 8080}, prod: {host: example.com, http: 443}}
"""


def settings(text: str) -> Settings:
    return assemble(load(TOP + text, "quality-gate.yml"), "quality-gate.yml")


def told(text: str) -> list[tuple[str, str, str]]:
    with pytest.raises(ConfigMistakes) as caught:
        settings(text)
    return [(one.key, one.what, one.remedy) for one in caught.value.mistakes]


def test_probes_and_targets_are_read_as_they_are_written() -> None:
    found = settings(
        'probes: {up: {http: "http://{host}:{http}/", within: 30s}, port: {tcp: "{host}:{http}"}}'
    )

    assert found.targets["prod"] == {"host": "example.com", "http": "443"}
    assert [(one.name, one.kind) for one in found.probes] == [("up", "http"), ("port", "tcp")]
    assert found.probes[0].settings == HttpSettings(http="http://{host}:{http}/", within=Fraction(30))


def test_a_profile_names_its_probes_and_its_target() -> None:
    found = settings("""
probes: {up: {tcp: "x:1"}, all-of-it: {tcp: "x:2"}}
profiles:
  quick: {probes: [up], target: local}
  whole: {probes: all}
  plain: {budget: 1m}
""")

    assert (found.profiles["quick"].probes, found.profiles["quick"].target) == (("up",), "local")
    assert found.profiles["whole"].probes is None
    assert found.profiles["plain"].probes is None


@pytest.mark.parametrize(
    ("text", "mistake"),
    [
        (
            'probes: {up: {tcp: "x:1", needs: unti}}',
            ("probes.up.needs", "there is no stage 'unti'", "did you mean `unit`?"),
        ),
        (
            'probes: {health: {tcp: "x:1"}}\nprofiles: {quick: {probes: [helth]}}',
            ("profiles.quick.probes", "there is no probe 'helth'", "did you mean `health`?"),
        ),
        (
            "profiles: {quick: {target: prd}}",
            ("profiles.quick.target", "there is no target 'prd'", "did you mean `prod`?"),
        ),
        (
            'probes: {up: {tcp: "{hst}:1"}}',
            ("probes.up.tcp", "`{hst}` stands for nothing: no target has `hst`", "did you mean `{host}`?"),
        ),
        (
            "probes: {up: {command: \"awk '{printing}'\"}}",
            (
                "probes.up.command",
                "`{printing}` stands for nothing: no target has `printing`",
                "write `{{printing}}` where braces are meant",
            ),
        ),
        (
            'probes: {up: {http: "http://x/", json: {a: ["{nothing-like-it}"]}}}',
            (
                "probes.up.json",
                "`{nothing-like-it}` stands for nothing: no target has `nothing-like-it`",
                "write `{{nothing-like-it}}` where braces are meant",
            ),
        ),
    ],
)
def test_names_that_stand_for_nothing(text: str, mistake: tuple[str, str, str]) -> None:
    assert told(text) == [mistake]


def test_a_kind_s_own_words_in_braces_are_no_targets() -> None:
    assert settings('probes: {all: {inventory: {file: tools.txt}, names: "*{item}*"}}').probes


@pytest.mark.parametrize(
    ("text", "filled"),
    [
        ("http://{host}:{http}/", "http://localhost:8080/"),
        ("{{host}} {host}", "{host} localhost"),
        ("${host} {1,3} {} { host } \\{host\\}", "${host} {1,3} {} { host } \\{host\\}"),
        ("{item} {{item}} {unknown}", "{item} {{item}} {unknown}"),
    ],
)
def test_words_in_braces_are_filled_in(text: str, filled: str) -> None:
    assert Placeholders({"host": "localhost", "http": "8080"}, ("item",)).filled(text) == filled


def test_they_are_filled_in_wherever_a_text_stands() -> None:
    node = Node(kind=Kind.LIST, items=(Node(kind=Kind.TEXT, text="{host}"),))
    mapping = Node(kind=Kind.MAPPING, entries=((Node(kind=Kind.TEXT, text="a"), node),))
    written = HttpSettings(
        http="{host}",
        headers={"A": HeaderSettings(text="{host}")},
        json={"a": mapping},
        match=("{host}", "b"),
    )
    filled = Placeholders({"host": "x"}).filled(written)

    assert (filled.http, filled.headers["A"].text, filled.match) == ("x", "x", ("x", "b"))
    assert filled.json["a"].entries[0][1].items[0].text == "x"
    assert filled.status == (200,)
    assert set(names_in(written)) == {"host"}
    assert set(names_in(filled)) == set()
