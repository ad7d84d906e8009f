"""Reads JMeter's XML results (JTL); authoritative are its outermost samples: every number is computed here.

Samples within a sample are parts of it (redirects, embedded resources, steps of a transaction) and are
not counted again. A transaction beside its samples is no part of the total. Percentiles are by nearest rank.
"""

from __future__ import annotations

from typing import BinaryIO, Final

from quality_gate.model.reading import Reading, invalid
from quality_gate.model.wording import plural
from quality_gate.readers.metrics.measured import Measured
from quality_gate.readers.metrics.percentiles import TRANSACTION, Requests
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
        self._outer = ("", 0, False)
        self._may_be_sum = self._has_parts = False

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name not in _SAMPLES:
            return
        self._depth += 1
        if self._depth > 1:
            self.within += 1
            self._has_parts = True
            return
        elapsed, success = attributes.get("t", ""), attributes.get("s", "")
        if not (elapsed.isascii() and elapsed.isdigit() and len(elapsed) <= _DIGITS):
            raise ValueError(f"{elapsed[:40]!r} is no number of milliseconds")
        if success not in ("true", "false"):
            raise ValueError(f"{success[:40]!r} is neither true nor false")
        if (count := attributes.get("sc", "1")) != "1":
            raise ValueError(f"one element stands for {count[:20]} samples: they cannot be told apart")
        self._outer = (as_text(attributes.get("lb", "")), int(elapsed), success == "true")
        self._may_be_sum = attributes.get("rm", "").startswith(TRANSACTION)
        self._has_parts = False

    def end(self, name: str) -> None:
        self._depth -= name in _SAMPLES
        if name in _SAMPLES and not self._depth:
            label, elapsed, good = self._outer
            self.requests.add(label, elapsed, good=good, is_sum=self._may_be_sum and not self._has_parts)

    def text(self, data: str) -> None:
        """Response data and messages are not read."""
