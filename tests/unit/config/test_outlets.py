"""Outlets in a configuration: a bare name, or a mapping with the settings of that outlet."""

from __future__ import annotations

import jsonschema
import pytest

from quality_gate.config.assemble import assemble, configuration
from quality_gate.config.load import load
from quality_gate.config.schema import json_schema, plain
from quality_gate.model.errors import ConfigMistakes
from quality_gate.model.outlet import Outlet
from quality_gate.publishers.comment import Comment
from quality_gate.publishers.deployment import Deployment
from quality_gate.publishers.table import PUBLISHERS


def outlets(text: str) -> tuple[Outlet, ...] | None:
    node = load(f"version: 1\npublish: {text}\n", "x")
    schema = jsonschema.Draft202012Validator(json_schema(configuration(), "x"))
    assert list(schema.iter_errors(plain(node))) == []
    return assemble(node, "x").publish


@pytest.mark.parametrize("name", PUBLISHERS)
def test_every_outlet_has_its_name(name: str) -> None:
    (bare,) = outlets(name) or ()
    (required,) = outlets(f"{{name: {name}, required: true}}") or ()

    assert (bare.name, bare.required, required.required) == (name, False, True)
    assert bare.settings == required.settings


def test_an_outlet_s_own_settings() -> None:
    text = "[console, {name: comment, when: not-ready}, {name: deployment, environment: staging}]"

    assert outlets(text) == (
        Outlet("console"),
        Outlet("comment", settings=Comment(when="not-ready")),
        Outlet("deployment", settings=Deployment(environment="staging")),
    )


def test_the_settings_of_one_are_none_of_another() -> None:
    with pytest.raises(ConfigMistakes) as told:
        assemble(load("version: 1\npublish: [{name: console, when: always}]\n", "x"), "x")

    assert [(one.key, one.what) for one in told.value.mistakes] == [("publish[0].when", "unknown key")]
