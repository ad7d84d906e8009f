"""What a JUnit report has shown so far, and the suites that claim more failures than that."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

from quality_gate.model.cases import Case, Cases, Place
from quality_gate.model.metrics import Metric
from quality_gate.model.wording import plural
from quality_gate.readers.reader import ReadLimits
from quality_gate.readers.tests.attempts import Attempt, joined
from quality_gate.readers.tests.junit_claims import Claim
from quality_gate.readers.tests.junit_properties import MOST_METRICS
from quality_gate.readers.xml_chunks import Refused

_MOST_CONTRADICTIONS: Final = 20
_SHORT: Final = 200


@dataclass(slots=True)
class _Tally:
    """All suites of one path together: records they hold, and tests they say they hold."""

    records: int = 0
    tests: int | None = 0


@dataclass(slots=True)
class Gathered:
    limits: ReadLimits
    seen: int = 0  # records, not tests
    contradictions: list[str] = field(default_factory=list)
    metrics: list[Metric] = field(default_factory=list)  # numbers among the properties
    more_metrics: int = 0  # that were not kept
    _passed: dict[Place, list[str]] = field(default_factory=dict)
    _others: list[Attempt] = field(default_factory=list)
    _tallies: dict[str, _Tally] = field(default_factory=dict)
    _text_kept: int = 0

    def passes(self, place: Place) -> list[str]:
        """The names that passed at a place; the reader appends to it."""
        return self._passed.setdefault(place, [])

    def count(self, records: int = 1) -> None:
        self.seen += records
        if self.seen > self.limits.max_cases:
            raise Refused(self.limits.too_many_cases)

    def add(self, case: Case) -> None:
        self._text_kept += len(case.text) + len(case.message)
        if self._text_kept > self.limits.max_texts:
            case = Case(
                case.place, case.name, case.outcome, case.flaky, case.message[:_SHORT], case.kind[:_SHORT]
            )
        self._others.append(Attempt(case, len(self._passed.get(case.place, ()))))

    def measured(self, metric: Metric) -> None:
        if len(self.metrics) < MOST_METRICS:
            self.metrics.append(metric)
        else:
            self.more_metrics += 1

    def suite_ended(self, path: str, records: int, claim: Claim, shown: int) -> None:
        """`shown` are the failing results in the suite and below, `records` its own cases."""
        if claim.failing > shown and len(self.contradictions) < _MOST_CONTRADICTIONS:
            who = f"suite {path[:_SHORT]!r}" if path else "the report"
            self.contradictions.append(
                f"{who} claims {plural(claim.failing, 'failure')} and shows {shown or 'none'}"
            )
        if records:
            tally = self._tallies.setdefault(path, _Tally())
            tally.records += records
            tally.tests = None if tally.tests is None or claim.tests is None else tally.tests + claim.tests

    def cases(self) -> Cases:
        return joined(self._passed, self._others, self._retrying(), self.limits.max_text)

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
        for attempt in self._others:
            if attempt.case.place.suite in distinct:
                distinct[attempt.case.place.suite].add((attempt.case.place, attempt.case.name))
        return frozenset(path for path, tests in distinct.items() if self._tallies[path].tests == len(tests))
