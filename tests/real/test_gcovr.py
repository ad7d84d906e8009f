"""One run of a small C++ program, reported by gcovr in every format it writes: all are read alike."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from quality_gate.model.coverage import Coverage, Unit
from quality_gate.model.ratio import Ratio
from quality_gate.model.reading import Reading, State
from quality_gate.readers.locate import Locator, located
from quality_gate.readers.reading import read_stream

SHOP_H = """\
template <typename Amount> Amount doubled(Amount amount) {
    if (amount > 10) {
        return amount;
    }
    return amount * 2;
}
int fee(int amount, bool member);
"""
SHOP_CPP = """\
#include "shop.h"

int fee(int amount, bool member) {
    if (member && amount > 10) {
        return 0;
    }
    switch (amount) {
    case 1:
        amount += 5;
        break;
    default:
        amount += 1;
    }
    for (int day = 0; day < 3; day++) {
        amount += day > 1 ? 2 : 1;
    }
    return amount;  // GCOVR_EXCL_LINE
}

int unused(int value) {
    return value
        * 2;
}
"""
MAIN_CPP = """\
#include "shop.h"

int main() {
    return fee(5, false) + fee(7, true) + doubled(3) + (int)doubled(30.0) > 1000;
}
"""
SOURCES = {"shop.h": SHOP_H, "shop.cpp": SHOP_CPP, "main.cpp": MAIN_CPP}
FORMATS = ("cobertura", "lcov", "jacoco", "clover", "sonarqube", "json", "json-summary", "coveralls")
WITH_LINES = ("cobertura", "lcov", "clover", "sonarqube", "json", "coveralls")

pytestmark = [
    pytest.mark.skipif(shutil.which("gcovr") is None, reason="gcovr is not installed"),
    pytest.mark.skipif(shutil.which("g++") is None, reason="g++ is not installed"),
]


@pytest.fixture(scope="module")
def reports(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("shop")
    for name, text in SOURCES.items():
        (folder / name).write_text(text)
    git = ("git", "-c", "user.name=x", "-c", "user.email=x@example.com")  # gcovr tells Coveralls the commit
    for command in (
        (*git, "init", "-q"),
        (*git, "commit", "-q", "--allow-empty", "-m", "x"),
        ("g++", "--coverage", "-O0", "-o", "shop", "main.cpp", "shop.cpp"),
        ("./shop",),
        ("gcovr", "--txt", "text", *(part for kind in FORMATS for part in (f"--{kind}", kind))),
    ):
        subprocess.run(command, cwd=folder, check=True, capture_output=True)
    return folder


def read(reports: Path, kind: str) -> Reading:
    with (reports / kind).open("rb") as stream:
        reading = read_stream(stream)
    assert reading.state is State.OK, (kind, reading.note)
    return reading


def in_repository(reports: Path, kind: str) -> Coverage:
    reading = read(reports, kind)
    assert reading.coverage is not None
    coverage, problems, _ = located(reading.coverage, Locator(list(SOURCES), str(reports)), reading.roots)
    assert problems == ()
    return coverage


@pytest.mark.parametrize("kind", FORMATS)
def test_all_formats_tell_the_same_lines(reports: Path, kind: str) -> None:
    expected, found = (in_repository(reports, one) for one in ("json", kind))
    assert set(found.files) == set(expected.files) == set(SOURCES)
    for path, file in expected.files.items():
        assert found.files[path].ratio(Unit.LINES) == file.ratio(Unit.LINES), path
        if kind in WITH_LINES:
            assert (found.files[path].measured, found.files[path].covered) == (file.measured, file.covered)
        else:  # gcovr's JaCoCo names lines without saying which of them ran: only its counters can
            assert found.files[path].measured == 0


@pytest.mark.parametrize("kind", FORMATS)
def test_every_format_tells_gcovrs_own_totals(reports: Path, kind: str) -> None:
    summary = json.loads((reports / "json-summary").read_text())
    coverage = read(reports, kind).coverage
    assert coverage is not None

    assert coverage.ratio(Unit.LINES) == Ratio(summary["line_covered"], summary["line_total"])
    if kind != "clover":  # where gcovr writes statements only
        assert coverage.ratio(Unit.BRANCHES) == Ratio(summary["branch_covered"], summary["branch_total"])


def test_the_text_report_says_so_too(reports: Path) -> None:
    found = re.search(r"^TOTAL +(\d+) +(\d+)", (reports / "text").read_text(), re.MULTILINE)
    coverage = read(reports, "jacoco").coverage

    assert found
    assert coverage is not None
    assert coverage.ratio(Unit.LINES) == Ratio(int(found[2]), int(found[1]))


def test_gcovs_own_json_tells_the_same(reports: Path) -> None:
    data = sorted(path.name for path in reports.glob("*.gcda"))
    command = ("gcov", "--json-format", "--stdout", "--branch-probabilities", *data)
    done = subprocess.run(command, cwd=reports, check=True, capture_output=True)
    (reports / "gcov").write_bytes(done.stdout)
    coverage, expected = read(reports, "gcov").coverage, read(reports, "json").coverage

    assert coverage is not None
    assert expected is not None
    for path in ("main.cpp", "shop.h"):  # gcov knows nothing of the line that gcovr was told to leave out
        assert coverage.files[path].measured == expected.files[path].measured
        assert coverage.files[path].covered == expected.files[path].covered
