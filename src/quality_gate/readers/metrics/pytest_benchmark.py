"""Reads pytest-benchmark's JSON (2.5 to 5); authoritative are the `stats` it computed, in seconds.

A benchmark is called by its short name, by its full name where two have the same short one.
"""

from __future__ import annotations

from collections import Counter
from typing import BinaryIO, Final

from quality_gate.model.reading import Reading
from quality_gate.readers.metrics.measured import Measured
from quality_gate.readers.reader import Head, ReadLimits
from quality_gate.readers.strict_json import (
    Json,
    as_int,
    as_list,
    as_number,
    as_object,
    as_text,
    json_reading,
)

NAME: Final = "pytest-benchmark"
_PERCENTILES: Final = (50, 90, 95, 99)
_FEW: Final = 20
_SECONDS: Final = ("min", "max", "mean", "median", "stddev", "iqr", "q1", "q3")


def recognises(head: Head) -> bool:
    # Version 2.5 wrote its keys in any order: many benchmarks may stand before the machine.
    own = "machine_info" in head.json_keys or all(f'"{key}"' in head.text for key in ("fullname", "iqr"))
    return head.is_json and own and '"benchmarks"' in head.text


def read(stream: BinaryIO, limits: ReadLimits) -> Reading:
    return json_reading(NAME, stream, limits, _reading, keep_constants=True)


def _reading(found: object) -> Reading:
    report = as_object(found, "the report")
    measured = Measured()
    benchmarks = [as_object(one, "a benchmark") for one in as_list(report.get("benchmarks"), "benchmarks")]
    times = Counter(as_text(one.get("name")) for one in benchmarks)
    for one in benchmarks:
        name = as_text(one.get("name"))
        unique = name and times[name] == 1
        _add(measured, name if unique else as_text(one.get("fullname")) or name, one)
    _say_where(measured, report)
    return measured.reading(NAME)


def _add(measured: Measured, name: str, benchmark: Json) -> None:
    stats = as_object(benchmark.get("stats"), f"stats of {name}")
    rounds = as_int(stats.get("rounds"))
    measured.must(name, "mean", stats.get("mean"))
    for value in _SECONDS:
        measured.add(name, value, stats.get(value), "s", samples=rounds)
    measured.add(name, "ops", stats.get("ops"), "ops/s", samples=rounds)
    measured.add(name, "rounds", rounds)
    _add_percentiles(measured, name, stats)
    if rounds == 1:
        measured.note(f"{name}: one round, so no spread is known")


def _add_percentiles(measured: Measured, name: str, stats: Json) -> None:
    """By nearest rank, from the single timings where they were saved."""
    data = stats.get("data")
    single = [as_number(one) for one in data] if isinstance(data, list) else []
    times = sorted(one for one in single if one is not None)
    if not times or len(times) < len(single):
        return
    for percent in _PERCENTILES:
        value = times[-(-len(times) * percent // 100) - 1]
        measured.add(name, f"p{percent}", value, "s", samples=len(times))
    if len(times) < _FEW:
        measured.note(f"{name}: percentiles of fewer than {_FEW} timings")


def _say_where(measured: Measured, report: Json) -> None:
    machine = as_object(report.get("machine_info", {}), "machine_info")
    cpu = machine.get("cpu")
    if isinstance(cpu, dict):
        measured.ran_on("cpu", cpu.get("brand_raw") or cpu.get("brand"))
        measured.ran_on("cores", cpu.get("count"))
    for key in ("system", "machine", "python_version"):
        measured.ran_on(key, machine.get(key))
    commit = report.get("commit_info")
    if isinstance(commit, dict) and commit.get("dirty") is True:
        measured.note("measured with uncommitted changes")
