"""Properties of suites and cases whose values are numbers: what tests have measured themselves."""

from __future__ import annotations

from typing import Final, Protocol

from quality_gate.model.metrics import Metric
from quality_gate.model.quantity import parse_quantity
from quality_gate.readers.tests.junit_elements import QUIETLY, Element

MOST_METRICS: Final = 10_000
_MOST_OF_ONE: Final = 1_000
_LONGEST: Final = 100  # no number with its unit is longer
_SETTINGS: Final = "java."  # among such properties are versions and sizes of the machine that ran the tests


class Keeper(Protocol):
    def measured(self, metric: Metric, /) -> None: ...


class Properties:
    """The open element; `name` is that of its suite or case."""

    def __init__(self, name: str, keeper: Keeper) -> None:
        self._name = name
        self._keeper = keeper
        self._found: list[Property] = []

    def child(self, name: str, attributes: dict[str, str]) -> Element:
        if name != "property" or len(self._found) >= _MOST_OF_ONE:
            return QUIETLY
        self._found.append(Property(attributes))
        return self._found[-1]

    def text(self, data: str) -> None:
        pass

    def close(self) -> None:
        settings = any(one.name.startswith(_SETTINGS) for one in self._found)
        for one in self._found:
            metric = one.metric(self._name)
            if metric is not None and (metric.unit or not settings):
                self._keeper.measured(metric)


class Property:
    def __init__(self, attributes: dict[str, str]) -> None:
        self.name = attributes.get("name", "")
        self._value = attributes.get("value")
        self._texts: list[str] = []
        self._room = _LONGEST

    def child(self, _name: str, _attributes: dict[str, str]) -> Element:
        return QUIETLY

    def text(self, data: str) -> None:
        if self._room > 0:
            self._texts.append(data[: self._room + 1])
            self._room -= len(data)

    def close(self) -> None:
        pass

    def metric(self, owner: str) -> Metric | None:
        """None for what is no number; one that may mean two things is none, either."""
        text = "".join(self._texts) if self._value is None else self._value
        if not self.name or len(text) > _LONGEST:
            return None
        try:
            quantity = parse_quantity(text)
        except ValueError:
            return None
        return Metric(name=owner, value=self.name, number=quantity.number, unit=quantity.unit)
