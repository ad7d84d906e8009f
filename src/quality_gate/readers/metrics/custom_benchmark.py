"""Reads the custom JSON of github-action-benchmark: name, unit and value as they are written.

`range` is told only where it is a bare number; as "± 5" it is words, and so is `extra`.
"""

from __future__ import annotations

from typing import BinaryIO, Final

from quality_gate.model.reading import Reading
from quality_gate.readers.metrics.lines import decimal_or_none
from quality_gate.readers.metrics.measured import Measured
from quality_gate.readers.reader import Head, ReadLimits
from quality_gate.readers.strict_json import (
    NotReadable,
    as_list,
    as_number,
    as_object,
    as_text,
    json_reading,
)

NAME: Final = "custom-benchmark"


def recognises(head: Head) -> bool:
    return head.text.lstrip().startswith("[") and {"name", "unit", "value"} <= set(head.json_keys)


def read(stream: BinaryIO, limits: ReadLimits) -> Reading:
    return json_reading(NAME, stream, limits, _reading)


def _reading(found: object) -> Reading:
    measured = Measured()
    for one in as_list(found, "the report"):
        entry = as_object(one, "a benchmark")
        name, unit = as_text(entry.get("name")), as_text(entry.get("unit"))
        if not name:
            raise NotReadable("a benchmark has no name")
        if as_number(entry.get("value")) is None:
            raise NotReadable(f"the value of {name[:200]!r} is not a number")
        measured.add(name, "value", entry.get("value"), unit)
        spread = entry.get("range")
        text = as_text(spread, 100).removeprefix("±").removeprefix("+/-").strip()
        exact = decimal_or_none(text) if text else as_number(spread)
        measured.add(name, "range", exact, unit)
    return measured.reading(NAME)
