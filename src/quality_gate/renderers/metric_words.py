"""The table of metrics in the same words for every medium."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from quality_gate.model.quantity import multiplier_text
from quality_gate.model.rollup import MetricRow
from quality_gate.model.verdict import Status
from quality_gate.renderers.phrases import status_word

HEAD: Final = ("Status", "Metric", "Expected", "Got", "Times")
MOST_METRICS: Final = 100


def metric_mark(row: MetricRow, *, with_cause: bool = True) -> tuple[Status, str]:
    if row.status is None:
        return Status.SKIPPED, "not judged"
    word = status_word(row.status, row.cause if with_cause else None)
    return row.status, f"{word}, waived" if row.waived else word


def metric_cells(row: MetricRow) -> tuple[str, ...]:
    """What stands under HEAD, but for the status."""
    return row.name, row.expected or "—", row.got, row.times_text


def shown_metrics(rows: Sequence[MetricRow]) -> tuple[list[MetricRow], int]:
    """The rows to show, and how many more there are: what does not hold is the last to be left out."""
    by_need = sorted(range(len(rows)), key=lambda at: (rows[at].status in (None, Status.PASSED), at))
    kept = set(by_need[:MOST_METRICS])
    return [row for at, row in enumerate(rows) if at in kept], max(len(rows) - MOST_METRICS, 0)


def times_range(rows: Sequence[MetricRow]) -> str:
    """`3.4–8.8x better than their limits`; nothing where fewer than two say how many times."""
    times = [row.times for row in rows if row.times is not None and row.status is Status.PASSED]
    if len(times) < 2:
        return ""
    least, most = multiplier_text(min(times)), multiplier_text(max(times))
    span = least if least == most else f"{least.removesuffix('x')}–{most}"
    return f"{span} better than their limits"
