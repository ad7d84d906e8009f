"""Foreign text stays text: in Markdown, in code, in HTML, on a terminal, and in workflow commands."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from markdown_it.token import Token

from hostile import NAMES, TEXTS
from quality_gate.renderers import escape

MARKDOWN = MarkdownIt("commonmark").enable(["table", "strikethrough"])
SPAN = ("<span>", "</span>")
LINKS = re.compile(
    r"@[a-z0-9]|#\d|\bgh-\d|://|www\.|:[\w+-]+:|(?<![0-9a-z])[0-9a-f]{7,40}(?![0-9a-z])", re.IGNORECASE
)


def inline(source: str) -> list[Token]:
    """The pieces of the one paragraph that this must be."""
    blocks = MARKDOWN.parse(source)
    if not blocks:
        return []
    assert [block.type for block in blocks] == ["paragraph_open", "inline", "paragraph_close"], source
    return blocks[1].children or []


def text_of(tokens: list[Token]) -> str:
    return "".join(token.content for token in tokens if token.type == "text").replace("\u200b", "")


@settings(deadline=None)
@given(TEXTS)
def test_markdown_stays_one_plain_paragraph(text: str) -> None:
    tokens = inline(escape.for_markdown(text))

    assert {token.type for token in tokens} <= {"text", "html_inline"}
    assert all(token.content in SPAN for token in tokens if token.type == "html_inline")
    assert text_of(tokens) == escape.one_line(text)


@settings(deadline=None)
@given(st.one_of(TEXTS, st.lists(TEXTS, max_size=4).map("`".join)))
def test_prose_is_text_and_code(text: str) -> None:
    tokens = inline(escape.for_markdown_prose(text))

    assert {token.type for token in tokens} <= {"text", "html_inline", "code_inline"}
    shown = "".join(t.content for t in tokens if t.type in ("text", "code_inline")).replace("\u200b", "")
    assert shown.replace("`", "") == escape.one_line(text, 500).replace("`", "")


def test_prose() -> None:
    assert escape.for_markdown_prose("raise its `timeout`, or *wait*") == r"raise its `timeout`, or \*wait\*"
    assert escape.for_markdown_prose("one ` alone") == r"one \` alone"
    assert escape.for_markdown_prose("`` two ``") == r"\`\` two \`\`"


@settings(deadline=None)
@given(TEXTS)
def test_nothing_for_link_finders(text: str) -> None:
    for token in inline(escape.for_markdown(text)):
        assert not LINKS.search(token.content), token.content


@settings(deadline=None)
@given(TEXTS, TEXTS)
def test_neighbours_do_not_meet(one: str, other: str) -> None:
    source = f"{escape.for_markdown(one)}{escape.for_markdown_code(other)}{escape.for_markdown(one)}"

    tokens = inline(source)

    assert {token.type for token in tokens} <= {"text", "html_inline", "code_inline"}


@settings(deadline=None)
@given(TEXTS)
def test_code_is_one_span(text: str) -> None:
    tokens = inline(escape.for_markdown_code(text))

    wanted = escape.one_line(text)
    assert [(t.type, t.content) for t in tokens] == (
        [("code_inline", wanted)] if wanted else [("text", "(empty)")]
    )


@settings(deadline=None)
@given(TEXTS)
def test_a_cell_stays_a_cell(text: str) -> None:
    row = f"| {escape.for_markdown(text)} | {escape.for_markdown_code(text, table=True)} | end |"
    tokens = MARKDOWN.parse(f"| a | b | c |\n| --- | --- | --- |\n{row}\n")

    cells = [tokens[at + 1] for at, token in enumerate(tokens) if token.type == "td_open"]

    assert len(cells) == 3 and cells[2].content == "end"
    shown = [token for token in cells[1].children or [] if token.type in ("text", "code_inline")]
    assert "".join(t.content for t in shown).replace("\u200b", "") == (escape.one_line(text) or "(empty)")


@settings(deadline=None)
@given(TEXTS)
def test_a_block_is_one_fence(text: str) -> None:
    source = f"<details>\n\n{escape.for_markdown_block(text)}\n\n</details>\n\nend"

    kinds = [token.type for token in MARKDOWN.parse(source) if token.level == 0]

    assert kinds == ["html_block", "fence", "html_block", "paragraph_open", "paragraph_close"]


def test_no_block_holds_a_second_verdict() -> None:
    block = escape.for_markdown_block("PASSED\u00a0(quick)\nFAILED\t\u200b (x)\nREADY")

    assert block == "```text\nPassed\u00a0(quick)\nFailed     (x)\nReady\n```"


def test_a_long_block_keeps_both_ends() -> None:
    text = "\n".join(f"line {number}" for number in range(1, 101))

    block = escape.for_markdown_block(text, most_lines=4)

    assert block == "```text\nline 1\nline 2\n… 96 lines left out …\nline 99\nline 100\n```"


def test_a_block_of_long_lines_is_cut_in_its_middle() -> None:
    block = escape.for_markdown_block("\n".join(["x" * 300] * 30), most=1_000)

    assert len(block) < 1_030
    assert "x…\n…x" in block


def test_a_huge_text_is_cut_before_it_is_looked_at() -> None:
    lines = escape.many_lines("a" * 100_000 + "z")

    assert len(lines) < 21_000 and lines.startswith("a") and lines.endswith("z")


@settings(deadline=None)
@given(TEXTS)
def test_html_holds_no_tag_and_no_link(text: str) -> None:
    for escaped in (escape.for_html(text), escape.for_html_code(text)):
        assert not re.search(r"[<>\"']|&(?!(?:amp|lt|gt|quot|#39);)", escaped)
    assert not LINKS.search(escape.for_html(text).replace("&#39;", "'"))


@settings(deadline=None)
@given(TEXTS)
def test_terminal_text_is_one_visible_line(text: str) -> None:
    shown = escape.for_terminal(text)

    assert "\n" not in shown and all(char.isprintable() or ord(char) > 0x7F for char in shown)
    assert not re.search("[\x80-\x9f\u2028-\u202e\u200b-\u200f\ud800-\udfff]", shown)
    assert not shown.lstrip().startswith("::") and "##[" not in shown


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("two\nlines\r\nand\rmore", r"two\nlines\nand\nmore"),
        ("\x1b[31mred\x1b[0m", "red"),
        ("a\tb", "a b"),
        ("gnp.\u202eexe", r"gnp.\u202eexe"),
        ("\U000e0041", r"\U000e0041"),
        ("::error::x", ": :error::x"),
        ("NOT READY", "NOT Ready"),
        ("PASSED (quick)", "Passed (quick)"),
        ("PASSED\u00a0(quick)", "Passed\u00a0(quick)"),
        ("PASSED  (x) FAILED\u3164\u2800(y)", "Passed  (x) Failed\u3164\u2800(y)"),
        ("test PASSED", "test Passed"),
        ("FAILED tests/test_a.py", "FAILED tests/test_a.py"),
        ("x" * 400, "x" * 299 + "…"),
    ],
)
def test_terminal(text: str, shown: str) -> None:
    assert escape.for_terminal(text) == shown


@pytest.mark.parametrize(
    ("text", "data", "prop"),
    [
        ("100 %\r\nnext", "100 %25%0Anext", "100 %25 next"),
        ("a:b,c", "a:b,c", "a%3Ab%2Cc"),
        ("%0A", "%250A", "%250A"),
        ("##[error]x", "# #[error]x", "# #[error]x"),
    ],
)
def test_workflow_commands(text: str, data: str, prop: str) -> None:
    assert escape.for_command_data(text) == data
    assert escape.for_command_property(text) == prop


@settings(deadline=None)
@given(TEXTS)
def test_commands_stay_on_their_line(text: str) -> None:
    for value in (escape.for_command_data(text), escape.for_command_property(text)):
        assert len(value.splitlines()) <= 1
    assert not set(":,") & set(escape.for_command_property(text))


@pytest.mark.parametrize(
    ("text", "source"),
    [
        ("1. first", r"1\. first"),
        ("94.9 %", "94.9 %"),
        ("- item", r"\- item"),
        ("# head", r"\# head"),
        ("pass_rate _x_", r"pass_rate \_x\_"),
        ("a|b", "a&#124;b"),
        ("costs $5", "costs <span>$</span>5"),
        ("x" * 400, "x" * 299 + "…"),
        ("  ", ""),
    ],
)
def test_markdown_reads_well(text: str, source: str) -> None:
    assert escape.for_markdown(text) == source


@pytest.mark.parametrize("text", NAMES)
def test_hostile_names_survive_markdown(text: str) -> None:
    assert text_of(inline(escape.for_markdown(text))) == escape.one_line(text)
