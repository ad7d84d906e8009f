"""Counts, error rate, mean and nearest-rank percentiles of samples that come one by one.

The nearest-rank percentile p is the smallest measured value that at least p % of all values do not exceed:
always a value that was measured. Equal values are counted, so memory grows with distinct ones only.
"""

from __future__ import annotations

from collections import Counter
from fractions import Fraction
from typing import Final

from quality_gate.model.wording import plural
from quality_gate.readers.metrics.measured import Measured

_PERCENTILES: Final = (50, 90, 95, 99)
_FEW: Final = 20
TRANSACTION: Final = "Number of samples in transaction"  # so begins the message of what JMeter adds up


class Samples:
    """The elapsed milliseconds of one kind of request, and how many went wrong."""

    def __init__(self) -> None:
        self.elapsed: Counter[int] = Counter()
        self.errors = 0

    def add(self, elapsed: int, *, good: bool) -> None:
        self.elapsed[elapsed] += 1
        self.errors += not good

    def tell(self, measured: Measured, name: str) -> None:
        count = self.elapsed.total()
        total = sum(value * times for value, times in self.elapsed.items())
        measured.add(name, "count", count)
        measured.add(name, "errors", self.errors, samples=count)
        measured.add(name, "error rate", Fraction(self.errors * 100, count), "%", samples=count)
        measured.add(name, "mean", Fraction(total, count), "ms", samples=count)
        measured.add(name, "min", min(self.elapsed), "ms", samples=count)
        measured.add(name, "max", max(self.elapsed), "ms", samples=count)
        for percent, value in self._percentiles(count).items():
            measured.add(name, f"p{percent}", value, "ms", samples=count)
        if count < _FEW:
            measured.note(f"percentiles of fewer than {_FEW} samples")

    def _percentiles(self, count: int) -> dict[int, int]:
        ranks = {percent: -(-count * percent // 100) for percent in _PERCENTILES}
        found: dict[int, int] = {}
        seen = 0
        for value in sorted(self.elapsed):
            seen += self.elapsed[value]
            found.update({p: value for p, rank in ranks.items() if rank <= seen and p not in found})
        return found


class Requests:
    """The samples of each label, and of all together."""

    def __init__(self) -> None:
        self._labels: dict[str, Samples] = {}
        self._all = Samples()
        self._single = Samples()  # without what adds up samples that are listed, too
        self._parts = 0

    def add(
        self, label: str, elapsed: int, *, good: bool, is_sum: bool = False, is_part: bool = False
    ) -> None:
        self._labels.setdefault(label, Samples()).add(elapsed, good=good)
        if is_part:  # of a sample that is listed, too
            self._parts += 1
            return
        self._all.add(elapsed, good=good)
        if not is_sum:
            self._single.add(elapsed, good=good)

    def tell(self, measured: Measured) -> None:
        if not self._labels:
            return
        for label, samples in self._labels.items():
            samples.tell(measured, label)
        total = self._single if self._single.elapsed else self._all
        total.tell(measured, "TOTAL" if "TOTAL" not in self._labels else "TOTAL of all labels")
        if sums := self._all.elapsed.total() - total.elapsed.total():
            measured.note(f"{plural(sums, 'transaction')} of samples that are listed, too: not in TOTAL")
        if self._parts:
            measured.note(f"{plural(self._parts, 'sample')} within others not counted again in TOTAL")
        measured.note("percentiles by nearest rank")
