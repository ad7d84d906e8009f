"""What is wrong with a report that a stage has handed over, and what to do about it."""

from __future__ import annotations

import io

import pytest

from quality_gate.envelopes.reports import problems_of
from quality_gate.model.envelope import Envelope
from quality_gate.model.evidence import ReadReport
from quality_gate.readers.reading import read_stream

KILLED = "see whether the tool that writes it was killed"
CORRECT = "look into the file: correct `reports:`, or what the tool is told to write"


@pytest.mark.parametrize(
    ("content", "remedy"),
    [
        (b"", KILLED),
        (b"<testsuites><testsuite", KILLED),
        (b'{"meta": {"format": 3, "version": "7.6", "branch_coverage": true}, "files": {"a', KILLED),
        (b"function total() {}", CORRECT),
        (b"<project/>", CORRECT),
        (b'{"scripts": {}}', CORRECT),
    ],
)
def test_only_what_is_cut_off_was_killed(content: bytes, remedy: str) -> None:
    report = ReadReport(path="out/x", reading=read_stream(io.BytesIO(content)))
    (problem,) = problems_of(Envelope(stage="unit"), [report])

    assert problem.next == remedy
