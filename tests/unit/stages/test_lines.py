"""Output becomes lines wherever its pieces are cut, and never more than fits."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from quality_gate.stages.lines import LONGEST, Capped, Splitter


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


@given(st.lists(st.text("aé", max_size=20), max_size=200), st.integers(0, 400))
def test_head_and_tail_stay_and_the_middle_is_counted(texts: list[str], most: int) -> None:
    written: list[str] = []
    capped = Capped(written.append, most)
    for text in texts:
        capped.add(text)
    capped.end()
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
