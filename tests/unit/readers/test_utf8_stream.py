"""Bytes in UTF-8, whatever the file is written in: pieces of any size give the same, nothing gets lost."""

from __future__ import annotations

import io

import pytest

from quality_gate.readers.reader import Head
from quality_gate.readers.utf8_stream import Utf8Stream, utf8_head

TEXT = "SF:zähler.c\nDA:1,1\n"


def whole(raw: bytes, size: int) -> bytes:
    stream = Utf8Stream(io.BytesIO(raw))
    return b"".join(iter(lambda: stream.read(size), b""))


@pytest.mark.parametrize("size", [5, 7, 1024])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "utf-16-le", "utf-16-be", "utf-32"])
def test_pieces_of_any_size_give_the_same(encoding: str, size: int) -> None:
    assert whole(TEXT.encode(encoding), size) == TEXT.encode()


def test_a_piece_that_makes_no_character_is_not_the_end() -> None:
    stream = Utf8Stream(io.BytesIO("ab".encode("utf-16-le")))

    assert stream.read(4) == b"ab"
    assert whole("abc".encode("utf-32"), 4) == b"abc"


def test_half_a_character_at_the_end_is_seen() -> None:
    assert whole(TEXT.encode("utf-16")[:-1], 1024) == (TEXT[:-1] + "\ufffd").encode()


def test_bytes_of_utf_8_stay_as_they_are() -> None:
    assert whole(b"\xef\xbb\xbfSF:caf\xe9.c\n", 3) == b"\xef\xbb\xbfSF:caf\xe9.c\n"
    assert whole(b"", 1024) == b""


def test_a_head_is_told_alike() -> None:
    assert utf8_head(Head(TEXT.encode("utf-16"))) == TEXT.encode()
    assert utf8_head(Head(b"SF:caf\xe9.c\n")) == b"SF:caf\xe9.c\n"
