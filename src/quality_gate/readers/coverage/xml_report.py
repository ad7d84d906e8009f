"""From an XML coverage report to its reading, whatever its elements are."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import BinaryIO, Protocol

from quality_gate.model.reading import Reading, invalid
from quality_gate.readers.reader import ReadLimits
from quality_gate.readers.xml_stream import XmlHandler, read_xml


class ReportHandler(XmlHandler, Protocol):
    """What gathers the elements of a report, and makes a reading of them."""

    def reading(self) -> Reading: ...


def xml_reading(
    name: str, stream: BinaryIO, limits: ReadLimits, make: Callable[[], ReportHandler]
) -> Reading:
    """What the handler says, or why the report cannot be read; a repair loses no element, and is told."""
    outcome = read_xml(stream, limits, make)
    if outcome.problem:
        return invalid(name, outcome.problem)
    reading = outcome.handler.reading()
    if not outcome.repaired:
        return reading
    notes = [f"{outcome.repaired}; read after a repair", reading.note]
    return replace(reading, note="; ".join(note for note in notes if note))
