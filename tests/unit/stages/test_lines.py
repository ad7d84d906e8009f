"""Output becomes lines wherever its pieces are cut, and never more than fits."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from quality_gate.renderers.neutral import neutral_line, plain_line
from quality_gate.stages.lines import LONGEST, Capped, Splitter, neutral_lines, plain_lines

WORDS = st.sampled_from(
    ["a", "é", " ", "\t", ":", "::", "##[", "#", "[", "\x1b[31m", "\x1b]0;t\x07", "\u200b", "\x85", "\x0b"]
)


def lines(*pieces: bytes) -> list[str]:
    splitter = Splitter()
    return [line for piece in pieces for line in splitter.feed(piece)] + list(splitter.end())


def test_every_kind_of_line_end() -> None:
    assert lines(b"a\nb\r\nc\rd") == ["a", "b", "c", "d"]


@given(st.lists(st.text("ab\r\n", max_size=5)))
def test_it_does_not_matter_where_pieces_are_cut(texts: list[str]) -> None:
    *expected, last = re.split(r"\r\n|\r|\n", "".join(texts))

    assert lines(*(text.encode() for text in texts)) == expected + ([last] if last else [])


def test_a_character_cut_in_two_is_whole_again() -> None:
    assert lines(b"caf\xc3", b"\xa9\n") == ["café"]


def test_bytes_that_are_no_text_are_shown_as_such() -> None:
    assert lines(b"\xff\n") == ["\ufffd"]


def test_a_long_line_is_cut() -> None:
    assert lines(*[b"x" * LONGEST] * 3, b"\nnext") == [
        "x" * LONGEST + f"… {2 * LONGEST:,} more bytes",
        "next",
    ]


@given(st.lists(st.integers(0, 3 * LONGEST), max_size=4), st.integers(1, 5 * LONGEST))
def test_long_lines_are_cut_wherever_pieces_are(lengths: list[int], piece: int) -> None:
    content = b"".join(b"x" * length + b"\n" for length in lengths)
    pieces = [content[start : start + piece] for start in range(0, len(content), piece)]

    assert lines(*pieces) == lines(content)
    assert [len(line.split("…")[0]) for line in lines(content)] == [min(n, LONGEST) for n in lengths]


def test_a_long_line_of_wide_characters_is_cut_by_its_bytes() -> None:
    first, cut, last = lines(b"a\n" + "€".encode() * LONGEST + b"\nb\n")

    assert (first, last) == ("a", "b")
    assert cut.endswith(f"… {2 * LONGEST:,} more bytes")


@given(st.lists(st.lists(WORDS, max_size=6).map("".join), min_size=1, max_size=5))
def test_many_lines_become_harmless_as_each_alone(texts: list[str]) -> None:
    plain = plain_lines(texts)

    assert list(plain) == [plain_line(text) for text in texts]
    assert list(neutral_lines(plain)) == [neutral_line(text) for text in texts]


@given(st.lists(st.text("aé", max_size=20), max_size=200), st.integers(0, 400), st.integers(1, 9))
def test_head_and_tail_stay_and_the_middle_is_counted(texts: list[str], most: int, at_once: int) -> None:
    blocks: list[str] = []
    capped = Capped(blocks.append, most)
    for start in range(0, len(texts), at_once):
        capped.add(texts[start : start + at_once])
    capped.end()
    written = [line for block in blocks for line in block.split("\n")]
    cut = next((place for place, line in enumerate(written) if "left out" in line), None)

    if cut is None:
        assert written == texts
        return
    head, tail = written[:cut], written[cut + 1 :]
    missing = int(written[cut].split()[1].replace(",", ""))
    assert texts[: len(head)] == head
    assert texts[len(texts) - len(tail) :] == tail
    assert len(head) + missing + len(tail) == len(texts)
    assert sum(len(line.encode()) + 1 for line in head) <= most // 2
