"""The page of requirements knows every row, says it in few words, and names tests that exist."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final

import pytest

ROOT: Final = Path(__file__).resolve().parents[3]
ROW: Final = re.compile(r"^\| ([SC][0-9.]+) \| (.+?) \|(?: (.*?))? \|$", re.MULTILINE)
NAMED: Final = re.compile(r"`(tests/[\w/]+\.py)::(test_\w+)`")
PARTS: Final = {"S0": 31, "S1": 42, "S2": 23, "S3": 16, "S4": 22}
MOST_WORDS: Final = 12
PAGE: Final = (ROOT / "docs" / "requirements.md").read_text(encoding="utf-8")
ROWS: Final = ROW.findall(PAGE)


def test_no_row_is_missing_and_each_stands_once() -> None:
    wanted = [f"{part}.{number}" for part, most in PARTS.items() for number in range(1, most + 1)]

    assert [name for name, _, _ in ROWS] == [*wanted, *(f"C{number}" for number in range(1, 11))]


@pytest.mark.parametrize(("name", "what", "tests"), ROWS, ids=[name for name, _, _ in ROWS])
def test_a_row_is_short_and_its_tests_exist(name: str, what: str, tests: str) -> None:
    named = NAMED.findall(tests)

    assert len(what.split()) <= MOST_WORDS
    assert named or what.startswith("not done: "), f"{name}: nothing shows it"
    assert "<br>".join(f"`{path}::{test}`" for path, test in named) == tests
    for path, test in named:
        assert re.search(rf"^def {test}\(", (ROOT / path).read_text(encoding="utf-8"), re.MULTILINE), test


def test_what_is_not_done_is_told() -> None:
    assert [name for name, what, _ in ROWS if "not done: " in what] == ["S2.3", "S2.15"]
