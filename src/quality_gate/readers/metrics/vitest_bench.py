"""Reads `vitest bench --outputJson`; authoritative are the milliseconds that tinybench computed."""

from __future__ import annotations

from typing import BinaryIO, Final

from quality_gate.model.reading import Reading
from quality_gate.readers.metrics.measured import Measured
from quality_gate.readers.reader import Head, ReadLimits
from quality_gate.readers.strict_json import Json, as_int, as_list, as_object, as_text, json_reading

NAME: Final = "vitest-bench"
_VALUES: Final = {  # key: what it is called here, and its unit
    "hz": ("hz", "ops/s"),
    "mean": ("mean", "ms"),
    "median": ("median", "ms"),
    "min": ("min", "ms"),
    "max": ("max", "ms"),
    "sd": ("stddev", "ms"),
    "p75": ("p75", "ms"),
    "p99": ("p99", "ms"),
    "p995": ("p99.5", "ms"),
    "p999": ("p99.9", "ms"),
    "rme": ("rme", "%"),
}


def recognises(head: Head) -> bool:
    return head.json_keys == ("files",) and '"groups"' in head.text


def read(stream: BinaryIO, limits: ReadLimits) -> Reading:
    return json_reading(NAME, stream, limits, _reading)


def _reading(found: object) -> Reading:
    measured = Measured()
    for file in as_list(as_object(found, "the report").get("files"), "files"):
        for one in as_list(as_object(file, "a file").get("groups"), "groups"):
            group = as_object(one, "a group")
            full_name = as_text(group.get("fullName"))
            for benchmark in as_list(group.get("benchmarks"), f"benchmarks of {full_name}"):
                _add(measured, full_name, as_object(benchmark, "a benchmark"))
    return measured.reading(NAME)


def _add(measured: Measured, group: str, benchmark: Json) -> None:
    own = as_text(benchmark.get("name"))
    name = f"{group} > {own}" if group else own
    samples = as_int(benchmark.get("sampleCount"))
    listed = benchmark.get("samples")
    if samples is None and isinstance(listed, list) and listed:
        samples = len(listed)
    if benchmark.get("mean") is None:  # how tinybench leaves a task that threw
        measured.failures.append(f"{name}: measured nothing")
        return
    for key, (value, unit) in _VALUES.items():
        measured.add(name, value, benchmark.get(key), unit, samples=samples)
