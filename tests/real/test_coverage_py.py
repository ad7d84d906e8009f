"""One run of the installed coverage.py, reported in four ways: all are read to the same totals."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from quality_gate.model.coverage import Coverage, Unit
from quality_gate.model.reading import Reading, State
from quality_gate.readers.locate import Locator, located
from quality_gate.readers.reading import read_stream
from quality_gate.world.coverage_data import CoverageData

PAY = """\
def fee(amount, member, days):
    if member: return 0
    for day in range(days):
        if day == 3:
            break
        amount += 1
    else:
        amount -= 1
    while amount > 100:
        amount //= 2
    return amount if amount > 0 else None


class Account:
    limit = 5

    def close(self):
        try:
            return self.limit
        finally:
            self.limit = 0


def unused(lines):  # never called
    return [line for line in lines if line]
"""
MAIN = "from shop.pay import fee, Account\nfee(500, False, 2)\nfee(1, True, 9)\nAccount().close()\n"


def coverage_py(folder: Path, *arguments: str) -> str:
    command = [sys.executable, "-m", "coverage", arguments[0], "--data-file=.coverage", *arguments[1:]]
    return subprocess.run(command, cwd=folder, check=True, capture_output=True, text=True).stdout


@pytest.fixture(params=[(), ("--branch",)], ids=["lines", "branches"])
def project(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    (tmp_path / "shop").mkdir()
    (tmp_path / "shop" / "__init__.py").write_text("")
    (tmp_path / "shop" / "pay.py").write_text(PAY)
    (tmp_path / "shop" / "idle.py").write_text("def idle():\n    pass\n")
    (tmp_path / "main.py").write_text(MAIN)
    coverage_py(tmp_path, "run", "--source=shop", *request.param, "main.py")
    for kind in ("json", "xml", "lcov"):
        coverage_py(tmp_path, kind, "-o", f"coverage.{kind}")
    return tmp_path


def readings(project: Path) -> dict[str, Reading]:
    found = {"data": CoverageData().read([str(project / ".coverage")], str(project))}
    for kind in ("json", "xml", "lcov"):
        with (project / f"coverage.{kind}").open("rb") as stream:
            found[kind] = read_stream(stream)
    return found


def in_repository(project: Path, reading: Reading) -> Coverage:
    assert reading.coverage is not None
    locator = Locator([path.relative_to(project).as_posix() for path in project.rglob("*.py")], str(project))
    coverage, problems, _ = located(reading.coverage, locator, reading.roots)
    assert problems == ()
    return coverage


def test_four_reports_of_one_run_agree(project: Path) -> None:
    found = readings(project)
    assert {kind: reading.state for kind, reading in found.items()} == dict.fromkeys(found, State.OK)
    coverages = {kind: in_repository(project, reading) for kind, reading in found.items()}

    expected = coverages["json"]
    for kind, coverage in coverages.items():
        assert set(coverage.files) == {"shop/__init__.py", "shop/idle.py", "shop/pay.py"}, kind
        for path, file in coverage.files.items():
            assert (file.measured, file.covered) == (
                expected.files[path].measured,
                expected.files[path].covered,
            )
            assert file.partial_lines == expected.files[path].partial_lines, (kind, path)
        for unit in (Unit.LINES, Unit.BRANCHES):
            assert coverage.ratio(unit) == expected.ratio(unit), (kind, unit)
            assert found[kind].declared.get(unit) == found["json"].declared.get(unit), (kind, unit)


def test_the_producers_own_percentage_is_rebuilt(project: Path) -> None:
    printed = coverage_py(project, "report", "--precision=2", "--format=total").strip()
    found = readings(project)

    assert {kind: found[kind].producer for kind in ("data", "json", "xml")} == dict.fromkeys(
        ("data", "json", "xml"), f"coverage.py: {printed} %"
    )
