"""The metrics of a record come back by their names, exactly, for another run to be compared with."""

from __future__ import annotations

import io
from fractions import Fraction

from builders import report
from quality_gate.model.metrics import Metric
from quality_gate.model.rollup import MetricRow, Rollup
from quality_gate.model.verdict import Decision, Status
from quality_gate.readers.reader import DEFAULT_LIMITS
from quality_gate.readers.record import record_from
from quality_gate.renderers.record import record_text

ROWS = (
    MetricRow(name="p95", status=Status.PASSED, number=Fraction(1, 3), unit="ms", samples=20),
    MetricRow(name="gone", got="gone: only the base has it"),
    MetricRow(name="endless", number=Fraction(1, 7**900), unit="s"),
)


def test_numbers_are_read_back() -> None:
    text = record_text(report(Decision.READY, rollup=Rollup(metrics=ROWS)))
    evidence = record_from(io.BytesIO(text.encode()), DEFAULT_LIMITS).evidence
    assert evidence.numbers == {
        "p95": Metric(name="p95", value="", number=Fraction(1, 3), unit="ms", samples=20)
    }
