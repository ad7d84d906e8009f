"""One run of a small program in Rust and in C++, exported by LLVM itself: our lines are those it lists."""

from __future__ import annotations

import functools
import json
import os
import shutil
import subprocess
from pathlib import Path

import pytest

from quality_gate.model.coverage import Coverage, Unit
from quality_gate.model.ratio import NOTHING, Ratio
from quality_gate.model.reading import State
from quality_gate.readers.reading import read_stream
from real.installing import tool

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


# Lines, branches, a lambda and two instances of a template.
SHOP_IN_C = """\
#include <cstdio>
static int fee(int amount, bool member) {
    if (member && amount > 10) {
        return 0;
    }
    auto later = [](int n) {
        return n + 1;
    };
    switch (amount) {
    case 1:
        return later(5);
    default:
        return amount;
    }
}

template <typename T> T twice(T value) {
    // a comment
    return value + value;
}

static int unused(int n) {
    return n
        * 2;
}

int main(int count, char **) {
    std::printf("%d %d %f\\n", fee(5, false), twice(1), twice(1.5));
    if (count > 5) {
        std::printf("%d\\n", unused(1));
    }
}
"""


@functools.cache
def tools_of_rust() -> Path | None:
    """The tools that come with the compiler, as others may not know its format."""
    if shutil.which("rustc") is None:
        return None
    done = subprocess.run(["rustc", "--print", "sysroot"], capture_output=True, text=True, check=False)
    found = sorted(Path(done.stdout.strip()).glob("lib/rustlib/*/bin/llvm-cov"))
    return found[0].parent if done.returncode == 0 and found else None


def run(folder: Path, *command: str) -> bytes:
    environment = {**os.environ, "LLVM_PROFILE_FILE": "shop.profraw"}
    return subprocess.run(command, cwd=folder, env=environment, check=True, capture_output=True).stdout


def built_by_rust(folder: Path) -> tuple[str, str]:
    """The two tools that know what the program measured."""
    tools = tools_of_rust()
    if tools is None:
        pytest.skip("rustc with its llvm-tools is not installed")
    (folder / "shop.rs").write_text(SHOP)
    run(folder, "rustc", "-C", "instrument-coverage", "-o", "shop", "shop.rs")
    return str(tools / "llvm-profdata"), str(tools / "llvm-cov")


def built_by_clang(folder: Path) -> tuple[str, str]:
    clang, tools = tool("clang++"), (tool("llvm-profdata"), tool("llvm-cov"))
    (folder / "shop.cpp").write_text(SHOP_IN_C)
    build = [clang, "-fprofile-instr-generate", "-fcoverage-mapping", "-o", "shop", "shop.cpp"]
    built = subprocess.run(build, cwd=folder, capture_output=True, text=True, check=False)
    if "clang_rt.profile" in built.stderr:
        pytest.skip("clang is installed, and not what measures coverage (libclang-rt-dev)")
    assert built.returncode == 0, built.stderr
    return tools


@pytest.fixture(scope="module", params=[built_by_rust, built_by_clang])
def folder(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("shop")
    llvm_profdata, llvm_cov = request.param(folder)
    run(folder, "./shop")
    run(folder, llvm_profdata, "merge", "-o", "shop.profdata", "shop.profraw")
    for name, option in (("full", "--format=text"), ("summary", "--summary-only"), ("lcov", "--format=lcov")):
        export = (llvm_cov, "export", option, "--instr-profile=shop.profdata", "./shop")
        (folder / name).write_bytes(run(folder, *export))
    printed = run(folder, llvm_cov, "report", "--instr-profile=shop.profdata", "./shop")
    (folder / "printed").write_bytes(printed)
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


def test_a_summary_is_what_the_report_prints(folder: Path) -> None:
    """Regions, functions, lines and branches: of each the count, the missed and a percentage."""
    row = (folder / "printed").read_text().split("TOTAL", 1)[1].split()
    summary = coverage(folder, "summary")

    for unit, column in ((Unit.FUNCTIONS, 3), (Unit.LINES, 6), (Unit.BRANCHES, 9)):
        count, missed = map(int, row[column : column + 2])
        assert (summary.ratio(unit) or NOTHING) == Ratio(count - missed, count)
