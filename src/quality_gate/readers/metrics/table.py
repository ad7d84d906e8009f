"""Every format of measurements; a new one is a new file and a row here."""

from __future__ import annotations

from quality_gate.readers.metrics import (
    bencher,
    benchmark_dotnet,
    cargo_criterion,
    criterion,
    custom_benchmark,
    go_bench,
    google_benchmark,
    hyperfine,
    jmeter_csv,
    jmeter_xml,
    jmh,
    k6,
    locust,
    prometheus,
    pytest_benchmark,
    vitest_bench,
    wrk,
)
from quality_gate.readers.reader import Reader

READERS: tuple[Reader, ...] = (
    bencher,
    benchmark_dotnet,
    cargo_criterion,
    criterion,
    custom_benchmark,
    go_bench,
    google_benchmark,
    hyperfine,
    jmeter_csv,
    jmeter_xml,
    jmh,
    k6,
    locust,
    prometheus,
    pytest_benchmark,
    vitest_bench,
    wrk,
)
