"""Reads BenchmarkDotNet's JSON, full and brief; authoritative are its `Statistics`, in nanoseconds.

A benchmark without statistics did not run to its end: a failure.
"""

from __future__ import annotations

from collections import Counter
from typing import BinaryIO, Final

from quality_gate.model.reading import Reading
from quality_gate.readers.metrics.measured import Measured, Parameters
from quality_gate.readers.reader import Head, ReadLimits
from quality_gate.readers.strict_json import Json, as_int, as_list, as_object, as_text, json_reading

NAME: Final = "benchmark-dotnet"
_VALUES: Final = {
    "Min": "min",
    "Max": "max",
    "Mean": "mean",
    "Median": "median",
    "StandardDeviation": "stddev",
    "Q1": "q1",
    "Q3": "q3",
    "InterquartileRange": "iqr",
}
_MEMORY: Final = {
    "BytesAllocatedPerOperation": ("allocated", "B"),
    "Gen0Collections": ("gen0", ""),
    "Gen1Collections": ("gen1", ""),
    "Gen2Collections": ("gen2", ""),
}


def recognises(head: Head) -> bool:
    return head.is_json and "HostEnvironmentInfo" in head.json_keys


def read(stream: BinaryIO, limits: ReadLimits) -> Reading:
    return json_reading(NAME, stream, limits, _reading, keep_constants=True)


def _reading(found: object) -> Reading:
    report = as_object(found, "the report")
    measured = Measured()
    benchmarks = [as_object(one, "a benchmark") for one in as_list(report.get("Benchmarks"), "Benchmarks")]
    times = Counter(map(_identity, benchmarks))
    for one in benchmarks:
        name, parameters = _identity(one)
        if times[name, parameters] > 1:  # in several jobs, which only these words tell apart
            parameters = (*parameters, *_job(as_text(one.get("DisplayInfo"))))
        _add(measured, name, parameters, one)
    host = as_object(report.get("HostEnvironmentInfo", {}), "HostEnvironmentInfo")
    measured.ran_on("cpu", host.get("ProcessorName"))
    measured.ran_on("cores", host.get("LogicalCoreCount"))
    measured.ran_on("system", host.get("OsVersion"))
    measured.ran_on("runtime", host.get("RuntimeVersion"))
    if host.get("Configuration") == "DEBUG":
        measured.note("a debug build")
    return measured.reading(NAME)


def _identity(benchmark: Json) -> tuple[str, Parameters]:
    parts = [as_text(benchmark.get(key)) for key in ("Namespace", "Type", "Method")]
    name = ".".join(part for part in parts if part) or as_text(benchmark.get("FullName"))
    return name, _parameters(as_text(benchmark.get("Parameters")))


def _job(display: str) -> Parameters:
    """`Sorting.Quick: Job-ABCDEF(Runtime=.NET 8.0) [Size=10]`."""
    job = display.partition(": ")[2].partition(" [")[0]
    return (("job", job),) if job else ()


def _add(measured: Measured, name: str, parameters: Parameters, benchmark: Json) -> None:
    found = benchmark.get("Statistics")
    if found is None:
        measured.failures.append(f"{name}: no statistics, it did not run to its end")
        return
    statistics = as_object(found, f"Statistics of {name}")
    samples = as_int(statistics.get("N"))
    measured.must(name, "mean", statistics.get("Mean"))
    for key, value in _VALUES.items():
        measured.add(name, value, statistics.get(key), "ns", samples=samples, parameters=parameters)
    percentiles = as_object(statistics.get("Percentiles") or {}, f"Percentiles of {name}")
    for key, number in percentiles.items():
        measured.add(name, key.lower(), number, "ns", samples=samples, parameters=parameters)
    memory = as_object(benchmark.get("Memory") or {}, f"Memory of {name}")
    for key, (value, unit) in _MEMORY.items():
        measured.add(name, value, memory.get(key), unit, parameters=parameters)


def _parameters(text: str) -> Parameters:
    """`Size=10&Kind=Big`."""
    pairs = (part.partition("=") for part in text.split("&") if part)
    return tuple((name.strip(), value.strip()) for name, _, value in pairs)
