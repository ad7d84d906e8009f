"""Configuration files by samples: what they bind to, what is said of bad ones, and the schema agrees."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from quality_gate.bind.binding import bind
from quality_gate.bind.node import Node
from quality_gate.config.load import load
from quality_gate.config.schema import json_schema, plain
from quality_gate.config.words import mistakes_text
from quality_gate.model.errors import ConfigMistakes
from quality_gate.model.ratio import Limit
from sample_settings import (
    Group,
    Level,
    Limits,
    Outlet,
    Plain,
    Retry,
    Sample,
    Stage,
    Waiver,
)

SAMPLES = Path(__file__).resolve().parents[2] / "samples" / "config"
GOOD = sorted(SAMPLES.glob("good/*.yml"))
BAD = sorted(SAMPLES.glob("bad/*.yml"))
SCHEMA = jsonschema.Draft202012Validator(json_schema(Sample, "Sample"))
FILE = "quality-gate.yml"


def node_of(path: Path) -> Node:
    return load(path.read_bytes(), FILE)


def bound(name: str) -> Any:
    value, mistakes = bind(node_of(SAMPLES / "good" / f"{name}.yml"), Sample)
    assert mistakes == ()
    return value


@pytest.mark.parametrize("path", GOOD, ids=lambda path: path.stem)
def test_good_files_please_parser_and_schema(path: Path) -> None:
    node = node_of(path)
    assert bind(node, Sample)[1] == ()
    assert [error.message for error in SCHEMA.iter_errors(plain(node))] == []


@pytest.mark.parametrize("path", BAD, ids=lambda path: path.stem)
def test_bad_files_are_told_all_their_mistakes(path: Path) -> None:
    value, mistakes = bind(node_of(path), Sample)
    assert value is None
    assert mistakes_text(ConfigMistakes(FILE, mistakes)) == path.with_suffix(".txt").read_text(
        encoding="utf-8"
    )


@pytest.mark.parametrize("path", BAD, ids=lambda path: path.stem)
def test_the_schema_refuses_what_the_parser_refuses(path: Path) -> None:
    # The samples called semantic-* say on their first line why a schema cannot know better.
    assert SCHEMA.is_valid(plain(node_of(path))) == path.stem.startswith("semantic-")


def test_every_message_has_its_sample() -> None:
    assert {path.stem for path in SAMPLES.glob("bad/*.txt")} == {path.stem for path in BAD}


def test_everything() -> None:
    sample = bound("everything")
    assert sample.stages == {
        "unit": Stage(
            run="pytest tests/unit\n",
            reports=("out/unit.xml", "out/**/*.json", "!out/old/**"),
            timeout=Fraction(5400),
            retry=Retry(times=1, exit_codes=(124, -9)),
            env={"PORT": "8080", "DEBUG": "true", "EMPTY": "", "TEXT": "on"},
            matrix={"os": ("ubuntu-latest", "macos-latest"), "python": ("3.10", "3.13"), "one": ("alone",)},
        ),
        "integration": Stage(
            run="npm test",
            needs=("unit",),
            reports=("out/integration/*.xml",),
            level=Level.RECOMMENDED,
            shards=4,
            retry=Retry(times=2),
        ),
    }
    assert sample.limits == Limits(
        total=Limit(Fraction(199, 2), Fraction(999, 10)),
        max_drop=Limit(Fraction(1, 2), Fraction(0)),
        min_count=Limit(Fraction(500)),
        slowest=Limit(Fraction(1, 2)),
        largest=Limit(recommended=Fraction(20 * 1024 * 1024)),
        groups={
            "payments": Group(paths=("src/payments/**", "!**/migrations/**"), lines=Limit(Fraction(100))),
            "with.dots": Group(paths=("**",), uncovered=Limit(Fraction(12), Fraction(3))),
        },
    )
    assert sample.plain == Plain(
        verbose=True,
        offset=-3,
        factor=Fraction(5, 4),
        share=Fraction(25, 2),
        memory=2_000_000_000,
        anything=sample.plain.anything,
        source="somewhere",
        undocumented="42",
    )
    assert plain(sample.plain.anything) == {"a": [1, "two", None]}
    assert sample.waivers == (
        Waiver(tests="a::b", reason="known", expires=date(2027, 1, 15)),
        Waiver(tests="c", reason="yes", expires=date(2028, 2, 29)),
    )
    assert sample.publish == (Outlet(name="console"), Outlet(name="comment", required=True))
    assert sample.colors == {Level.REQUIRED: "red", Level.OPTIONAL: "0"}
    assert sample.inner == Sample(version=1)


def test_one_item_is_a_list_of_one() -> None:
    sample = bound("shorthand")
    assert sample.publish == (Outlet(name="summary"),)
    assert sample.waivers == (Waiver(tests="c", reason="because"),)
    assert sample.stages["one"].retry == Retry(times=0)


def test_what_only_looks_like_something_else_is_text() -> None:
    sample = bound("looks-like-something-else")
    assert sample.plain == Plain(source="no", undocumented="1:30")
    assert sample.stages["3.12"].run == "2027-02-31"
    assert sample.stages["on"] == Stage(
        run="yes",
        env={"A": "0o7", "B": "1e3", "C": ".inf", "D": "1_000", "E": "True", "F": "null", "G": "2027-01-15"},
    )


def test_an_alias_stands_for_what_it_names() -> None:
    sample = bound("anchors")
    assert sample.stages["a"] == sample.stages["b"] == Stage(run="make", timeout=Fraction(90))


def test_a_written_null_means_nothing() -> None:
    assert bound("explicit-null") == Sample(version=1)
