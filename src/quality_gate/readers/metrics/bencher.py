"""Reads the Bencher metric format: a benchmark's measures, each with a value and perhaps bounds.

The format has no units; Bencher's own measures have the units of its documentation.
"""

from __future__ import annotations

import re
from typing import BinaryIO, Final

from quality_gate.model.reading import Reading
from quality_gate.readers.metrics.measured import Measured
from quality_gate.readers.reader import Head, ReadLimits
from quality_gate.readers.strict_json import NotReadable, as_number, as_object, as_text, json_reading

NAME: Final = "bencher"
_TEXT: Final = r'"(?:[^"\\]|\\.)*+"'
_FIRST: Final = re.compile(
    rf'\s*+\{{\s*+{_TEXT}\s*+:\s*+\{{\s*+{_TEXT}\s*+:\s*+\{{\s*+"(?:value|lower_value|upper_value)"\s*+:'
)
_UNITS: Final = {"latency": "ns", "throughput": "ops/s", "file-size": "B", "build-time": "s"}
_VALUES: Final = {"": "value", " lower": "lower_value", " upper": "upper_value"}


def recognises(head: Head) -> bool:
    # A benchmark called "metrics" comes first in k6's summaries only.
    return head.json_keys[:1] != ("metrics",) and _FIRST.match(head.text) is not None


def read(stream: BinaryIO, limits: ReadLimits) -> Reading:
    return json_reading(NAME, stream, limits, _reading)


def _reading(found: object) -> Reading:
    measured = Measured()
    for name, measures in as_object(found, "the report").items():
        for measure, one in as_object(measures, as_text(name, 200)).items():
            metric = as_object(one, f"{measure} of {name}")
            if as_number(metric.get("value")) is None:
                raise NotReadable(f"{as_text(name, 200)} {as_text(measure, 200)} has no value")
            for ending, key in _VALUES.items():
                measured.add(name, measure + ending, metric.get(key), _UNITS.get(measure, ""))
    return measured.reading(NAME)
