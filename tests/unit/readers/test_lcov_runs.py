"""Runs of plain lines are read at once, also where their counts are large."""

from __future__ import annotations

import io

import pytest

from quality_gate.model.coverage import lines_of
from quality_gate.readers.reading import read_stream


@pytest.mark.parametrize(
    ("body", "measured", "covered"),
    [
        (b"DA:1,1\nDA:2,0\n", [1, 2], [1]),
        (b"DA:1,123456789\nDA:2,0\nDA:3,98765432100\n", [1, 2, 3], [1, 3]),
        (
            b"DA:70001,5\nDA:70002,0\n" + b"".join(b"DA:%d,0\n" % n for n in range(1, 70001)),
            [70001, 70002],
            [70001],
        ),
    ],
)
def test_a_run_of_plain_lines(body: bytes, measured: list[int], covered: list[int]) -> None:
    reading = read_stream(io.BytesIO(b"TN:\nSF:a.py\n" + body + b"end_of_record\n"))

    assert reading.coverage is not None
    file = reading.coverage.files["a.py"]
    assert set(measured) <= set(lines_of(file.measured))
    assert list(lines_of(file.covered)) == covered
