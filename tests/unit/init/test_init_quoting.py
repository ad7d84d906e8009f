"""Whatever a text holds, the written YAML means exactly that text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quality_gate.bind.node import Kind
from quality_gate.config.load import load
from quality_gate.init.quoting import comment, in_list, mapping, one_or_more, scalar

HOSTILE = [
    "it's",
    'say "hi"',
    "a: b",
    "a #b",
    "ends:",
    "ends ",
    "- x",
    "*star",
    "&anchor",
    "!tag",
    "{a}",
    "[a]",
    "true",
    "null",
    "~",
    "3.10",
    "2026-01-01",
    "<<",
    "%TAG",
    "`x`",
    "@x",
    "a\nb",
    "a\tb\r",
    "\u2028\u200b\x1b[31m\x7f",
    "a\\b",
    "\ufeffx",
    "😀 ü",
    "a, b",
    "? x",
    "...",
    "",
]


def back(text: str) -> str:
    node = load(f"key: {scalar(text)}\n", "x").entries[0][1]
    assert node.kind is Kind.TEXT or node.text
    return node.text


@pytest.mark.parametrize(
    "text", [*HOSTILE, "pytest tests/unit --junitxml=out/unit.xml", "a || b; exit $code"]
)
def test_a_value_means_its_text(text: str) -> None:
    assert back(text) == text


@given(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=30))
def test_any_value_means_its_text(text: str) -> None:
    assert back(text) == text


@given(st.lists(st.text(st.characters(exclude_characters="\0"), max_size=20), min_size=2, max_size=4))
def test_a_list_means_its_texts(texts: list[str]) -> None:
    texts = [text.encode("utf-8", "replace").decode() for text in texts]
    node = load(f"key: {one_or_more(texts)}\n", "x").entries[0][1]

    assert [item.text for item in node.items] == texts


@pytest.mark.parametrize("text", HOSTILE)
def test_a_mapping_means_its_texts(text: str) -> None:
    node = load(f"key: {mapping({'NAME': text, 'b': 'c'})}\n", "x").entries[0][1]

    assert [(key.text, value.text) for key, value in node.entries] == [("NAME", text), ("b", "c")]


@pytest.mark.parametrize("text", HOSTILE)
def test_a_comment_stays_one_line(text: str) -> None:
    node = load(f"a: 1\n{comment(text, '  ')}\nb: 2\n", "x")

    assert [key.text for key, _ in node.entries] == ["a", "b"]


def test_plain_words_need_no_quotes() -> None:
    assert scalar("npm run test:unit -- --ci") == "npm run test:unit -- --ci"
    assert in_list("out/unit.xml") == "out/unit.xml"
    assert one_or_more(["out/unit.xml"]) == "out/unit.xml"
