"""JUnit reports of JavaScript's test runners: read as the runner itself sums up its run."""

from __future__ import annotations

import os
import re
import subprocess
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
describe('hooked', () => { HOOK(fail); it('never runs', () => {}); });
"""
FILES = {
    "package.json": '{"private": true}',
    "cart.test.cjs": TESTS.replace("HOOK", "beforeAll"),
    "cart.mocha.cjs": TESTS.replace("HOOK", "before"),
    "cart.node.cjs": "const {describe, it, before} = require('node:test');\n"
    + TESTS.replace("HOOK", "before"),
    "cart.spec.mjs": "import {describe, it, beforeAll} from 'vitest';\n" + TESTS.replace("HOOK", "beforeAll"),
    # Cannot even be loaded.
    "broken.test.cjs": "throw new Error('not today');\n",
    "broken.spec.mjs": "import './nowhere.mjs';\n",
}


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("shop")
    for name, text in FILES.items():
        (folder / name).write_text(text)
    (folder / "node_modules").symlink_to(node_modules())
    return folder


def node(folder: Path, *words: str, **variables: str) -> str:
    """What the runner says; that tests fail is meant."""
    around = {**os.environ, "CI": "1", "NO_COLOR": "1", "FORCE_COLOR": "0", **variables}
    command = [tool("node"), *words]
    done = subprocess.run(command, cwd=folder, env=around, capture_output=True, text=True, check=False)
    return done.stdout + done.stderr


def read(path: Path) -> Reading:
    with path.open("rb") as stream:
        return read_stream(stream)


def counts(path: Path) -> Counts:
    reading = read(path)
    assert (reading.format, reading.state, reading.note) == ("junit", State.OK, "")
    assert reading.cases is not None
    return reading.cases.counts


def test_jest(shop: Path) -> None:
    said = node(
        *(shop, "node_modules/jest/bin/jest.js", "--ci", "--testMatch=**/*.test.cjs"),
        *("--reporters=default", "--reporters=jest-junit"),
        JEST_JUNIT_OUTPUT_NAME="jest.xml",
        JEST_JUNIT_REPORT_TEST_SUITE_ERRORS="true",
    )
    line = re.search(r"^Tests: +(.*)$", said, re.MULTILINE)
    suites = re.search(r"^Test Suites: +(.*)$", said, re.MULTILINE)
    assert line and suites, said
    printed = {word: int(number) for number, word in re.findall(r"(\d+) (\w+)", line[1])}
    found = counts(shop / "jest.xml")

    assert suites[1].startswith("2 failed")
    assert (found.failed, found.skipped, found.passed) == (
        printed["failed"],
        printed["skipped"],
        printed["passed"],
    )
    assert found.errors == 1  # of the suite that could not be loaded; the runner counts no test in it
    assert found.total == printed["total"] + 1


def test_mocha(shop: Path) -> None:
    program = "node_modules/mocha/bin/mocha.js"
    said = node(shop, program, "cart.mocha.cjs")
    node(
        *(shop, program, "cart.mocha.cjs", "--reporter=mocha-junit-reporter"),
        # Else it counts what was skipped, and leaves it out.
        *("--reporter-options=mochaFile=mocha.xml,includePending=true",),
    )
    printed = {word: int(number) for number, word in re.findall(r"(\d+) (passing|failing|pending)", said)}
    found = counts(shop / "mocha.xml")

    assert (found.passed, found.failing, found.skipped) == (
        printed["passing"],
        printed["failing"],
        printed["pending"],
    )


def test_vitest(shop: Path) -> None:
    said = node(
        *(shop, "node_modules/vitest/vitest.mjs", "run", "cart.spec.mjs", "broken.spec.mjs"),
        *("--reporter=default", "--reporter=junit", "--outputFile.junit=vitest.xml"),
    )
    line = re.search(r"^ +Tests +(.*)$", said, re.MULTILINE)
    assert line, said
    printed = {word: int(number) for number, word in re.findall(r"(\d+) (\w+)", line[1])}
    found = counts(shop / "vitest.xml")

    assert (found.skipped, found.passed) == (printed["skipped"], printed["passed"])
    # A file that cannot be loaded and a hook fail too, though the runner's sum has tests only.
    assert found.failing == len(re.findall(r"(?m)^ FAIL ", said)) == printed["failed"] + 2


def test_node(shop: Path) -> None:
    said = node(
        *(shop, "--test", "--test-reporter=spec", "--test-reporter-destination=stdout"),
        *("--test-reporter=junit", "--test-reporter-destination=node.xml", "cart.node.cjs"),
    )
    printed = {word: int(number) for word, number in re.findall(r"(?m)^ℹ (\w+) (\d+)$", said)}
    found = counts(shop / "node.xml")

    assert found.total == printed["tests"]
    assert found.passed == printed["pass"]
    assert found.failing == printed["fail"] + printed["cancelled"]
    assert found.skipped == printed["skipped"]
