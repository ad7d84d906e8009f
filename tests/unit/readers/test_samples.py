"""Every sample report says what stands beside it: tests/samples/<format>/<case>/report* and expected.json."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path

import pytest

from quality_gate.readers.contract import contract
from quality_gate.readers.reading import read_stream
from quality_gate.readers.table import all_readers

SAMPLES = Path(__file__).parents[2] / "samples"
REPORTS = sorted(
    path
    for path in SAMPLES.glob("*/*/report*")
    if path.is_file() and (path.parent / "expected.json").is_file()
)


@pytest.mark.parametrize("report", REPORTS, ids=lambda path: path.parent.relative_to(SAMPLES).as_posix())
def test_sample(report: Path) -> None:
    text = (report.parent / "expected.json").read_text(encoding="utf-8")
    expected = json.loads(text, parse_float=Decimal)

    with report.open("rb") as stream:
        said = contract(str(report), read_stream(stream))

    assert said == {"path": str(report), **expected}


def test_there_are_samples_of_each_kind() -> None:
    states = {
        json.loads(path.read_text(encoding="utf-8"))["state"]
        for path in SAMPLES.glob("junit/*/expected.json")
    }
    assert states == {"ok", "empty", "invalid", "suspect"}


@pytest.mark.parametrize("name", [reader.NAME for reader in all_readers()])
def test_every_format_has_five_samples_with_whole_answers(name: str) -> None:
    answered = [report for report in REPORTS if report.parent.parent.name == name]

    assert len(answered) >= 5
    for report in answered:
        with report.open("rb") as stream:
            assert read_stream(stream).format in (name, "unknown"), report
