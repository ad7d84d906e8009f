"""Fresh measurements of installed tools: what is read is what the tools themselves print."""

from __future__ import annotations

import importlib.util
import re
import shutil
import subprocess
import sys
from fractions import Fraction
from pathlib import Path

import pytest

from quality_gate.model.reading import Reading, State
from quality_gate.readers.reading import read_stream

GO_BENCH = """\
package shop

import "testing"

var sum int

func BenchmarkSum(b *testing.B) {
	b.ReportAllocs()
	for i := 0; i < b.N; i++ {
		sum += i
	}
}

func BenchmarkBroken(b *testing.B) { b.Fatal("no rate") }
"""


def read(path: Path) -> Reading:
    with path.open("rb") as stream:
        return read_stream(stream)


def numbers(reading: Reading) -> dict[str, Fraction]:
    assert reading.metrics is not None, reading
    return {metric.key: metric.number for metric in reading.metrics.metrics}


def test_go_benchmarks(tmp_path: Path) -> None:
    go = shutil.which("go")
    if go is None:
        pytest.skip("go is not installed")
    (tmp_path / "go.mod").write_text("module example.com/shop\n\ngo 1.20\n")
    (tmp_path / "shop_test.go").write_text(GO_BENCH)
    command = [go, "test", "-bench=.", "-benchtime=100x"]
    printed = subprocess.run(command, cwd=tmp_path, check=False, capture_output=True, text=True).stdout
    (tmp_path / "bench.txt").write_text(printed)
    reading = read(tmp_path / "bench.txt")
    time = re.search(r"(BenchmarkSum\S*)\s+100\s+([0-9.]+) ns/op", printed)

    assert time is not None, printed
    assert numbers(reading)[f"example.com/shop.{time[1]} ns/op"] == Fraction(time[2])
    assert reading.state is State.SUSPECT
    assert "--- FAIL: BenchmarkBroken" in reading.note


def test_pytest_benchmark(tmp_path: Path) -> None:
    if importlib.util.find_spec("pytest_benchmark") is None:
        pytest.skip("pytest-benchmark is not installed")
    (tmp_path / "test_bench.py").write_text(
        "def test_sum(benchmark):\n    benchmark.pedantic(sum, args=(range(99),), rounds=7)\n"
    )
    options = ("-q", "-p", "no:cacheprovider", "--benchmark-json=bench.json", "--benchmark-columns=rounds")
    command = [sys.executable, "-m", "pytest", *options, "test_bench.py"]
    printed = subprocess.run(command, cwd=tmp_path, check=True, capture_output=True, text=True).stdout
    found = numbers(read(tmp_path / "bench.json"))

    assert re.search(r"^test_sum\s+7$", printed, re.MULTILINE)
    assert found["test_sum rounds"] == 7
    assert abs(found["test_sum mean"] * found["test_sum ops"] - 1) < Fraction(1, 10**9)
