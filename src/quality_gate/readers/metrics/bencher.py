"""Reads the Bencher metric format: a benchmark's measures, each with a value and perhaps bounds.

Its newer shape lists the measures of a benchmark once for each set of parameters, part of its identity.

The format has no units; Bencher's own measures have the units of its documentation.
"""

from __future__ import annotations

import re
from typing import BinaryIO, Final

from quality_gate.model.reading import Reading
from quality_gate.readers.metrics.measured import Measured, Parameters, parameters_of
from quality_gate.readers.reader import Head, ReadLimits
from quality_gate.readers.strict_json import (
    Json,
    NotReadable,
    as_number,
    as_object,
    as_text,
    json_reading,
)

NAME: Final = "bencher"
_TEXT: Final = r'"(?:[^"\\]|\\.)*+"'
_FIRST: Final = re.compile(
    rf"\s*+\{{\s*+{_TEXT}\s*+:\s*+"
    rf'(?:\{{\s*+{_TEXT}\s*+:\s*+\{{\s*+"(?:value|lower_value|upper_value)"|'
    r'\[\s*+\{\s*+"(?:parameters|measures)")\s*+:'
)
_UNITS: Final = {"latency": "ns", "throughput": "ops/s", "file-size": "B", "build-time": "s"}
_ENDINGS: Final = {"value": "", "lower_value": " lower", "upper_value": " upper"}


def recognises(head: Head) -> bool:
    # A benchmark called "metrics" comes first in k6's summaries only.
    return head.json_keys[:1] != ("metrics",) and _FIRST.match(head.text) is not None


def read(stream: BinaryIO, limits: ReadLimits) -> Reading:
    return json_reading(NAME, stream, limits, _reading)


def _reading(found: object) -> Reading:
    measured = Measured()
    for name, measures in as_object(found, "the report").items():
        if not isinstance(measures, list):
            _add(measured, name, as_object(measures, as_text(name, 200)), main="value")
            continue
        for one in measures:
            run = as_object(one, f"a run of {name}")
            found_measures = as_object(run.get("measures"), f"measures of {name}")
            _add(measured, name, found_measures, parameters=parameters_of(run.get("parameters")))
    return measured.reading(NAME)


def _add(
    measured: Measured, name: str, measures: Json, *, main: str = "", parameters: Parameters = ()
) -> None:
    """`main` must be there; without it any number will do, as a percentile alone."""
    for measure, one in measures.items():
        metric = as_object(one, f"{measure} of {name}")
        if not any(as_number(metric[key]) is not None for key in metric if main in ("", key)):
            raise NotReadable(f"{as_text(name, 200)} {as_text(measure, 200)} has no value")
        for key, number in metric.items():  # percentiles, too: p99
            called = measure + _ENDINGS.get(key, f" {key}")
            measured.add(name, called, number, _UNITS.get(measure, ""), parameters=parameters)
