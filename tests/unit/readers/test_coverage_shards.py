"""Reports of one file in several formats, and of several shards, add up to what a person counts by hand."""

from __future__ import annotations

import io
import itertools
import json

import pytest

from quality_gate.model.coverage import Coverage, FileCoverage, Unit, merged
from quality_gate.model.ratio import Ratio
from quality_gate.readers.reading import read_stream

# One file of seven lines, of which 1, 2, 3, 5, 6 hold code; line 2 branches. The first run covers 1, 2, 3
# and takes one branch, the second one 1, 2, 5 and takes the other; nobody reaches line 6.
LCOV = (
    "TN:\nSF:src/a.py\nFN:1,pay\nFN:5,refund\nFNDA:1,pay\nFNDA:0,refund\n"
    "BRDA:2,0,0,1\nBRDA:2,0,1,0\nDA:1,1\nDA:2,1\nDA:3,1\nDA:5,0\nDA:6,0\nend_of_record\n"
)
COBERTURA = (
    '<coverage lines-valid="5" lines-covered="3"><packages><package name="src"><classes>'
    '<class name="a" filename="src/a.py"><methods>'
    '<method name="pay" signature="()" line-rate="1"><lines><line number="2" hits="1"/></lines></method>'
    '<method name="refund" signature="()" line-rate="0"><lines><line number="6" hits="0"/></lines></method>'
    '</methods><lines><line number="1" hits="1"/>'
    '<line number="2" hits="1" branch="true" condition-coverage="50% (1/2)"/><line number="3" hits="0"/>'
    '<line number="5" hits="1"/><line number="6" hits="0"/>'
    "</lines></class></classes></package></packages></coverage>"
)
JACOCO = (
    '<report name="x"><package name="src"><class name="src/a" sourcefilename="a.py">'
    '<method name="pay" desc="()V" line="2"><counter type="METHOD" missed="0" covered="1"/></method>'
    '<method name="refund" desc="()V" line="6"><counter type="METHOD" missed="1" covered="0"/></method>'
    '</class><sourcefile name="a.py"><line nr="1" mi="0" ci="1" mb="0" cb="0"/>'
    '<line nr="2" mi="0" ci="1" mb="1" cb="1"/><line nr="3" mi="0" ci="1" mb="0" cb="0"/>'
    '<line nr="5" mi="1" ci="0" mb="0" cb="0"/>'
    '<line nr="6" mi="1" ci="0" mb="0" cb="0"/></sourcefile></package></report>'
)
GO_COVER = "mode: set\nsrc/a.py:1.1,3.9 3 1\nsrc/a.py:5.1,5.9 1 0\nsrc/a.py:6.1,6.9 1 0\n"
COVERAGE_PY = json.dumps(
    {
        "meta": {"format": 3, "branch_coverage": True},
        "files": {
            "src/a.py": {
                "executed_lines": [1, 2, 5],
                "missing_lines": [3, 6],
                "executed_branches": [[2, 5]],
                "missing_branches": [[2, 3]],
            }
        },
        "totals": {"covered_lines": 3, "num_statements": 5, "covered_branches": 1, "num_branches": 2},
    }
)
SUMMARY = json.dumps(
    {
        name: {
            "lines": {"total": 5, "covered": 4, "skipped": 0, "pct": 80},
            "statements": {"total": 5, "covered": 4, "skipped": 0, "pct": 80},
            "functions": {"total": 2, "covered": 1, "skipped": 0, "pct": 50},
            "branches": {"total": 2, "covered": 2, "skipped": 0, "pct": 100},
        }
        for name in ("total", "src/a.py")
    }
)


def place(line: int, start: int = 0, end: int = 9) -> dict[str, object]:
    return {"start": {"line": line, "column": start}, "end": {"line": line, "column": end}}


def istanbul(*branches: tuple[int, int, int]) -> str:
    """Branches as V8's reports have them, one path each: line, column and count; the keys are their order."""
    places = [place(line, column) for line, column, _ in branches]
    entry = {
        "path": "src/a.py",
        "statementMap": {str(at): place(line) for at, line in enumerate((1, 2, 3, 5, 6))},
        "s": {"0": 1, "1": 1, "2": 1, "3": 0, "4": 0},
        "branchMap": {
            str(at): {"type": "branch", "line": where["start"], "loc": where, "locations": [where]}
            for at, where in enumerate(places)
        },
        "b": {str(at): [count] for at, (_, _, count) in enumerate(branches)},
        "fnMap": {"0": {"name": "pay", "loc": place(1)}, "1": {"name": "refund", "loc": place(5)}},
        "f": {"0": 1, "1": 0},
    }
    return json.dumps({"src/a.py": entry})


def read(text: str) -> Coverage:
    coverage = read_stream(io.BytesIO(text.encode())).coverage
    assert coverage is not None
    return coverage


def together(*texts: str) -> FileCoverage:
    """The one file; in whatever order, and however often the reports come, it is the same."""
    parts = [read(text) for text in texts]
    file = merged(parts).files["src/a.py"]
    for order in itertools.islice(itertools.permutations(parts), 24):
        assert merged([*order, order[0]]).files["src/a.py"] == file
    return file


def test_six_formats_of_one_file() -> None:
    file = together(LCOV, COBERTURA, JACOCO, GO_COVER, COVERAGE_PY, istanbul((2, 0, 1), (2, 4, 0)))

    assert file.ratio(Unit.LINES) == Ratio(4, 5)
    assert file.missed_lines == [6]
    # No two formats say which branch it was, so the one that each has seen may be the same.
    assert file.ratio(Unit.BRANCHES) == Ratio(1, 2)
    # Each knows the functions by other lines and names, and the same two are meant.
    assert file.ratio(Unit.FUNCTIONS) == Ratio(1, 2)


@pytest.mark.parametrize("lines", [LCOV, COBERTURA, JACOCO, COVERAGE_PY])
def test_totals_of_another_run_do_not_cover_a_line(lines: str) -> None:
    file = together(lines, SUMMARY)

    assert file.ratio(Unit.LINES) == Ratio(3, 5)
    assert file.ratio(Unit.BRANCHES) == Ratio(1, 2)


def test_totals_stand_for_what_nobody_lists() -> None:
    file = together(COVERAGE_PY, SUMMARY)

    assert (file.ratio(Unit.FUNCTIONS), file.ratio(Unit.STATEMENTS)) == (Ratio(1, 2), Ratio(4, 5))


def test_branches_that_one_report_knows_and_another_one_does_not() -> None:
    without = "TN:\nSF:src/a.py\nDA:1,1\nDA:2,1\nDA:3,1\nDA:5,1\nDA:6,1\nend_of_record\n"
    file = together(LCOV, without)

    assert (file.ratio(Unit.LINES), file.ratio(Unit.BRANCHES)) == (Ratio(5, 5), Ratio(1, 2))


def brda(*branches: str) -> str:
    lines = "".join(f"BRDA:{branch}\n" for branch in branches)
    return f"TN:\nSF:src/a.py\n{lines}DA:2,1\nDA:3,1\nend_of_record\n"


@pytest.mark.parametrize(
    ("one", "other", "branches"),
    [
        # c8 numbers blocks through the file: what ran elsewhere shifts the numbers.
        (brda("2,1,0,1", "3,2,0,0"), brda("2,0,0,1", "3,1,0,1"), (2, 2)),
        (brda("2,1,0,1", "3,2,0,0"), brda("2,0,0,1", "3,1,0,0"), (1, 2)),
        # Istanbul: two paths each, another number in front of them.
        (brda("2,7,0,1", "2,7,1,0"), brda("2,9,0,0", "2,9,1,1"), (2, 2)),
        (brda("2,7,0,1", "2,7,1,0"), brda("2,9,0,1", "2,9,1,0"), (1, 2)),
        # Blocks alike go by their turn, as in lcov; others by how many branches they have.
        (brda("2,1,0,1", "2,2,0,0"), brda("2,5,0,0", "2,6,0,1"), (2, 2)),
        (brda("2,1,0,1", "2,2,0,0", "2,2,1,0"), brda("2,5,0,0", "2,5,1,1", "2,6,0,0"), (2, 3)),
        # One shard does not know a block: nobody can say which, so nothing is added.
        (brda("2,1,0,1"), brda("2,1,0,0", "2,2,0,1"), (1, 2)),
        (brda("2,1,0,1"), brda("2,1,0,1", "2,2,0,0"), (1, 2)),
        # Exceptions and what falls through are branches of their block; the unreachable is none.
        (brda("2,0,0,1", "2,e0,1,0"), brda("2,3,0,0", "2,e3,1,1"), (2, 2)),
        (brda("2,0,0,1", "2,U0,1,0"), brda("2,3,0,0", "2,U3,1,0"), (1, 1)),
        (brda("2,0,jump to line 3,1", "2,0,exit,0"), brda("2,0,jump to line 3,0", "2,0,exit,5"), (2, 2)),
    ],
)
def test_lcov_shards_whose_blocks_have_other_numbers(one: str, other: str, branches: tuple[int, int]) -> None:
    assert together(one, other).ratio(Unit.BRANCHES) == Ratio(*branches)


@pytest.mark.parametrize(
    ("one", "other", "branches"),
    [
        (istanbul((2, 0, 1), (5, 0, 0)), istanbul((5, 0, 1)), (2, 2)),
        (istanbul((2, 0, 1), (2, 4, 0), (5, 0, 0)), istanbul((2, 4, 0), (5, 0, 0)), (1, 3)),
        (istanbul((2, 0, 1), (2, 0, 0)), istanbul((2, 0, 0), (2, 0, 1)), (2, 2)),
    ],
)
def test_shards_of_v8_whose_branches_have_other_keys(one: str, other: str, branches: tuple[int, int]) -> None:
    assert together(one, other).ratio(Unit.BRANCHES) == Ratio(*branches)


def test_two_reports_of_coverage_py_say_what_is_still_missed() -> None:
    def xml(missing: str) -> str:
        return COBERTURA.replace("<packages>", "<!-- Generated by coverage.py: x --><packages>").replace(
            '"50% (1/2)"/>', f'"50% (1/2)" missing-branches="{missing}"/>'
        )

    assert together(xml("3"), xml("exit")).ratio(Unit.BRANCHES) == Ratio(2, 2)
    assert together(xml("3"), xml("3")).ratio(Unit.BRANCHES) == Ratio(1, 2)


def test_names_stay_short_however_many_branches_a_block_has() -> None:
    (view,) = read(brda(*(f"2,0,{branch},1" for branch in range(20_000)))).files["src/a.py"].branches[2]

    assert len(view.taken) == 20_000
    assert max(map(len, view.taken)) < 20
