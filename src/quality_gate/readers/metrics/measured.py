"""What a reader of measurements gathers, and how it becomes a reading.

What the tool itself says went wrong makes a reading suspect, and invalid where nothing was measured.
"""

from __future__ import annotations

from collections import Counter
from fractions import Fraction
from typing import Final

from quality_gate.model.metrics import Metric, Metrics
from quality_gate.model.reading import Reading, State, invalid
from quality_gate.model.wording import listed
from quality_gate.readers.strict_json import as_number, as_text

Parameters = tuple[tuple[str, str], ...]
_MOST: Final = 250_000  # a small file of nothing but zeros could else fill all memory


class Measured:
    """All numbers of one report, in the order of the report."""

    def __init__(self) -> None:
        self.metrics: list[Metric] = []
        self.failures: list[str] = []
        self.doubts: list[str] = []  # where the report contradicts itself
        self.notes: dict[str, None] = {}  # each once, in order
        self.thresholds: list[tuple[str, bool]] = []
        self.machine: list[tuple[str, str]] = []

    def add(
        self,
        name: str,
        value: str,
        number: object,
        unit: str = "",
        *,
        samples: int | None = None,
        parameters: Parameters = (),
    ) -> None:
        """A number; what is absent or null is left out, what is no number is left out with a note."""
        exact = number if isinstance(number, Fraction) else as_number(number)
        if exact is None:
            if number is not None:
                self.note(f"{as_text(name, 200)}: {value} is not a number")
            return
        if len(self.metrics) == _MOST:
            raise ValueError(f"more than {_MOST:,} measurements")
        self.metrics.append(
            Metric(
                name=as_text(name),
                value=as_text(value),
                number=exact,
                unit=as_text(unit, 200),
                samples=samples,
                parameters=parameters,
            )
        )

    def must(self, name: str, value: str, number: object) -> None:
        """The number that a benchmark is made for: where it is absent or null, the benchmark failed."""
        if number is None:
            self.failures.append(f"{as_text(name, 200)} has no {value}")

    def note(self, text: str) -> None:
        self.notes[text] = None

    def ran_on(self, what: str, value: object) -> None:
        """Part of what tells machines apart."""
        number = as_number(value)
        text = as_text(value, 200) if number is None else str(number)
        if text:
            self.machine.append((what, text))

    def reading(self, name: str, empty: str = "no benchmark in it") -> Reading:
        if not self.metrics and self.failures:
            return invalid(name, f"nothing was measured: {listed(self.failures)}")
        metrics = Metrics(
            metrics=tuple(self.metrics),
            failures=tuple(self.failures),
            notes=tuple(self.notes),
            machine=tuple(self.machine),
            thresholds=tuple(self.thresholds),
        )
        if not self.metrics:
            return Reading(format=name, state=State.EMPTY, note=empty, metrics=metrics)
        times = Counter(metric.key for metric in self.metrics)
        doubts = self.doubts + [f"{key} stands {count} times" for key, count in times.items() if count > 1]
        crossed = [f"threshold not met: {as_text(text, 200)}" for text, holds in self.thresholds if not holds]
        state = State.SUSPECT if self.failures or doubts else State.OK
        told = [listed(texts) for texts in (self.failures, doubts, crossed, list(self.notes)) if texts]
        return Reading(format=name, state=state, note="; ".join(told), metrics=metrics)


def parameters_of(given: object) -> Parameters:
    """Parameters as a report names them, part of a measurement's identity."""
    if not isinstance(given, dict):
        return ()
    found = []
    for name, value in given.items():
        number = as_number(value)
        text = as_text(value, 200) if number is None else str(value)
        found.append((as_text(name, 200), text))
    return tuple(found)
