"""Reads hyperfine's JSON; authoritative are the seconds it computed.

A timed command that ended with another exit code than 0 measured something else: a failure.
"""

from __future__ import annotations

from typing import BinaryIO, Final

from quality_gate.model.reading import Reading
from quality_gate.readers.metrics.measured import Measured, parameters_of
from quality_gate.readers.reader import Head, ReadLimits
from quality_gate.readers.strict_json import Json, as_list, as_number, as_object, as_text, json_reading

NAME: Final = "hyperfine"
_SECONDS: Final = ("mean", "stddev", "median", "user", "system", "min", "max")


def recognises(head: Head) -> bool:
    return head.json_keys == ("results",) and '"command"' in head.text and '"mean"' in head.text


def read(stream: BinaryIO, limits: ReadLimits) -> Reading:
    return json_reading(NAME, stream, limits, _reading, keep_constants=True)


def _reading(found: object) -> Reading:
    measured = Measured()
    report = as_object(found, "the report")
    for one in as_list(report.get("results"), "results"):
        _add(measured, as_object(one, "a result"))
    return measured.reading(NAME)


def _add(measured: Measured, result: Json) -> None:
    command = as_text(result.get("command"))
    parameters = parameters_of(result.get("parameters"))
    times = result.get("times")
    samples = len(times) if isinstance(times, list) and times else None
    measured.must(command, "mean", result.get("mean"))
    for value in _SECONDS:
        measured.add(command, value, result.get(value), "s", samples=samples, parameters=parameters)
    memory = result.get("memory_usage_byte")
    peaks = [as_number(number) for number in memory] if isinstance(memory, list) else []
    peak = max((p for p in peaks if p is not None), default=None)
    measured.add(command, "memory", peak, "B", parameters=parameters)
    codes = as_list(result.get("exit_codes", []), f"exit codes of {command}")
    if any(code != 0 for code in codes):
        failed = sorted({"killed" if code is None else as_text(str(code), 20) for code in codes if code != 0})
        bad = sum(code != 0 for code in codes)
        measured.failures.append(f"{command}: {bad} of {len(codes)} runs ended with {', '.join(failed)}")
    if samples == 1:
        measured.note(f"{command}: one run, so no spread is known")
