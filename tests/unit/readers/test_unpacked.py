"""A report packed with gzip says what it says unpacked; what is damaged or bursts is refused."""

from __future__ import annotations

import gzip
import io
import zlib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quality_gate.model.reading import Reading, State, invalid
from quality_gate.readers.reader import ReadLimits
from quality_gate.readers.reading import read_stream

SAMPLES = Path(__file__).resolve().parents[2] / "samples"
REPORTS = sorted(path for path in SAMPLES.glob("*/*/report*") if path.parent.parent.name != "unknown")
SUITE = b"<testsuite><testcase name='a'/></testsuite>"


class Pipe(io.BytesIO):
    def seekable(self) -> bool:
        return False


def read(raw: bytes) -> Reading:
    return read_stream(io.BytesIO(raw))


@pytest.mark.parametrize("report", REPORTS, ids=lambda path: f"{path.parent.parent.name}/{path.parent.name}")
def test_packed_or_not_a_report_says_the_same(report: Path) -> None:
    raw = report.read_bytes()
    packed = gzip.compress(raw)

    assert read(packed) == read(raw)
    assert read_stream(Pipe(packed)) == read_stream(Pipe(raw))


def test_several_packed_pieces_are_one_report() -> None:
    assert read(gzip.compress(SUITE[:20]) + gzip.compress(SUITE[20:])) == read(SUITE)


def test_what_is_cut_off_or_damaged_is_refused() -> None:
    packed = gzip.compress(SUITE)

    assert "cut off or damaged" in read(packed[:-5]).note
    assert "cut off or damaged" in read(packed[:12]).note
    assert "cut off or damaged" in read(packed + b"more").note
    assert "cut off or damaged" in read(b"\x1f\x8b").note


def test_packed_twice_is_refused() -> None:
    assert read(gzip.compress(gzip.compress(SUITE))) == invalid(
        "unknown", "packed with gzip twice: unpack it before"
    )


def test_the_limit_is_of_the_unpacked_bytes() -> None:
    packed = gzip.compress(SUITE + b" " * 10_000)
    reading = read_stream(io.BytesIO(packed), ReadLimits(max_bytes=5_000))

    assert len(packed) < 5_000
    assert reading.note == "larger than 4.9 KiB; raise `limits: report-size`"


def test_what_bursts_is_refused_before_it_fills_anything() -> None:
    engine = zlib.compressobj(9, zlib.DEFLATED, 31)
    piece = engine.compress(b"<testsuite>") + engine.compress(b" " * (70 << 20)) + engine.flush()
    reading = read(piece)

    assert reading.state is State.INVALID
    assert "unpacks to more than 250 times its size" in reading.note


@given(st.integers(0, 60), st.binary(min_size=1, max_size=3))
def test_damaged_bytes_never_raise(place: int, other: bytes) -> None:
    packed = gzip.compress(SUITE)

    assert read(packed[:place] + other + packed[place + len(other) :]).state in State
