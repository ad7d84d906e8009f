"""Rust's test runner and cargo-tarpaulin: their reports are read as they sum themselves up."""

from __future__ import annotations

import os
import re
import subprocess
from pathlib import Path

import pytest

from quality_gate.model.cases import Counts
from quality_gate.model.coverage import Unit
from quality_gate.model.ratio import Ratio
from quality_gate.model.reading import Reading, State
from quality_gate.readers.reading import read_stream
from real.installing import tool

SHOP = """\
pub fn fee(amount: i32, member: bool) -> i32 {
    if member && amount > 10 {
        return 0;
    }
    match amount {
        1 => 5,
        _ => amount,
    }
}

pub fn unused(n: i32) -> i32 {
    n
        * 2
}

#[cfg(test)]
mod tests {
    use super::*;
    #[test]
    fn adds() { assert_eq!(fee(5, false), 5); }
    #[test]
    fn fails() { assert_eq!(fee(5, false), 6, "a < b & c ]]>"); }
    #[test]
    #[ignore = "later"]
    fn skipped() {}
    #[test]
    #[should_panic]
    fn panics() { fee(1, true); panic!("as it should") }
}
"""


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("shop")
    (folder / "src").mkdir()
    (folder / "src/lib.rs").write_text(SHOP)
    (folder / "Cargo.toml").write_text('[package]\nname = "shop"\nversion = "0.1.0"\nedition = "2021"\n')
    return folder


def cargo(folder: Path, *words: str) -> str:
    """What cargo says; that tests fail is meant. Reports of the runner itself are still unstable options."""
    around = {**os.environ, "RUSTC_BOOTSTRAP": "1", "RUST_BACKTRACE": "0", "CARGO_TERM_COLOR": "never"}
    command = [tool("cargo"), *words]
    if subprocess.run([*command[:1], "--version"], capture_output=True, check=False, env=around).returncode:
        pytest.skip("cargo is here, and no toolchain for it")
    done = subprocess.run(command, cwd=folder, env=around, check=False, capture_output=True, text=True)
    return done.stdout if words[0] == "test" else done.stdout + done.stderr


def read(path: Path) -> Reading:
    with path.open("rb") as stream:
        reading = read_stream(stream)
    assert (reading.state, reading.note) == (State.OK, ""), path
    return reading


def test_the_test_runner(shop: Path) -> None:
    said = cargo(shop, "test", "--offline", "--lib")
    sums = re.search(r"^test result: FAILED\. (\d+) passed; (\d+) failed; (\d+) ignored;", said, re.MULTILINE)
    assert sums, said
    xml = cargo(shop, "test", "--offline", "--lib", "--", "-Zunstable-options", "--format=junit")
    (shop / "tests.xml").write_text(xml)
    cases = read(shop / "tests.xml").cases
    assert cases is not None

    # It counts what was ignored in an attribute, and names no case for it.
    assert cases.counts == Counts(passed=int(sums[1]), failed=int(sums[2]))


def test_tarpaulin(shop: Path) -> None:
    tool("cargo-tarpaulin")
    options = ("--offline", "--ignore-tests", "--no-fail-fast", "--output-dir=coverage")
    kinds = {"Json": "tarpaulin-report.json", "Xml": "cobertura.xml", "Lcov": "lcov.info"}
    said = cargo(shop, "tarpaulin", *options, *(f"--out={kind}" for kind in kinds))
    printed = re.search(r"coverage, (\d+)/(\d+) lines covered", said)
    assert printed, said
    found = {kind: read(shop / "coverage" / name).coverage for kind, name in kinds.items()}

    for kind, coverage in found.items():
        assert coverage is not None
        assert coverage.ratio(Unit.LINES) == Ratio(int(printed[1]), int(printed[2])), kind
        (file,) = coverage.files.values()
        assert file.missed_lines == [3, 11, 12], kind
