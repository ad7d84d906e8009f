"""The documents say what the program does: they are generated, and their examples bind."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jsonschema
import pytest

import golden
from quality_gate.bind.binding import bind
from quality_gate.bind.shapes import ByKey, Entry, Free, Many, Maybe, OneOf, Record, shape_of
from quality_gate.cli.commands import COMMANDS, command_line
from quality_gate.config.assemble import assemble, configuration
from quality_gate.config.load import load
from quality_gate.config.reference import reference
from quality_gate.config.schema import json_schema, plain

DOCS = Path(__file__).resolve().parents[3] / "docs"
HEAD = """\
# The configuration, key by key

`quality-gate.yml` at the root of the repository, or in `.github/`. Paths are gitignore-style globs,
relative to the folder of the file (`.github/` stands for the root); `!` excludes. Keys in bold are required.
A limit is a bare value, which is required, or `{required: 80, recommended: 100}`.
`quality-gate schema` prints the JSON Schema for your editor.

"""


def entries(target: Any, path: str = "") -> Iterator[tuple[str, Entry]]:
    shape = shape_of(target)
    if isinstance(shape, Record):
        for entry in shape.entries:
            yield f"{path}{entry.key}", entry
            yield from entries(entry.type, f"{path}{entry.key}.")
    elif isinstance(shape, Maybe | Many | Free):
        yield from entries(shape.item, path)
    elif isinstance(shape, OneOf):
        for word, record in shape.records.items():
            yield from entries(record.target, f"{path}<{word}>.")
    elif isinstance(shape, ByKey):
        for word, record in shape.records:
            yield from entries(record.target, f"{path}<{word}>.")


ENTRIES = dict(entries(configuration()))


@pytest.mark.parametrize("path", ENTRIES)
def test_every_key_says_what_it_means_and_its_example_binds(path: str) -> None:
    entry = ENTRIES[path]

    assert entry.doc.endswith(".")
    assert bind(load(f"x: {entry.example}", "example").entries[0][1], entry.type)[1] == ()


def test_the_configuration_reference_is_current() -> None:
    golden.check(DOCS / "configuration.md", HEAD + reference(configuration()))


def test_only_records_have_keys() -> None:
    with pytest.raises(TypeError, match="has no keys"):
        reference(str)


def test_the_command_reference_is_current() -> None:
    # Written out here: argparse's own layout changes with Python's version and the terminal's width.
    parser = command_line(["completion"])
    (commands,) = [action for action in parser._actions if isinstance(action, argparse._SubParsersAction)]
    parts = ["# Commands\n", parser.description or "", "", "```", (parser.epilog or "").strip(), "```", ""]
    for name, sub in commands.choices.items():
        parts += [f"## `quality-gate {name}`\n", sub.description or "", ""]
        parts += ["| argument | meaning |", "| --- | --- |"]
        parts += [
            f"| `{_spelling(action)}` | {_meaning(action)} |" for action in sub._actions if _shown(action)
        ]
        parts += ["", "```", sub.epilog.strip(), "```", ""] if sub.epilog else [""]

    golden.check(DOCS / "commands.md", "\n".join(parts).rstrip() + "\n")
    assert list(commands.choices) == list(COMMANDS)
    assert all(action.help for sub in commands.choices.values() for action in sub._actions)


def _shown(action: argparse.Action) -> bool:
    return action.help is not argparse.SUPPRESS and action.dest != "help"


def _spelling(action: argparse.Action) -> str:
    value = (
        ""
        if action.nargs == 0
        else str(action.metavar or "{" + ",".join(map(str, action.choices or ())) + "}")
    )
    if not action.option_strings:
        return f"{value}…" if action.nargs in ("+", "*") else value
    return ", ".join(action.option_strings) + (f" {value}" if value else "")


def _meaning(action: argparse.Action) -> str:
    return str(action.help).replace("|", "\\|")


def test_the_readme_s_configuration_is_a_good_one() -> None:
    readme = (DOCS.parent / "README.md").read_text(encoding="utf-8")
    example = next(
        part.removeprefix("yaml\n") for part in readme.split("```") if part.startswith("yaml\nversion: 1")
    )
    node = load(example, "README.md")

    assert assemble(node, "README.md").stages["unit"].reports == ("out/unit.xml", "out/coverage.json")
    schema = jsonschema.Draft202012Validator(json_schema(configuration(), "x"))
    assert list(schema.iter_errors(plain(node))) == []
    assert len(example.strip().splitlines()) <= 11


@pytest.mark.parametrize(
    "path",
    sorted(
        set((DOCS.parent / "examples").glob("*/*.yml"))
        - set((DOCS.parent / "examples").glob("*/waivers.yml"))
        - set((DOCS.parent / "examples").glob("workflows/*.yml"))
    ),
    ids=lambda path: path.parent.name,
)
def test_the_examples_configurations_please_parser_and_schema(path: Path) -> None:
    node = load(path.read_bytes(), path.name)

    assert assemble(node, path.name).stages
    schema = jsonschema.Draft202012Validator(json_schema(configuration(), "x"))
    assert list(schema.iter_errors(plain(node))) == []
