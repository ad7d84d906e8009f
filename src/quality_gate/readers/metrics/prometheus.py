"""Reads the Prometheus text format, and OpenMetrics; authoritative is each sample as it is exposed.

The unit is told by the ending of the name, as Prometheus asks for: seconds, bytes, ratio, total.
"""

from __future__ import annotations

import re
from typing import BinaryIO, Final

from quality_gate.model.reading import Reading
from quality_gate.readers.metrics.lines import Lines, decimal_or_none
from quality_gate.readers.metrics.measured import Measured, Parameters
from quality_gate.readers.reader import Head, ReadLimits
from quality_gate.readers.strict_json import as_text

NAME: Final = "prometheus"
_KINDS: Final = "counter|gauge|histogram|summary|untyped|unknown|info|stateset|gaugehistogram"
_TYPE: Final = re.compile(rf"^# TYPE [A-Za-z_:][\w:]* (?:{_KINDS})\s*$", re.MULTILINE)
_SAMPLE: Final = re.compile(
    r'([A-Za-z_:][\w:]*)(?:\{((?:[^"}]|"(?:[^"\\]|\\.)*+")*+)\})?'
    r"[ \t]+(\S+)(?:[ \t]+[-+0-9.eE]+)?(?:[ \t]+#.*)?"
)
_LABEL: Final = re.compile(r'\s*([A-Za-z_][\w]*)\s*=\s*"((?:[^"\\]|\\.)*+)"\s*(?:,\s*|$)')
_ESCAPES: Final = {"\\n": "\n", '\\"': '"', "\\\\": "\\"}
_ESCAPE: Final = re.compile(r'\\[n"\\]')
_END: Final = "# EOF"  # of OpenMetrics, which asks for no line end behind it
_NO_NUMBERS: Final = ("nan", "+inf", "-inf", "inf")
_UNITS: Final = {
    "nanoseconds": "ns",
    "microseconds": "us",
    "milliseconds": "ms",
    "seconds": "s",
    "minutes": "min",
    "hours": "h",
    "bytes": "B",
    "percent": "%",
}
_PARTS: Final = ("_total", "_sum", "_created")


def recognises(head: Head) -> bool:
    return not head.is_json and not head.root and _TYPE.search(head.text) is not None


def read(stream: BinaryIO, limits: ReadLimits) -> Reading:
    measured = Measured()
    lines = Lines(stream, limits)
    line = ""
    for number, raw in enumerate(lines, start=1):
        line = raw.strip()
        if not line or line.startswith("#"):
            continue
        found = _SAMPLE.fullmatch(line)
        if not found:
            raise ValueError(f"line {number:,} is no sample: {line[:60]!r}")
        name, labels, text = found[1], found[2] or "", found[3]
        exact = decimal_or_none(text)
        if exact is None and text.lower() not in _NO_NUMBERS:
            raise ValueError(f"line {number:,}: {text[:40]!r} is not a number")
        measured.add(
            name, "value", text if exact is None else exact, _unit(name), parameters=_labels(labels, number)
        )
    if not lines.ended and line != _END:
        measured.doubts.append("the last line has no end, which the format asks for: cut off?")
    return measured.reading(NAME, "no sample in it")


def _labels(text: str, number: int) -> Parameters:
    found: list[tuple[str, str]] = []
    at = 0
    text = text.strip()
    while at < len(text):
        label = _LABEL.match(text, at)
        if not label:
            raise ValueError(f"line {number:,}: the labels cannot be read")
        value = _ESCAPE.sub(lambda escape: _ESCAPES[escape[0]], label[2])
        found.append((label[1], as_text(value, 300)))
        at = label.end()
    return tuple(found)


def _unit(name: str) -> str:
    """`http_request_duration_seconds_sum` is in seconds, its `_count` is a bare number."""
    for part in _PARTS:
        name = name.removesuffix(part)
    return _UNITS.get(name.rpartition("_")[2], "")
