"""The installed lcov: what it sums up of tracefiles, its own and others', is what is read of them."""

from __future__ import annotations

import functools
import re
import subprocess
from collections.abc import Sequence
from pathlib import Path

import pytest

from quality_gate.model import coverage as coverages
from quality_gate.model.coverage import Coverage, Unit
from quality_gate.readers.reading import read_stream
from real.installing import tool

SHOP = """\
int fee(int amount, int member) {
    if (member && amount > 10)
        return 0;
    for (int day = 0; day < 3; day++)
        amount += day > 1 ? 2 : 1;
    return amount;
}
int unused(int value) { return value ? value * 2 : 0; }
int main(int count, char **words) { return fee(count, count > COUNT) > 1000; }
"""
# Two shards: the second knows another file, and a line and a branch that the first missed.
FIRST = """\
TN:unit
SF:/src/pay.c
FN:1,fee
FN:9,unused
FNDA:4,fee
FNDA:0,unused
DA:1,4
DA:2,4,c0ffee
DA:3,0
DA:9,0
BRDA:2,0,0,4
BRDA:2,0,1,0
BRDA:3,0,0,-
BRDA:3,0,1,-
LF:4
LH:2
end_of_record
SF:/src/idle.c
DA:1,0
end_of_record
"""
SECOND = FIRST.replace("\nDA:3,0", "\nDA:3,7").replace("BRDA:2,0,1,0", "BRDA:2,0,1,1").replace("idle", "busy")
BRANCH_ONLY = "SF:/src/pay.c\nDA:2,1\nBRDA:2,0,0,1\nBRDA:2,0,1,0\nBRDA:7,1,0,0\nend_of_record\n"


@functools.cache
def version() -> int:
    said = subprocess.run([tool("lcov"), "--version"], check=True, capture_output=True, text=True).stdout
    found = re.search(r"LCOV version (\d+)", said)
    assert found, said
    return int(found[1])


def totals(files: Sequence[Path]) -> dict[Unit, tuple[int, int]]:
    """What lcov says of all of them together."""
    branches = ("--rc", "branch_coverage=1" if version() > 1 else "lcov_branch_coverage=1")
    more = ("--ignore-errors", "inconsistent,corrupt", "--ignore-errors", "format") if version() > 1 else ()
    added = [word for file in files for word in ("--add-tracefile", str(file))]
    whole = files[0].with_name("together.info")
    for command in (
        ["lcov", *branches, *more, *added, "--output-file", str(whole)],
        ["lcov", *branches, *more, "--summary", str(whole)],
    ):
        done = subprocess.run(command, check=False, capture_output=True, text=True)
        assert done.returncode == 0, done.stderr
    said = re.findall(r"(lines|functions|branches)\.+: [0-9.]+% \((\d+) of (\d+)", done.stdout + done.stderr)
    return {Unit(unit): (int(part), int(whole)) for unit, part, whole in said}


def read(files: Sequence[Path]) -> Coverage:
    found = []
    for file in files:
        with file.open("rb") as stream:
            reading = read_stream(stream)
        assert reading.format == "lcov"
        assert reading.coverage is not None, reading.note
        found.append(reading.coverage)
    return coverages.merged(found)


def agrees(files: Sequence[Path]) -> None:
    coverage, expected = read(files), totals(files)
    assert set(expected) == {Unit.LINES, Unit.FUNCTIONS, Unit.BRANCHES}
    for unit, printed in expected.items():
        ratio = coverage.ratio(unit)
        assert ratio is not None and (ratio.part, ratio.whole) == printed, unit


def test_tracefiles_of_shards(tmp_path: Path) -> None:
    tool("lcov")
    files = [tmp_path / "first.info", tmp_path / "second.info"]
    for file, text in zip(files, (FIRST, SECOND), strict=True):
        file.write_text(text)

    agrees(files[:1])
    agrees(files)


def test_a_branch_without_a_line_is_a_line_since_lcov_2(tmp_path: Path) -> None:
    tool("lcov")
    file = tmp_path / "branches.info"
    file.write_text(BRANCH_ONLY)
    expected = totals([file])

    ratio = read([file]).ratio(Unit.LINES)
    assert ratio is not None
    assert (ratio.part, ratio.whole) == (1, 2)
    assert expected[Unit.LINES] == ((1, 2) if version() > 1 else (1, 1))


def test_tracefiles_of_a_program(tmp_path: Path) -> None:
    tool("lcov")
    files = []
    for count in (0, 5):
        folder = tmp_path / str(count)
        folder.mkdir()
        (tmp_path / "shop.c").write_text(SHOP.replace("COUNT", str(count)))
        branches = "branch_coverage=1" if version() > 1 else "lcov_branch_coverage=1"
        for command in (
            [tool("gcc"), "--coverage", "-O0", "-o", "shop", "../shop.c"],
            ["./shop"],
            ["lcov", "--rc", branches, "--capture", "--directory=.", f"--output-file=../{count}.info"],
        ):
            done = subprocess.run(command, cwd=folder, check=False, capture_output=True, text=True)
            if "--capture" in command and done.returncode:
                pytest.skip(f"lcov does not understand this compiler: {done.stderr[-200:]}")
        files.append(tmp_path / f"{count}.info")

    agrees(files[:1])
    agrees(files)
