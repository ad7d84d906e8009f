"""Reads JMeter's XML results (JTL); authoritative are its outermost samples: every number is computed here.

Samples within a sample are parts of it (redirects, embedded resources, steps of a transaction) and are
not counted again. Percentiles are by nearest rank.
"""

from __future__ import annotations

from typing import BinaryIO, Final

from quality_gate.model.reading import Reading, invalid
from quality_gate.model.wording import plural
from quality_gate.readers.metrics.measured import Measured
from quality_gate.readers.metrics.percentiles import Requests
from quality_gate.readers.reader import Head, ReadLimits
from quality_gate.readers.strict_json import as_text
from quality_gate.readers.xml_stream import read_xml

NAME: Final = "jmeter-xml"
_SAMPLES: Final = ("sample", "httpSample")
_DIGITS: Final = 18


def recognises(head: Head) -> bool:
    return head.root == "testResults"


def read(stream: BinaryIO, limits: ReadLimits) -> Reading:
    outcome = read_xml(stream, limits, _Results)
    if outcome.problem or outcome.repaired:
        return invalid(NAME, outcome.problem or f"{outcome.repaired}; samples may be missing")
    measured = Measured()
    outcome.handler.requests.tell(measured)
    if outcome.handler.within:
        measured.note(f"{plural(outcome.handler.within, 'sample')} within others not counted again")
    return measured.reading(NAME, "no sample in it")


class _Results:
    wants_text = False

    def __init__(self) -> None:
        self.requests = Requests()
        self.within = 0
        self._depth = 0

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name not in _SAMPLES:
            return
        self._depth += 1
        if self._depth > 1:
            self.within += 1
            return
        elapsed, success = attributes.get("t", ""), attributes.get("s", "")
        if not (elapsed.isascii() and elapsed.isdigit() and len(elapsed) <= _DIGITS):
            raise ValueError(f"{elapsed[:40]!r} is no number of milliseconds")
        if success not in ("true", "false"):
            raise ValueError(f"{success[:40]!r} is neither true nor false")
        self.requests.add(as_text(attributes.get("lb", "")), int(elapsed), good=success == "true")

    def end(self, name: str) -> None:
        self._depth -= name in _SAMPLES

    def text(self, data: str) -> None:
        """Response data and messages are not read."""
