"""Reads the messages of cargo-criterion, one JSON object per line; authoritative are its estimates."""

from __future__ import annotations

from typing import BinaryIO, Final

from quality_gate.model.reading import Reading, invalid
from quality_gate.readers.metrics.measured import Measured
from quality_gate.readers.reader import Head, ReadLimits
from quality_gate.readers.strict_json import (
    Json,
    NotReadable,
    as_object,
    as_text,
    read_json_lines,
)

NAME: Final = "cargo-criterion"
_ESTIMATES: Final = {
    "typical": "typical",
    "mean": "mean",
    "median": "median",
    "slope": "slope",
    "median_abs_dev": "median_abs_dev",
}


def recognises(head: Head) -> bool:
    first = head.text.lstrip()[:200]
    return "reason" in head.json_keys and any(
        f'"{reason}"' in first for reason in ("benchmark-complete", "group-complete")
    )


def read(stream: BinaryIO, limits: ReadLimits) -> Reading:
    measured = Measured()
    try:
        for message in read_json_lines(stream, limits):
            if message.get("reason") == "benchmark-complete":
                _add(measured, message)
    except NotReadable as error:
        return invalid(NAME, str(error))
    return measured.reading(NAME)


def _add(measured: Measured, message: Json) -> None:
    name = as_text(message.get("id"))
    values = message.get("measured_values")
    samples = len(values) if isinstance(values, list) and values else None
    for key, value in _ESTIMATES.items():
        if message.get(key) is not None:
            estimate = as_object(message[key], f"{key} of {name}")
            unit = as_text(estimate.get("unit"))
            measured.add(name, value, estimate.get("estimate"), unit, samples=samples)
