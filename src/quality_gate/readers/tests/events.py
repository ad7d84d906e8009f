"""Reports that are a stream of JSON events, one on each line, perhaps between lines of other tools."""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO

from quality_gate.readers.reader import Head, ReadLimits
from quality_gate.readers.strict_json import Json, NotReadable, as_object, parse_line
from quality_gate.readers.text_lines import text_lines


def first_event(head: Head) -> Json:
    """The first line that could be an event; an empty object where it is none."""
    line = next((line for line in head.text.split("\n") if line.startswith("{")), "{}")
    try:
        return as_object(parse_line(line, 1), "an event")
    except NotReadable:
        return {}


def events(stream: BinaryIO, limits: ReadLimits) -> Iterator[Json | str]:
    """Events, and as texts the lines that are none; a line that begins like an event has to be one."""
    for number, line in enumerate(text_lines(stream, limits), 1):
        if line.startswith("{"):
            yield as_object(parse_line(line, number), f"line {number:,}")
        elif line.strip():
            yield line
