"""Reads Google Benchmark's JSON; authoritative are its aggregates, else the median of the repetitions.

Real and CPU time come in the `time_unit` of each benchmark. BigO and RMS are fits, not measurements.
"""

from __future__ import annotations

from fractions import Fraction
from typing import BinaryIO, Final

from quality_gate.model.reading import Reading
from quality_gate.readers.metrics.measured import Measured
from quality_gate.readers.reader import Head, ReadLimits
from quality_gate.readers.strict_json import (
    Json,
    NotReadable,
    as_list,
    as_number,
    as_object,
    as_text,
    json_reading,
)

NAME: Final = "google-benchmark"
_UNITS: Final = {"items_per_second": "items/s", "bytes_per_second": "B/s"}
_TIMES: Final = ("real_time", "cpu_time")
_FITS: Final = ("BigO", "RMS")
_AGGREGATES: Final = ("mean", "median", "stddev", "cv", *_FITS)
_NO_COUNTERS: Final = frozenset(
    (
        *("iterations", "repetitions", "repetition_index", "threads", "family_index"),
        *("per_family_instance_index", "max_bytes_used", "rms"),
    )
)


def recognises(head: Head) -> bool:
    return head.is_json and {"context", "benchmarks"} <= set(head.json_keys)


def read(stream: BinaryIO, limits: ReadLimits) -> Reading:
    return json_reading(NAME, stream, limits, _reading, keep_constants=True)


def _reading(found: object) -> Reading:
    report = as_object(found, "the report")
    measured = Measured()
    runs: dict[str, list[Json]] = {}
    for one in as_list(report.get("benchmarks"), "benchmarks"):
        benchmark = as_object(one, "a benchmark")
        name = as_text(benchmark.get("run_name")) or as_text(benchmark.get("name"))
        if benchmark.get("error_occurred") not in (None, False):
            measured.failures.append(f"{name}: {as_text(benchmark.get('error_message'), 300) or 'an error'}")
        elif benchmark.get("skipped") is True:
            measured.note(f"{name} was skipped: {as_text(benchmark.get('skip_message'), 300) or 'no reason'}")
        elif aggregate := _aggregate(benchmark):
            _add_aggregate(measured, name, aggregate, benchmark)
        else:
            runs.setdefault(name, []).append(benchmark)
    for name, repetitions in runs.items():
        _add_run(measured, name, repetitions)
    _say_where(measured, as_object(report.get("context", {}), "context"))
    return measured.reading(NAME)


def _aggregate(benchmark: Json) -> str:
    if benchmark.get("run_type") is not None:
        kind = as_text(benchmark.get("aggregate_name"))
        return kind if benchmark.get("run_type") == "aggregate" else ""
    ending = as_text(benchmark.get("name")).rpartition("_")[2]  # before 1.5.0 only the name told
    return ending if ending in _AGGREGATES else ""


def _add_aggregate(measured: Measured, name: str, aggregate: str, benchmark: Json) -> None:
    if aggregate in _FITS:
        return
    if benchmark.get("run_type") is None:
        name = name.removesuffix(f"_{aggregate}")
    for value, number, unit in _numbers(benchmark):
        if aggregate == "cv" or benchmark.get("aggregate_unit") == "percentage":
            share = as_number(number)
            measured.add(name, f"{value} {aggregate}", number if share is None else share * 100, "%")
        else:
            measured.add(name, f"{value} {aggregate}", number, unit)


def _add_run(measured: Measured, name: str, repetitions: list[Json]) -> None:
    from statistics import median  # imported late: only repetitions pay for it

    values: dict[tuple[str, str], list[Fraction]] = {}
    for benchmark in repetitions:
        for value, number, unit in _numbers(benchmark):
            exact = as_number(number)
            if exact is None:
                measured.must(name, value, number)
                measured.add(name, value, number)
            else:
                values.setdefault((value, unit), []).append(exact)
    for (value, unit), numbers in values.items():
        measured.add(name, value, median(numbers), unit, samples=len(numbers))
    if len(repetitions) > 1:
        measured.note(f"{name}: the median of {len(repetitions)} repetitions")


def _numbers(benchmark: Json) -> list[tuple[str, object, str]]:
    """Times, rates, and the benchmark's own counters."""
    if "real_time" not in benchmark:
        raise NotReadable(f"{as_text(benchmark.get('name'), 200)!r} has no real_time")
    unit = as_text(benchmark.get("time_unit")) or "ns"
    found: list[tuple[str, object, str]] = [(key, benchmark.get(key), unit) for key in _TIMES]
    for key, number in benchmark.items():
        if key not in _TIMES and key not in _NO_COUNTERS and as_number(number) is not None:
            found.append((key, number, _UNITS.get(key, "")))
    return found


def _say_where(measured: Measured, context: Json) -> None:
    if context.get("library_build_type") == "debug":
        measured.note("the benchmark library is a debug build")
    if context.get("cpu_scaling_enabled") is True:
        measured.note("the speed of the processor was not fixed")
    measured.ran_on("cores", context.get("num_cpus"))
    measured.ran_on("mhz", context.get("mhz_per_cpu"))
    measured.ran_on("host", context.get("host_name"))
