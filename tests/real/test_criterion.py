"""Benchmarks of Criterion.rs, which is built once for all runs on this machine: read as it prints them."""

from __future__ import annotations

import os
import re
import subprocess
from fractions import Fraction
from pathlib import Path

import pytest

from quality_gate.model.reading import State
from quality_gate.readers.reading import read_stream
from real.installing import kept, tool, unreachable

MANIFEST = """\
[package]
name = "shop"
version = "0.1.0"
edition = "2021"
[dev-dependencies]
criterion = { version = "=0.5.1", default-features = false, features = ["cargo_bench_support"] }
[[bench]]
name = "till"
harness = false
[profile.bench]
opt-level = 0
"""
BENCHES = """\
use criterion::{black_box, criterion_group, criterion_main, Criterion, SamplingMode};
use std::time::Duration;
fn till(criterion: &mut Criterion) {
    criterion.bench_function("sum", |b| b.iter(|| shop::sum(black_box(8))));
    let mut group = criterion.benchmark_group("flat");
    group.sampling_mode(SamplingMode::Flat);
    group.bench_function("sum", |b| b.iter(|| shop::sum(black_box(800))));
}
fn quick() -> Criterion {
    let (warm_up, measure) = (Duration::from_millis(20), Duration::from_millis(100));
    Criterion::default().sample_size(10).warm_up_time(warm_up).measurement_time(measure).without_plots()
}
criterion_group! { name = benches; config = quick(); targets = till }
criterion_main!(benches);
"""
NANOSECONDS = {"ps": Fraction(1, 1000), "ns": Fraction(1), "µs": Fraction(1000), "ms": Fraction(10**6)}


def bench(folder: Path) -> str:
    """What Criterion prints."""
    program = tool("cargo")
    for name, text in (
        ("Cargo.toml", MANIFEST),
        ("src/lib.rs", "pub fn sum(n: u64) -> u64 { (0..n).sum() }\n"),
        ("benches/till.rs", BENCHES),
    ):
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text(text)
    around = {
        **os.environ,
        "CARGO_TARGET_DIR": str(kept("criterion-0.5.1")),
        "CRITERION_HOME": str(folder / "criterion"),
        "CARGO_TERM_COLOR": "never",
    }
    if subprocess.run([program, "--version"], capture_output=True, check=False, env=around).returncode:
        pytest.skip("cargo is here, and no toolchain for it")
    command = [program, "bench", "--quiet", "--bench", "till"]
    done = subprocess.run(command, cwd=folder, env=around, check=False, capture_output=True, text=True)
    if unreachable(done.stderr):
        pytest.skip("cargo cannot reach its registry from this machine")
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_criterion(tmp_path: Path) -> None:
    said = bench(tmp_path)
    rows = re.findall(r"^(\S+) +time: +\[\S+ \S+ (\S+) (\S+) \S+ \S+\]", said, re.MULTILINE)
    assert [name for name, *_ in rows] == ["sum", "flat/sum"], said

    for (name, printed, unit), value in zip(rows, ("slope", "mean"), strict=True):
        with (tmp_path / "criterion" / name / "new/estimates.json").open("rb") as stream:
            reading = read_stream(stream)
        assert (reading.format, reading.state) == ("criterion", State.OK)
        assert reading.metrics is not None
        found = {metric.value: metric for metric in reading.metrics.metrics}
        number = Fraction(printed) * NANOSECONDS[unit]
        assert found[value].unit == "ns"
        assert abs(found[value].number / number - 1) < Fraction(1, 1000)  # five digits are printed
        assert ("slope" in found) == (value == "slope")
