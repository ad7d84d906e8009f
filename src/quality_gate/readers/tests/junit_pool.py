"""Cases of a JUnit report among which equal names are attempts at one test."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

from quality_gate.model.cases import Case, Cases, Place
from quality_gate.readers.tests.attempts import Attempt, joined

_COUNTED_TWICE: Final = "failed on teardown"  # pytest counts such a test once more than its records tell


@dataclass(slots=True)
class _Tally:
    """One suite: records it holds, and tests it says it holds."""

    records: int
    tests: int | None


@dataclass(slots=True)
class Pool:
    """Of each path of suites one element: in two of them one name may stand for two tests."""

    _passed: dict[Place, list[str]] = field(default_factory=dict)
    _others: list[Attempt] = field(default_factory=list)
    _tallies: dict[str, _Tally] = field(default_factory=dict)

    def passes(self, place: Place) -> list[str]:
        """The names that passed at a place; the reader appends to it."""
        return self._passed.setdefault(place, [])

    def add(self, case: Case) -> None:
        self._others.append(Attempt(case, len(self._passed.get(case.place, ()))))

    def ended(self, path: str, records: int, tests: int | None) -> None:
        self._tallies[path] = _Tally(records, tests)

    def cases(self, most_text: int) -> Cases:
        return joined(self._passed, self._others, self._retrying(), most_text)

    def _retrying(self) -> frozenset[str]:
        """Suites that count fewer tests than they hold records, because some records are attempts."""
        distinct: dict[str, set[tuple[Place, str]]] = {
            path: set()
            for path, tally in self._tallies.items()
            if tally.tests is not None and tally.tests < tally.records
        }
        if not distinct:
            return frozenset()
        for place, names in self._passed.items():
            if place.suite in distinct:
                distinct[place.suite].update((place, name) for name in names)
        twice: dict[str, set[tuple[Place, str]]] = {path: set() for path in distinct}
        for attempt in self._others:
            case = attempt.case
            if case.place.suite in distinct:
                distinct[case.place.suite].add((case.place, case.name))
                if case.message.startswith(_COUNTED_TWICE):
                    twice[case.place.suite].add((case.place, case.name))
        return frozenset(
            path
            for path, tests in distinct.items()
            if self._tallies[path].tests in (len(tests), len(tests) + len(twice[path]))
        )
