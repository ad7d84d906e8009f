"""One run of a small program under each JavaScript tool: its five reports are read to the same lines."""

from __future__ import annotations

import json
import os
import re
import subprocess
from pathlib import Path

import pytest

from quality_gate.model.coverage import Coverage, Unit
from quality_gate.model.reading import Reading, State
from quality_gate.readers.locate import Locator, located
from quality_gate.readers.reading import read_stream
from real.installing import node_modules

# A default value is a branch on a line that has no statement.
PAY = """\
'use strict';
function fee(amount, member) {
  if (member && amount > 10) { return 0; }
  switch (amount) {
    case 1:
      return 5;
    default:
      amount = amount > 3
        ? amount * 2
        : amount;
  }
  const later = () => amount; return later();
}

function unused(lines = []) {
  let sum = 0;
  for (const line of lines) sum += line;
  return sum ?? 0;
}

class Account {
  static limit = 5;
  close() { try { return this.limit || 1; } finally { this.limit = 0; } }
}

module.exports = {fee, unused, Account};
"""
IDLE = """\
module.exports = n => {
  return n ? 1 : 2;
};
"""
CALLS = "fee(5, false); fee(50, true); new Account().close();\n"
FILES = {
    "package.json": '{"private": true}',
    "src/pay.cjs": PAY,
    "src/idle.cjs": IDLE,
    "main.cjs": "const {fee, Account} = require('./src/pay.cjs');\n" + CALLS,
    "pay.test.cjs": "const {fee, Account} = require('./src/pay.cjs');\n"
    f"test('fee', () => {{ {CALLS} }});\n",
    # Vite wants modules.
    "modules/pay.js": PAY.replace("module.exports =", "export"),
    "modules/idle.js": IDLE.replace("module.exports =", "export default"),
    "pay.spec.mjs": "import {test} from 'vitest';\nimport {fee, Account} from './modules/pay.js';\n"
    f"test('fee', () => {{ {CALLS} }});\n",
}
REPORTS = {
    "json": "coverage-final.json",
    "json-summary": "coverage-summary.json",
    "lcovonly": "lcov.info",
    "clover": "clover.xml",
    "cobertura": "cobertura-coverage.xml",
}
WITH_LINES = ("json", "lcovonly", "clover", "cobertura")
KINDS = (*REPORTS, "text")
VITEST = ("vitest/vitest.mjs", "run", "pay.spec.mjs", "--coverage.enabled", "--coverage.include=modules/**")
JEST = (
    "jest/bin/jest.js",
    "--ci",
    "--testMatch=**/*.test.cjs",
    "--coverage",
    "--collectCoverageFrom=src/*.cjs",
)
SMALL = ("--all", "--include=src/**", "--extension=.cjs")  # c8 and nyc
TOOLS = {
    "jest": (*JEST, *(f"--coverageReporters={kind}" for kind in KINDS)),
    "c8": ("c8/bin/c8.js", *SMALL, "--src=src", *(f"-r={kind}" for kind in KINDS), "node", "main.cjs"),
    "nyc": ("nyc/bin/nyc.js", *SMALL, *(f"-r={kind}" for kind in KINDS), "node", "main.cjs"),
    **{
        f"vitest-{provider}": (
            *(*VITEST, f"--coverage.provider={provider}"),
            *(f"--coverage.reporter={kind}" for kind in KINDS),
        )
        for provider in ("v8", "istanbul")
    },
}
UNITS = (Unit.STATEMENTS, Unit.BRANCHES, Unit.FUNCTIONS, Unit.LINES)


@pytest.fixture(scope="module", params=TOOLS)
def project(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The program after its run; what the tool printed is in `printed`."""
    modules = node_modules()
    folder = tmp_path_factory.mktemp("shop")
    for name, text in FILES.items():
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text(text)
    (folder / "node_modules").symlink_to(modules)
    program, *options = TOOLS[request.param]
    done = subprocess.run(
        ["node", str(folder / "node_modules" / program), *options],
        cwd=folder,
        env={**os.environ, "CI": "1", "NO_COLOR": "1", "FORCE_COLOR": "0"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    (folder / "printed").write_text(done.stdout)
    return folder


def read(project: Path, kind: str) -> Reading:
    with (project / "coverage" / REPORTS[kind]).open("rb") as stream:
        reading = read_stream(stream)
    assert (reading.state, reading.note) == (State.OK, ""), (kind, reading.note)
    return reading


def in_repository(project: Path, kind: str) -> Coverage:
    reading = read(project, kind)
    assert reading.coverage is not None
    coverage, problems, _ = located(reading.coverage, Locator(list(FILES), str(project)), reading.roots)
    assert problems == ()
    return coverage


def branch_only(project: Path) -> dict[str, set[int]]:
    """Lines that the tracefile names only with a branch, by file."""
    found: dict[str, set[int]] = {}
    for record in (project / "coverage" / "lcov.info").read_text().split("end_of_record"):
        named = {tag: set(re.findall(rf"(?m)^{tag}:(\d+),", record)) for tag in ("DA", "BRDA")}
        for path in re.findall(r"(?m)^SF:(.*)$", record):
            found[path] = {int(line) for line in named["BRDA"] - named["DA"]}
    return found


def test_all_reports_tell_the_same_lines(project: Path) -> None:
    expected = in_repository(project, "json")
    assert len(expected.files) == 2
    for kind in WITH_LINES:
        coverage = in_repository(project, kind)
        assert set(coverage.files) == set(expected.files)
        for path, file in expected.files.items():
            # lcov 2 makes a line of every branch, and the gate counts as it does.
            more = branch_only(project)[path] if kind == "lcovonly" else set()
            assert coverage.files[path].measured == file.measured | sum(1 << line for line in more)
            assert coverage.files[path].covered == file.covered, (kind, path)


def test_the_totals_are_those_that_the_tool_sums_up(project: Path) -> None:
    total = json.loads((project / "coverage" / REPORTS["json-summary"]).read_text())["total"]
    expected = {unit: (total[unit]["covered"], total[unit]["total"]) for unit in UNITS}
    for kind in ("json", "json-summary"):
        coverage = in_repository(project, kind)
        ratios = {unit: coverage.ratio(unit) for unit in UNITS}
        assert {unit: (one.part, one.whole) for unit, one in ratios.items() if one} == expected
    for kind in ("lcovonly", "clover", "cobertura"):
        declared = {unit: (one.part, one.whole) for unit, one in read(project, kind).declared.items()}
        assert declared
        # What Clover calls statements are lines to Istanbul.
        said = expected | ({Unit.STATEMENTS: expected[Unit.LINES]} if kind == "clover" else {})
        assert declared.items() <= said.items(), kind


def test_the_percentages_are_those_that_the_tool_prints(project: Path) -> None:
    row = re.search(r"All files +\|([^\n]*)", (project / "printed").read_text())
    assert row
    printed = [cell.strip() for cell in row[1].split("|")][: len(UNITS)]
    coverage = in_repository(project, "json")
    for unit, cell in zip(UNITS, printed, strict=True):
        ratio = coverage.ratio(unit)
        assert ratio is not None and ratio.percent is not None
        assert cell == f"{ratio.percent * 100 // 1 / 100:f}".rstrip("0").rstrip(".")  # cut, not rounded
