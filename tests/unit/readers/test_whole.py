"""A whole file at once: never more than one byte beyond the limit, and no room for more than that."""

from __future__ import annotations

import io
import tracemalloc
from pathlib import Path

import pytest

from quality_gate.readers.whole import read_whole


class Pipe(io.RawIOBase):
    """A stream that cannot be wound back, and gives what it likes."""

    def __init__(self, raw: bytes) -> None:
        self._rest = io.BytesIO(raw)

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: object) -> int:
        room = memoryview(buffer)  # type: ignore[arg-type]
        piece = self._rest.read(min(len(room), 7))
        room[: len(piece)] = piece
        return len(piece)


@pytest.mark.parametrize(("most", "length"), [(100, 20), (20, 20), (19, 20), (5, 6), (0, 1)])
def test_no_more_than_one_byte_beyond_the_limit(most: int, length: int) -> None:
    raw = bytes(range(20))

    assert read_whole(io.BytesIO(raw), most) == raw[:length]
    assert read_whole(io.BufferedReader(Pipe(raw)), most) == raw[:length]


def test_from_where_the_stream_stands() -> None:
    stream = io.BytesIO(b"abcdef")
    stream.seek(2)

    assert read_whole(stream, 3) == b"cdef"
    assert read_whole(stream, 3) == b""


def test_a_small_file_takes_little_room_whatever_the_limit(tmp_path: Path) -> None:
    (tmp_path / "report").write_bytes(b"{}")
    with (tmp_path / "report").open("rb") as stream:
        tracemalloc.start()
        try:
            assert read_whole(stream, 1 << 30) == b"{}"
            assert tracemalloc.get_traced_memory()[1] < 1 << 20
        finally:
            tracemalloc.stop()
