"""Reads what Criterion.rs estimates: one benchmark's estimates.json; authoritative are its point estimates.

That file names neither its benchmark (its folder does) nor a unit: Criterion measures nanoseconds. A file of
the same name and shape, in `change`, has no deviation: its estimates are shares, by which the times changed.
"""

from __future__ import annotations

from typing import BinaryIO, Final

from quality_gate.model.reading import Reading
from quality_gate.readers.metrics.measured import Measured
from quality_gate.readers.reader import Head, ReadLimits
from quality_gate.readers.strict_json import as_object, json_reading

NAME: Final = "criterion"
_BENCHMARK: Final = "criterion"
_VALUES: Final = {
    "mean": "mean",
    "median": "median",
    "slope": "slope",
    "std_dev": "stddev",
    "median_abs_dev": "median_abs_dev",
}


def recognises(head: Head) -> bool:
    return head.is_json and {"mean", "median"} <= set(head.json_keys) and '"point_estimate"' in head.text


def read(stream: BinaryIO, limits: ReadLimits) -> Reading:
    return json_reading(NAME, stream, limits, _reading)


def _reading(found: object) -> Reading:
    report = as_object(found, "the report")
    measured = Measured()
    is_change = "std_dev" not in report
    for key, value in _VALUES.items():
        if report.get(key) is not None:
            number = as_object(report[key], key).get("point_estimate")
            called, unit = (f"{value} change", "") if is_change else (value, "ns")
            measured.must(_BENCHMARK, called, number)
            measured.add(_BENCHMARK, called, number, unit)
    return measured.reading(NAME)
