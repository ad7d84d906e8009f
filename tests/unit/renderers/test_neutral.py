"""Foreign lines stay readable, and no runner finds a command in them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quality_gate.renderers.neutral import neutral_line, plain_line


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("plain words", "plain words"),
        ("::error::x", ": :error::x"),
        (" \t ::error::x", " \t : :error::x"),
        ("\u00a0\u3000::error::x", "\u00a0\u3000: :error::x"),
        ("\u200b::error::x", ": :error::x"),
        (":\u00ad:error::x", ": :error::x"),
        ("\x1b[0m::error::x", ": :error::x"),
        ("\x00::error::x", ": :error::x"),
        ("a ##[error]x", "a # #[error]x"),
        ("a #\u200b#\ufeff[error]x", "a # #[error]x"),
        ("std::string a::b", "std::string a::b"),
        ("### [x] ## heading", "### [x] ## heading"),
        ("👩\u200d👩\u200d👧 naïve e\u0301", "👩\u200d👩\u200d👧 naïve e\u0301"),
        ("\x1b]0;title\x07\x1b[31;1mred\x1b[0m\x1bM\tend\x9b", "red\tend"),
    ],
)
def test_a_line(text: str, expected: str) -> None:
    assert neutral_line(text) == expected


@given(st.text(st.sampled_from(":#[ \t\u200b\x1b\x00\u0301a\u00a0"), max_size=12))
def test_no_command_survives(text: str) -> None:
    line = neutral_line(text)
    seen = line.replace("\u200b", "").replace("\u0301", "")

    assert not seen.strip().startswith("::")
    assert "##[" not in seen


def test_an_unfinished_title_ends_with_its_line() -> None:
    assert plain_line("\x1b]0;never ended") == ""
