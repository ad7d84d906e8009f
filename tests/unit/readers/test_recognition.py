"""Exactly one reader takes each sample, and a head that looks like two formats goes to the right one."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from quality_gate.readers.reader import HEAD_SIZE, Head
from quality_gate.readers.reading import UNKNOWN
from quality_gate.readers.table import all_readers

SAMPLES = Path(__file__).parents[2] / "samples"
REPORTS = sorted(
    path
    for path in SAMPLES.glob("*/*/report*")
    if path.is_file() and (path.parent / "expected.json").is_file()
)
NAMES = [reader.NAME for reader in all_readers()]


def takers(raw: bytes) -> list[str]:
    head = Head(raw[:HEAD_SIZE])
    return [reader.NAME for reader in all_readers() if reader.recognises(head)]


@pytest.mark.parametrize("report", REPORTS, ids=lambda path: path.parent.relative_to(SAMPLES).as_posix())
def test_one_reader_takes_a_sample_and_no_other_does(report: Path) -> None:
    said = json.loads((report.parent / "expected.json").read_text(encoding="utf-8"))["format"]

    assert takers(report.read_bytes()) == ([] if said == UNKNOWN else [said])


def test_no_two_readers_have_one_name() -> None:
    assert len(set(NAMES)) == len(NAMES)


@pytest.mark.parametrize(
    ("head", "names"),
    [
        ('<report name="x"><sessioninfo/>', ["jacoco"]),
        (
            '<!DOCTYPE report PUBLIC "-//JACOCO//DTD Report 1.1//EN" "report.dtd"><report name="x"/>',
            ["jacoco"],
        ),
        ('<report generator="something else"><issue/></report>', []),
        ('<coverage generated="1"><project timestamp="1">', ["clover"]),
        ('<coverage line-rate="1" generated="1"><project timestamp="1">', ["clover"]),
        ('<coverage version="1"/>', ["sonarqube"]),
        ('<coverage version="1.9"><packages/></coverage>', ["cobertura"]),
        ("<coverage/>", []),
        ('<coverage version="7.6"/>', []),
        ("<CoverageSession>", ["opencover"]),
        ("mode: set", ["go-cover"]),
        ("\ufeffmode: atomic\n", ["go-cover"]),
        ("mode: other\n", []),
        ('{"RSpec": {"coverage": {', ["simplecov"]),
        ('{"coverage": {"coverage": {"1": 1}}}', ["codecov"]),
        ('{"meta": {"simplecov_version": "0.21.2"}, "coverage": {"a.rb": {', ["simplecov-json"]),
        ('{"a": "simplecov_version"}', []),
        ('{"Shop.dll": {"a.cs": {', ["coverlet"]),
        ('{"data":[{"files":[{"filename":"a"', ["llvm-cov"]),
        ('{"cargo_llvm_cov":{},"data":[{"files":[]}],"type":"llvm.coverage.json.export"}', ["llvm-cov"]),
        ('{"gcovr/format_version": "0.14", "files": [', ["gcovr"]),
        ('{"files": [], "gcovr/summary_format_version": "0.6"', ["gcovr-summary"]),
        ('{"gcc_version": "12.2.0", "files": [{', ["gcov"]),
        ('{"files":[{"path":["/","a.rs"],"content":"', ["tarpaulin"]),
        ('{"service_name": "x", "source_files": [', ["coveralls"]),
        ('{"coverage": {"a": [null, 1]}, "messages": {}}', ["codecov"]),
        ('{"coverage": 12.5, "files": []}', []),
        ('{"schema": 1, "verdict": "READY", "rulings": [], "coverage": {"total": [', []),
        ('{"targets": [{"executableLines": 3', ["xccov-report"]),
        ('{"targets": []}', []),
        ('{"/a.swift": [{"isExecutable": true', ["xccov-archive"]),
    ],
)
def test_a_head_is_taken_by_its_own_reader_alone(head: str, names: list[str]) -> None:
    assert takers(head.encode()) == names


def test_simplecov_1_0_says_branch_coverage_as_coverage_py_does() -> None:
    head = b'{"$schema": "x", "meta": {"simplecov_version": "1.0.0", "branch_coverage": true}, "total": {'

    assert takers(head) == ["simplecov-json"]


@pytest.mark.parametrize("piece", ["\n", " ", "#\n", "<", "{", "[", "\t\n", "<!--", "a,", "- "])
def test_no_head_is_slow_to_recognise(piece: str) -> None:
    # Exponential patterns would need longer than the universe for this; the test then never ends.
    assert takers((piece * 65536)[:65536].encode()) == []
