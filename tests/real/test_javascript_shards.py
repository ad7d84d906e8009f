"""Two shards under c8 and nyc, merged, against one run of both: never more, and exact where names are."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

from quality_gate.model.coverage import FileCoverage, Unit
from quality_gate.readers.reading import read_stream
from real.installing import node_modules

SHOP = """\
function pay(amount, card) {
  if (amount > 10 && card) {
    return card ? 'card' : 'cash';
  }
  for (let i = 0; i < amount; i += 1) { if (i > 3) return i; }
  return amount || 'none';
}
function refund(a) {
  const b = a ?? 3; const c = b > 2 ? b : a ? 1 : 2;
  try { if (c > 100) throw new Error('x'); } catch (e) { return null; }
  switch (c) { case 1: return 1; case 3: return 3; default: return 0; }
}
function unused(x) { if (x) { return 1; } return 2; }
const pick = (x) => x ? 1 : 2; const other = (y) => { if (y) { return 4 } return 5 };
module.exports = { pay, refund, unused, pick, other };
"""
FILES = {
    "shop.cjs": SHOP,
    "one.cjs": "const s = require('./shop.cjs'); s.pay(20, 'c'); s.pick(1);\n",
    "two.cjs": "const s = require('./shop.cjs'); s.refund(); s.refund(1); s.pay(2); s.other(0);\n",
    "both.cjs": "require('./one.cjs'); require('./two.cjs');\n",
}
TOOLS = {"c8": "c8/bin/c8.js", "nyc": "nyc/bin/nyc.js"}
REPORTS = {"lcovonly": "lcov.info", "json": "coverage-final.json", "cobertura": "cobertura-coverage.xml"}


@pytest.fixture(scope="module", params=TOOLS)
def runs(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[str, Path]:
    tool: str = request.param
    folder = tmp_path_factory.mktemp(tool)
    for name, content in FILES.items():
        (folder / name).write_text(content, encoding="utf-8")
    script = str(node_modules() / TOOLS[tool])
    reporters = [f"--reporter={name}" for name in REPORTS]
    for run in ("one", "two", "both"):
        where = [f"--report-dir=out-{run}", f"--temp-directory=raw-{run}"]
        only = ["--include=shop.cjs", "--extension=.cjs"]
        subprocess.run(
            ["node", script, *reporters, *where, *only, "node", f"{run}.cjs"],
            cwd=folder,
            env={"PATH": os.environ["PATH"], "HOME": str(folder)},
            check=True,
            capture_output=True,
            timeout=60,
        )
    return tool, folder


def read(folder: Path, run: str, name: str) -> FileCoverage:
    with (folder / f"out-{run}" / name).open("rb") as stream:
        coverage = read_stream(stream).coverage
    assert coverage is not None
    (file,) = coverage.files.values()
    return file


@pytest.mark.parametrize("name", REPORTS.values())
def test_shards_add_up_to_no_more_than_the_whole_run(runs: tuple[str, Path], name: str) -> None:
    tool, folder = runs
    one, two, whole = (read(folder, run, name) for run in ("one", "two", "both"))
    merged = one.joined(two)

    assert (merged.measured, merged.covered) == (whole.measured, whole.covered)
    assert merged.ratio(Unit.FUNCTIONS) == whole.ratio(Unit.FUNCTIONS)
    branches, most = merged.ratio(Unit.BRANCHES), whole.ratio(Unit.BRANCHES)
    assert branches is not None and branches.percent is not None
    assert most is not None and most.percent is not None
    if tool == "nyc" and name != "cobertura-coverage.xml":  # the same names in every shard
        assert branches == most
    else:  # V8 tells only of branches near what has run, and Cobertura counts without names
        assert branches.part <= most.part
        assert branches.percent <= most.percent
    if name != "coverage-final.json":  # where V8 gives one branch two places, Istanbul counts two as well
        assert branches.whole <= most.whole
