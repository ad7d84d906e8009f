"""The shared corpus of JUnit dialects, where it is checked out beside the repository."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from quality_gate.model.reading import State
from quality_gate.readers.contract import contract
from quality_gate.readers.reading import read_stream

CORPUS = Path(__file__).parents[4] / "shared" / "corpus" / "junit"
COLUMNS = {"tests": "total", **{key: key for key in ("passed", "skipped", "failed", "errors", "flaky")}}


@pytest.mark.skipif(not CORPUS.is_dir(), reason="the shared corpus is not beside this repository")
def test_the_corpus_is_read_as_expected() -> None:
    with (CORPUS / "expected.tsv").open(encoding="utf-8", newline="") as table:
        rows = list(csv.DictReader(table, delimiter="\t"))

    answers = {row["file"]: answer(row["file"]) for row in rows}

    assert {row["file"]: expected(row) for row in rows} == answers


def answer(file: str) -> dict[str, object]:
    with (CORPUS / file).open("rb") as stream:
        reading = read_stream(stream)
    tests = contract(file, reading)["tests"]
    if reading.state is not State.OK:
        return {"verdict": str(reading.state), "tests": tests}
    return {"verdict": "fail" if tests["failed"] or tests["errors"] else "pass", "tests": tests}


def expected(row: dict[str, str]) -> dict[str, object]:
    """The counts of an invalid file are not told at all."""
    tests = {key: int(row[column]) for column, key in COLUMNS.items()}
    verdict = row["verdict"]
    if verdict == "pass|fail":
        # What may be read either way must not be green by accident: the test that passed there fails here.
        verdict = "fail"
        tests |= {"passed": tests["passed"] - 1, "failed": tests["failed"] + 1}
    return {"verdict": verdict, "tests": None if verdict == "invalid" else tests}
