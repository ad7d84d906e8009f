"""Fresh measurements of installed tools: what is read is what the tools themselves print."""

from __future__ import annotations

import csv
import importlib.util
import re
import subprocess
import sys
from fractions import Fraction
from pathlib import Path

import pytest

from quality_gate.model.reading import Reading, State
from quality_gate.readers.reading import read_stream
from real.installing import maven, tool
from real.shop import open_shop

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
JMH_POM = """\
<project xmlns="http://maven.apache.org/POM/4.0.0">
<modelVersion>4.0.0</modelVersion><groupId>com.acme</groupId><artifactId>shop</artifactId><version>1</version>
<properties>
<maven.compiler.source>11</maven.compiler.source><maven.compiler.target>11</maven.compiler.target>
<project.build.sourceEncoding>UTF-8</project.build.sourceEncoding>
</properties>
<dependencies>
<dependency>
<groupId>org.openjdk.jmh</groupId><artifactId>jmh-core</artifactId><version>1.37</version>
</dependency><dependency>
<groupId>org.openjdk.jmh</groupId><artifactId>jmh-generator-annprocess</artifactId><version>1.37</version>
</dependency>
</dependencies>
</project>
"""
JMH = """\
package com.acme;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.*;
@BenchmarkMode({Mode.Throughput, Mode.AverageTime})
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@State(Scope.Benchmark)
public class Till {
    @Param({"10", "20"}) public int coins;
    @Benchmark public int sum() { int sum = 0; for (int n = 0; n < coins; n++) sum += n; return sum; }
}
"""


def read(path: Path) -> Reading:
    with path.open("rb") as stream:
        return read_stream(stream)


def numbers(reading: Reading) -> dict[str, Fraction]:
    assert reading.metrics is not None, reading
    return {metric.key: metric.number for metric in reading.metrics.metrics}


def test_go_benchmarks(tmp_path: Path) -> None:
    (tmp_path / "go.mod").write_text("module example.com/shop\n\ngo 1.20\n")
    (tmp_path / "shop_test.go").write_text(GO_BENCH)
    command = [tool("go"), "test", "-bench=.", "-benchtime=100x"]
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


def test_jmh(tmp_path: Path) -> None:
    (tmp_path / "src/main/java/com/acme").mkdir(parents=True)
    (tmp_path / "src/main/java/com/acme/Till.java").write_text(JMH)
    (tmp_path / "pom.xml").write_text(JMH_POM)
    options = "-f 0 -wi 0 -i 2 -r 20ms -foe true -rf json -rff jmh.json"
    said = maven(
        *(tmp_path, "compile", "org.codehaus.mojo:exec-maven-plugin:3.1.0:java"),
        *("-Dexec.mainClass=org.openjdk.jmh.Main", f"-Dexec.args={options}"),
    )
    rows = re.findall(r"^Till\.sum +(\d+) +(thrpt|avgt) +2 +([0-9.]+) +(\S+)", said, re.MULTILINE)
    assert len(rows) == 4, said
    reading = read(tmp_path / "jmh.json")
    found = numbers(reading)

    assert reading.metrics is not None
    units = {metric.key: metric.unit for metric in reading.metrics.metrics}
    for coins, mode, printed, unit in rows:
        key = f"com.acme.Till.sum(coins={coins}, mode={mode}) score"
        assert abs(found[key] - Fraction(printed)) <= Fraction(1, 2000)  # three decimals are printed
        assert units[key] == unit


def test_hyperfine(tmp_path: Path) -> None:
    options = ("-N", "--warmup=0", "--runs=3", "--time-unit=millisecond", "--export-json=times.json")
    command = [tool("hyperfine"), *options, "--export-csv=times.csv", "true"]
    subprocess.run(command, cwd=tmp_path, check=True, capture_output=True)
    with (tmp_path / "times.csv").open() as rows:
        (printed,) = csv.DictReader(rows)
    found = numbers(read(tmp_path / "times.json"))

    for column in ("mean", "median", "min", "max"):
        assert abs(found[f"true {column}"] - Fraction(printed[column])) < Fraction(1, 10**9)


GOOGLE_BENCHMARK = """\
#include <benchmark/benchmark.h>
static void Sum(benchmark::State& state) {
    for (auto _ : state) { long sum = 0; benchmark::DoNotOptimize(sum += state.range(0)); }
}
static void Broken(benchmark::State& state) { state.SkipWithError("no till"); }
BENCHMARK(Sum)->Arg(8)->Iterations(1000);
BENCHMARK(Broken);
BENCHMARK_MAIN();
"""


def test_google_benchmark(tmp_path: Path) -> None:
    (tmp_path / "shop.cpp").write_text(GOOGLE_BENCHMARK)
    build = [tool("g++"), "-O1", "-o", "shop", "shop.cpp", "-lbenchmark", "-lpthread"]
    built = subprocess.run(build, cwd=tmp_path, check=False, capture_output=True, text=True)
    if "benchmark/benchmark.h" in built.stderr:
        pytest.skip("Google Benchmark is not installed")
    assert built.returncode == 0, built.stderr
    command = ["./shop", "--benchmark_out=times.json", "--benchmark_out_format=json"]
    done = subprocess.run(command, cwd=tmp_path, check=True, capture_output=True, text=True)
    reading = read(tmp_path / "times.json")
    row = re.search(r"^(Sum/8/\S+) +([0-9.]+) ns +([0-9.]+) ns +1000", done.stdout, re.MULTILINE)

    assert row, done.stdout
    assert abs(numbers(reading)[f"{row[1]} real_time"] - Fraction(row[2])) < 1
    assert reading.state is State.SUSPECT
    assert "no till" in reading.note


def test_wrk(tmp_path: Path) -> None:
    program = tool("wrk")
    with open_shop() as shop:
        command = [program, "-t1", "-c2", "-d1s", "--latency", f"{shop}/nowhere"]
        done = subprocess.run(command, cwd=tmp_path, check=True, capture_output=True, text=True)
    (tmp_path / "load.txt").write_text(done.stdout)
    found = numbers(read(tmp_path / "load.txt"))
    rate = re.search(r"^Requests/sec: +([0-9.]+)$", done.stdout, re.MULTILINE)

    assert rate
    assert Fraction(rate[1]) in found.values(), found


K6 = """\
import http from 'k6/http';
import {check} from 'k6';
export const options = {iterations: 6, thresholds: {checks: ['rate>0.9'], http_reqs: ['count>1']}};
export default function () {
  const answer = http.get(__ENV.SHOP + (__ITER % 2 ? '/nowhere' : '/'));
  check(answer, {'is there': r => r.status === 200});
}
"""
HANDLED = "export function handleSummary(data) { return {'report.json': JSON.stringify(data)}; }\n"


@pytest.mark.parametrize("handled", [False, True])
def test_k6(tmp_path: Path, handled: bool) -> None:
    program = tool("k6")
    (tmp_path / "load.js").write_text(K6 + HANDLED * handled)
    options = ["--quiet", "--no-usage-report", *([] if handled else ["--summary-export=report.json"])]
    with open_shop() as shop:
        command = [program, "run", *options, "--env", f"SHOP={shop}", "load.js"]
        done = subprocess.run(command, cwd=tmp_path, check=False, capture_output=True, text=True)
    reading = read(tmp_path / "report.json")
    found = numbers(reading)

    assert done.returncode == 99  # a threshold was crossed
    assert reading.metrics is not None
    assert dict(reading.metrics.thresholds) == {"checks: rate>0.9": False, "http_reqs: count>1": True}
    assert (found["http_reqs count"], found["checks passes"], found["checks fails"]) == (6, 3, 3)
    if not handled:
        assert re.search(r"http_reqs\.+: 6 ", done.stdout), done.stdout
