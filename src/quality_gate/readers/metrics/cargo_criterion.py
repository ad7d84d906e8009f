"""Reads the messages of cargo-criterion, one JSON object per line; authoritative are its estimates.

A single message may stand on many lines, as other tools print it. The end of its group follows a benchmark.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import BinaryIO, Final

from quality_gate.model.reading import Reading, invalid
from quality_gate.readers.metrics.measured import Measured
from quality_gate.readers.reader import Head, ReadLimits
from quality_gate.readers.strict_json import (
    Json,
    NotReadable,
    as_list,
    as_object,
    as_text,
    read_json_lines,
    read_object,
)
from quality_gate.readers.whole import read_whole

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
    ended: set[object] = set()
    last: object = ""
    try:
        for message in _messages(read_whole(stream, limits.max_bytes), limits):
            if message.get("reason") == "benchmark-complete":
                _add(measured, message)
                last = message.get("id")
            elif message.get("reason") == "group-complete":
                ended.update(as_text(one) for one in as_list(message.get("benchmarks"), "benchmarks"))
                last = ""
    except NotReadable as error:
        return invalid(NAME, str(error))
    if ended and last and last not in ended:
        measured.doubts.append(f"the group of {as_text(last, 200)} has no end: cut off?")
    return measured.reading(NAME)


def _messages(raw: bytes, limits: ReadLimits) -> Iterator[Json]:
    first = raw.split(b"\n", 1)[0]
    if b"}" in first:
        return read_json_lines(io.BytesIO(raw), limits)
    return iter((read_object(io.BytesIO(raw), limits),))


def _add(measured: Measured, message: Json) -> None:
    name = as_text(message.get("id"))
    values = message.get("measured_values")
    samples = len(values) if isinstance(values, list) and values else None
    for key, value in _ESTIMATES.items():
        if message.get(key) is not None:
            estimate = as_object(message[key], f"{key} of {name}")
            unit = as_text(estimate.get("unit"))
            measured.add(name, value, estimate.get("estimate"), unit, samples=samples)
