"""Selectors fit whole identities, or whole parts of them: never a piece of a name."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quality_gate.model.selectors import beginning, cuts_a_part, escaped, fits, is_broad, unescaped


@pytest.mark.parametrize(
    ("pattern", "identity", "answer"),
    [
        ("a/b.py::t", "a/b.py::t", True),
        ("a/b.py::t", "a/b.py::tt", False),
        ("a/b.py::t[1-2]", "a/b.py::t[1-2]", True),
        ("a/b.py::t[1-2]", "a/b.py::t1", False),
        ("a/b.py::*", "a/b.py::C::t[x/y]", True),
        ("a/b.py::*", "a/b.pyx::t", False),
        ("a/*::t", "a/b.py::t", True),
        ("a/*::t", "a/b/c.py::t", False),
        ("a/**::t", "a/b/c.py::t", True),
        ("a/**/c.py::t", "a/c.py::t", True),
        ("a/**/c.py::t", "a/b/b/c.py::t", True),
        ("a/**/*", "a/b/c.py::t", True),
        ("a/*/c.py::t", "a/b/c.py::t", True),
        ("*::C::t", "a.py::C::t", True),
        ("a.py::t[*]", "a.py::t[]", False),
        ("a.py::t[*]", "a.py::t[x-[y]]", True),
        ("a.py::t[*]", "a.py::t", False),
        ("a.py::t[2\\*3]", "a.py::t[2*3]", True),
        ("a.py::t[2\\*3]", "a.py::t[2xx3]", False),
        ("a.py::t[\\d]", "a.py::t[\\d]", True),
        ("**", "anything::at all", True),
    ],
)
def test_fits(pattern: str, identity: str, answer: bool) -> None:
    assert fits(pattern, identity) is answer


@pytest.mark.parametrize("pattern", ["*", "**", "a/*", "a/**::t", "a.py::*", "a.py::t[*]", "**/a.py::t"])
def test_stars_for_whole_parts(pattern: str) -> None:
    assert is_broad(pattern)
    assert not cuts_a_part(pattern)


@pytest.mark.parametrize("pattern", ["*buy*", "a.py::test_*", "a*.py::t", "t[2*3]", "***", "a:*", "a.py::*x"])
def test_a_piece_of_a_name_is_refused(pattern: str) -> None:
    assert cuts_a_part(pattern)


@given(st.text())
def test_every_identity_can_be_named_exactly(identity: str) -> None:
    pattern = escaped(identity)

    assert not is_broad(pattern)
    assert fits(pattern, identity)
    assert identity in (pattern, unescaped(pattern))


@pytest.mark.parametrize(
    ("pattern", "begins"), [("a/**::t", "a/"), ("*", ""), ("a.py::t[2\\*3]::*", "a.py::t[2*3]::"), ("a", "a")]
)
def test_what_a_pattern_begins_with(pattern: str, begins: str) -> None:
    assert beginning(pattern) == begins
