"""CTRF reports of JavaScript's test runners, and vitest's benchmarks: read as the runner sums up its run."""

from __future__ import annotations

import os
import re
import subprocess
from fractions import Fraction
from pathlib import Path

import pytest

from quality_gate.model.cases import Counts
from quality_gate.model.reading import Reading, State
from quality_gate.readers.reading import read_stream
from real.installing import node_modules, tool

TESTS = """\
const fail = () => { throw new Error('a < b & "c"'); };
describe('shop', () => {
  it('adds', () => {});
  it('fails <now>', fail);
  it.skip('skips', fail);
  describe('inner', () => { it('adds', () => {}); });
});
"""
TODO = TESTS.replace("  describe", "  it.todo('later');\n  describe")
BENCHES = """\
import {bench, describe} from 'vitest';
const quick = {iterations: 10, time: 20, warmupIterations: 0, warmupTime: 0};
describe('till', () => {
  bench('adds', () => { [1, 2].reduce((a, b) => a + b); }, quick);
  bench.skip('skips', () => {});
});
bench('opens', () => {}, quick);
"""
BROKEN = BENCHES.replace(
    "bench.skip('skips', () => {});", "bench('breaks', () => { throw new Error('x'); }, quick);"
)


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("shop")
    for name, text in (
        ("package.json", '{"private": true}'),
        ("cart.test.cjs", TODO),
        ("cart.mocha.cjs", TESTS),
        ("cart.spec.mjs", "import {describe, it} from 'vitest';\n" + TODO),
        ("till.bench.mjs", BENCHES),
        ("broken.bench.mjs", BROKEN),
    ):
        (folder / name).write_text(text)
    (folder / "node_modules").symlink_to(node_modules())
    return folder


def node(folder: Path, program: str, *words: str) -> str:
    """What the runner says; that tests fail is meant."""
    around = {**os.environ, "CI": "1", "NO_COLOR": "1", "FORCE_COLOR": "0"}
    command = [tool("node"), f"node_modules/{program}", *words]
    done = subprocess.run(command, cwd=folder, env=around, capture_output=True, text=True, check=False)
    return done.stdout + done.stderr


def read(path: Path) -> Reading:
    with path.open("rb") as stream:
        return read_stream(stream)


def counts(path: Path) -> Counts:
    reading = read(path)
    path.unlink()  # two of the runners write to one place
    assert (reading.format, reading.state, reading.note) == ("ctrf", State.OK, "")
    assert reading.cases is not None
    return reading.cases.counts


def sums(said: str, start: str) -> dict[str, int]:
    line = re.search(rf"^{start} +(\d.*)$", said, re.MULTILINE)
    assert line, said
    return {word: int(number) for number, word in re.findall(r"(\d+) (\w+)", line[1])}


def test_jest(shop: Path) -> None:
    reporters = ("--reporters=default", "--reporters=jest-ctrf-json-reporter")
    said = node(shop, "jest/bin/jest.js", "--ci", "--testMatch=**/*.test.cjs", *reporters)
    printed, found = sums(said, "Tests:"), counts(shop / "ctrf/ctrf-report.json")

    assert (found.passed, found.failed, found.skipped) == tuple(
        printed[word] for word in ("passed", "failed", "skipped")
    )
    assert (found.expected, found.total) == (printed["todo"], 5)


def test_mocha(shop: Path) -> None:
    said = node(shop, "mocha/bin/mocha.js", "cart.mocha.cjs")
    node(shop, "mocha/bin/mocha.js", "cart.mocha.cjs", "--reporter=mocha-ctrf-json-reporter")
    printed = {word: int(number) for number, word in re.findall(r"(\d+) (passing|failing|pending)", said)}

    assert counts(shop / "ctrf/ctrf-report.json") == Counts(
        passed=printed["passing"], failed=printed["failing"], skipped=printed["pending"]
    )


def test_vitest(shop: Path) -> None:
    reporters = ("--reporter=default", "--reporter=vitest-ctrf-json-reporter")
    said = node(shop, "vitest/vitest.mjs", "run", "cart.spec.mjs", *reporters)
    printed, found = sums(said, " +Tests"), counts(shop / "vitest-ctrf/report.json")

    assert (found.passed, found.failed, found.skipped) == tuple(
        printed[word] for word in ("passed", "failed", "skipped")
    )
    assert (found.expected, found.total) == (printed["todo"], 5)


def test_benchmarks_of_vitest(shop: Path) -> None:
    said = node(shop, "vitest/vitest.mjs", "bench", "--run", "--outputJson=bench.json", "till.bench.mjs")
    reading = read(shop / "bench.json")
    assert (reading.format, reading.state) == ("vitest-bench", State.OK)
    assert reading.metrics is not None
    found = {metric.key: metric for metric in reading.metrics.metrics}
    heads = re.search(r"^ +name +(hz.*)$", said, re.MULTILINE)
    assert heads, said

    for name, full in (("adds", "till.bench.mjs > till > adds"), ("opens", "till.bench.mjs > opens")):
        row = re.search(rf"^ +· {name} +(.*)$", said, re.MULTILINE)
        assert row, said
        cells = dict(zip(heads[1].split(), row[1].replace(",", "").split(), strict=False))
        for column in ("hz", "mean", "min", "max", "p75", "p99"):
            assert abs(found[f"{full} {column}"].number - Fraction(cells[column])) <= Fraction(1, 100)
        assert found[f"{full} mean"].samples == int(cells["samples"])


def test_a_benchmark_of_vitest_that_breaks(shop: Path) -> None:
    said = node(shop, "vitest/vitest.mjs", "bench", "--run", "--outputJson=broken.json", "broken.bench.mjs")
    reading = read(shop / "broken.json")

    assert "Failed Suites 1" in said
    assert reading.state is State.SUSPECT
    assert "till > breaks: measured nothing" in reading.note
