"""One run of a small Rust program, exported by LLVM's own tool: our lines are those that it lists itself."""

from __future__ import annotations

import functools
import json
import os
import shutil
import subprocess
from pathlib import Path

import pytest

from quality_gate.model.coverage import Coverage, Unit
from quality_gate.model.ratio import Ratio
from quality_gate.model.reading import State
from quality_gate.readers.reading import read_stream

SHOP = """\
fn fee(amount: i32, member: bool) -> i32 {
    if member && amount > 10 {
        return 0;
    }
    let later = |n: i32| {
        n + 1
    };
    match amount {
        1 => later(5),
        _ => amount,
    }
}

fn twice<T: std::fmt::Debug>(value: T) -> String {
    // a comment
    format!("{:?}", value)
}

fn unused(n: i32) -> i32 {
    n * 2
}

fn main() {
    println!("{} {} {}", fee(5, false), twice(1), twice("x"));
    if std::env::args().count() > 5 {
        println!("{}", unused(1));
    }
}
"""


@functools.cache
def llvm_tools() -> Path | None:
    """The tools that come with the compiler, as others may not know its format."""
    if shutil.which("rustc") is None:
        return None
    done = subprocess.run(["rustc", "--print", "sysroot"], capture_output=True, text=True, check=False)
    found = sorted(Path(done.stdout.strip()).glob("lib/rustlib/*/bin/llvm-cov"))
    return found[0].parent if done.returncode == 0 and found else None


pytestmark = pytest.mark.skipif(llvm_tools() is None, reason="rustc with its llvm-tools is not installed")


def run(folder: Path, *command: str) -> bytes:
    environment = {**os.environ, "LLVM_PROFILE_FILE": "shop.profraw"}
    return subprocess.run(command, cwd=folder, env=environment, check=True, capture_output=True).stdout


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder, tools = tmp_path_factory.mktemp("shop"), llvm_tools()
    assert tools is not None
    (folder / "shop.rs").write_text(SHOP)
    run(folder, "rustc", "-C", "instrument-coverage", "-o", "shop", "shop.rs")
    run(folder, "./shop")
    run(folder, str(tools / "llvm-profdata"), "merge", "-o", "shop.profdata", "shop.profraw")
    for name, option in (("full", "--format=text"), ("summary", "--summary-only"), ("lcov", "--format=lcov")):
        export = (str(tools / "llvm-cov"), "export", option, "--instr-profile=shop.profdata", "./shop")
        (folder / name).write_bytes(run(folder, *export))
    return folder


def coverage(folder: Path, name: str) -> Coverage:
    with (folder / name).open("rb") as stream:
        reading = read_stream(stream)
    assert reading.state is State.OK
    assert reading.coverage is not None
    return reading.coverage


def test_lines_are_those_of_llvms_own_tracefile(folder: Path) -> None:
    listed = [
        line.removeprefix("DA:").split(",")
        for line in (folder / "lcov").read_text().split()
        if line[:3] == "DA:"
    ]
    (file,) = coverage(folder, "full").files.values()

    assert file.ratio(Unit.LINES) == Ratio(sum(count != "0" for _, count in listed), len(listed))
    assert file.missed_lines == [int(number) for number, count in listed if count == "0"]


def test_functions_and_a_summary_are_those_of_llvms_totals(folder: Path) -> None:
    totals = json.loads((folder / "full").read_text())["data"][0]["totals"]

    for name, unit in (("full", Unit.FUNCTIONS), ("summary", Unit.FUNCTIONS), ("summary", Unit.LINES)):
        assert coverage(folder, name).ratio(unit) == Ratio(totals[unit]["covered"], totals[unit]["count"])
