"""Words in a given width: what a person sees, letter by letter."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hostile import TEXTS
from quality_gate.renderers.columns import Row, cut_end, cut_middle, table, width_of, wrap
from quality_gate.renderers.escape import for_terminal


@pytest.mark.parametrize(("text", "width"), [("abc", 3), ("漢字", 4), ("e\u0301", 1), ("", 0)])
def test_width(text: str, width: int) -> None:
    assert width_of(text) == width


@pytest.mark.parametrize(
    ("text", "width", "cut"),
    [
        ("short", 5, "short"),
        ("tests/api/test_market.py", 11, "tests…et.py"),
        ("漢字漢字漢字", 7, "漢…字"),
        ("ab", 1, "…"),
        ("abcde\u0301\u0302fg", 5, "ab…fg"),
    ],
)
def test_cut_middle(text: str, width: int, cut: str) -> None:
    assert cut_middle(text, width) == cut


def test_cut_end() -> None:
    assert cut_end("exit 1, skipped", 8) == "exit 1,…"
    assert cut_end("exit 1", 8) == "exit 1"


def test_wrap_hangs_and_breaks_long_words() -> None:
    assert wrap("one two three", 9, "- ", "  ") == ["- one two", "  three"]
    assert wrap("x abcdefghij", 6, "  ") == ["  x", "  abcd", "  efgh", "  ij"]
    assert wrap("", 10) == []


def test_no_wrapped_line_begins_a_command() -> None:
    assert wrap("tests/test_a.py ::error::x", 16) == ["tests/test_a.py", ": :error::x"]


@settings(deadline=None)
@given(TEXTS, st.integers(4, 40))
def test_wrapped_lines_fit(text: str, width: int) -> None:
    lines = wrap(for_terminal(text), width, "  ")

    # One more column is what it costs to break a command, or to show one wide letter.
    assert all(width_of(line) <= width + 1 for line in lines)


def test_table() -> None:
    rows = [Row(("a", "1", "prose that is long")), Row(("tests/unit/test_pay.py", "100", "x"), str.upper)]

    assert table(rows, 36, right=frozenset({1}), prose=frozenset({2})) == [
        "  a                1  prose that is",
        "                      long",
        "  TESTS/…PAY.PY  100  x",
    ]


def test_the_status_is_the_last_to_give_way() -> None:
    rows = [Row(("status", "name", "figures"), head=True), Row(("passed", "tests/unit/test_pay.py", "1"))]

    assert table(rows, 27) == ["  status  name      figures", "  passed  test….py  1"]


def test_a_head_breaks_rather_than_take_room() -> None:
    rows = [Row(("", "Expected to fail"), head=True), Row(("a name", "0"))]

    assert table(rows, 20, right=frozenset({1})) == [
        "          Expected",
        "           to fail",
        "  a name         0",
    ]


def test_signs_stay_with_their_numbers() -> None:
    assert wrap("expected ≥ 95 %, tests 3 → 4", 12) == ["expected", "≥ 95 %,", "tests 3 → 4"]
    assert table([], 80) == []
