"""Every format of measurements, by how a file of it begins; a new one is a new file and a row here."""

from __future__ import annotations

from quality_gate.readers.reader import Reader


def xml() -> tuple[Reader, ...]:
    from quality_gate.readers.metrics import jmeter_xml

    return (jmeter_xml,)


def json() -> tuple[Reader, ...]:
    from quality_gate.readers.metrics import (
        bencher,
        benchmark_dotnet,
        cargo_criterion,
        criterion,
        custom_benchmark,
        google_benchmark,
        hyperfine,
        jmh,
        k6,
        pytest_benchmark,
        vitest_bench,
    )

    return (
        bencher,
        benchmark_dotnet,
        cargo_criterion,
        criterion,
        custom_benchmark,
        google_benchmark,
        hyperfine,
        jmh,
        k6,
        pytest_benchmark,
        vitest_bench,
    )


def text() -> tuple[Reader, ...]:
    from quality_gate.readers.metrics import go_bench, jmeter_csv, locust, prometheus, wrk

    return (
        go_bench,
        jmeter_csv,
        locust,
        prometheus,
        wrk,
    )
