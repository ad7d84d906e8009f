"""Each limit refuses with the key that raises it; lines are the same however the file comes in."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quality_gate.model.reading import State
from quality_gate.readers.reader import DEFAULT_LIMITS, ReadLimits
from quality_gate.readers.reading import read_stream
from quality_gate.readers.table import all_readers
from quality_gate.readers.text_lines import text_lines

SAMPLES = Path(__file__).resolve().parents[2] / "samples"
SUITE = b"<testsuite><testcase name='a'/><testcase name='b'/></testsuite>"

NAMED = b"<testsuite name='inner'><testcase name='a'/></testsuite>"


class Dribble(io.BytesIO):
    """A stream that gives three bytes at most, whatever is asked for."""

    def read(self, size: int | None = -1, /) -> bytes:
        return super().read(3 if size is None or size < 0 else min(size, 3))


@pytest.mark.parametrize("name", sorted(reader.NAME for reader in all_readers()))
def test_every_format_is_refused_when_it_is_too_large_and_the_key_is_named(name: str) -> None:
    samples = [report.read_bytes() for report in (SAMPLES / name).glob("*/report*")]
    raw = max((one for one in samples if read_stream(io.BytesIO(one)).state is not State.INVALID), key=len)
    reading = read_stream(io.BytesIO(raw), ReadLimits(max_bytes=len(raw) - 1))

    assert reading.state is State.INVALID
    assert "raise `limits: report-size`" in reading.note


@pytest.mark.parametrize(
    ("raw", "limits", "key"),
    [
        (SUITE, ReadLimits(max_cases=1), "cases"),
        (SUITE, ReadLimits(max_depth=1), "depth"),
        (b"<testsuite name='outer'>%b</testsuite>" % NAMED, ReadLimits(max_names=4), "suite-names"),
        (b"<testsuite><!-- " + b"x" * 99, ReadLimits(max_token=50), "line"),
        (SUITE + b"&", ReadLimits(max_repair=20), "repair"),
        (b"1..2\nok 1\nok 2\n", ReadLimits(max_lines=2), "lines"),
        (b"1..1\nok 1 - " + b"x" * 99, ReadLimits(max_token=50), "line"),
    ],
)
def test_each_limit_names_its_key(raw: bytes, limits: ReadLimits, key: str) -> None:
    reading = read_stream(io.BytesIO(raw), limits)

    assert reading.state is State.INVALID
    assert f"raise `limits: {key}`" in reading.note


@given(st.text(alphabet="a\n\r\ufeffé", max_size=40))
def test_lines_do_not_depend_on_the_pieces_that_a_file_comes_in(rest: str) -> None:
    text = f"first{rest}"
    expected = [line.rstrip("\r").removeprefix("\ufeff") for line in text.split("\n")]
    if not text.rpartition("\n")[2]:
        del expected[-1]

    for stream in (io.BytesIO, Dribble):
        assert list(text_lines(stream(text.encode()), DEFAULT_LIMITS)) == expected


@pytest.mark.parametrize("stream", [io.BytesIO, Dribble])
def test_a_long_line_is_found_wherever_it_stands(stream: type[io.BytesIO]) -> None:
    for raw in (b"a\n" + b"x" * 9, b"a\n" + b"x" * 9 + b"\nb", b"x" * 9 + b"\n"):
        with pytest.raises(ValueError, match="limits: line"):
            list(text_lines(stream(raw), ReadLimits(max_token=8)))
    assert list(text_lines(stream(b"a\n" + b"x" * 8), ReadLimits(max_token=8))) == ["a", "x" * 8]


def test_nothing_has_no_lines() -> None:
    assert list(text_lines(io.BytesIO(), DEFAULT_LIMITS)) == []


def test_blank_lines_are_no_benchmarks() -> None:
    plain = b"goos: linux\nBenchmarkA-8 10 5 ns/op\nPASS\n"

    assert read_stream(io.BytesIO(plain.replace(b"\n", b"\n\n"))) == read_stream(io.BytesIO(plain))
