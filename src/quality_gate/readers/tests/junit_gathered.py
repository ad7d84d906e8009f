"""What a JUnit report has shown so far, and the suites that claim more failures than that."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

from quality_gate.model.cases import Case, Cases, merged
from quality_gate.model.metrics import Metric
from quality_gate.model.wording import plural
from quality_gate.readers.reader import ReadLimits
from quality_gate.readers.tests.junit_claims import Claim
from quality_gate.readers.tests.junit_path import SuitePath
from quality_gate.readers.tests.junit_pool import Pool
from quality_gate.readers.tests.junit_properties import MOST_METRICS
from quality_gate.readers.xml_chunks import Refused

_MOST_CONTRADICTIONS: Final = 20
_SHORT: Final = 200


@dataclass(slots=True)
class Gathered:
    limits: ReadLimits
    seen: int = 0  # records, not tests
    contradictions: list[str] = field(default_factory=list)
    metrics: list[Metric] = field(default_factory=list)  # numbers among the properties
    more_metrics: int = 0  # that were not kept
    _pools: list[Pool] = field(default_factory=lambda: [Pool()])
    _paths: set[str] = field(default_factory=set)
    _hosts: dict[str, str] = field(default_factory=dict)  # the first one of each path
    _text_kept: int = 0
    _names_kept: int = 0

    def path(self, around: SuitePath, name: str, host: str) -> SuitePath:
        """Playwright has a suite of one name for each browser, and calls the browser its host."""
        path = around.below(name)
        if not host or self._hosts.setdefault(path.text, host) == host:
            return path
        return around.below(f"{name} ({host})")

    def pool(self, path: str) -> Pool:
        """For the cases of one suite; a second one of the same path is no proof of a second attempt."""
        if path not in self._paths:
            self._paths.add(path)
            return self._pools[0]
        self._pools.append(Pool())
        return self._pools[-1]

    def count(self, records: int = 1) -> None:
        self.seen += records
        if self.seen > self.limits.max_cases:
            raise Refused(self.limits.too_many_cases)

    def kept(self, case: Case) -> Case:
        """The case, without most of its words where others have used up the room for them."""
        self._text_kept += len(case.text) + len(case.message)
        if self._text_kept > self.limits.max_texts:
            case = Case(
                case.place, case.name, case.outcome, case.flaky, case.message[:_SHORT], case.kind[:_SHORT]
            )
        return case

    def measured(self, metric: Metric) -> None:
        if len(self.metrics) < MOST_METRICS:
            self.metrics.append(metric)
        else:
            self.more_metrics += 1

    def joined(self, repeated: int) -> None:
        """So many characters of names are kept once more than the report holds them."""
        self._names_kept += repeated
        if self._names_kept > self.limits.max_names:
            raise Refused(self.limits.too_many_names)

    def suite_ended(self, path: SuitePath, claim: Claim, shown: int) -> None:
        """`shown` are the failing results in the suite and below."""
        if claim.failing > shown and len(self.contradictions) < _MOST_CONTRADICTIONS:
            who = f"suite {path.text[:_SHORT]!r}" if path.text else "the report"
            self.contradictions.append(
                f"{who} claims {plural(claim.failing, 'failure')} and shows {shown or 'none'}"
            )

    def cases(self) -> Cases:
        """Of one test in several suites of the same path the worst outcome stands."""
        parts = [pool.cases(self.limits.max_text) for pool in self._pools]
        return parts[0] if len(parts) == 1 else merged(parts)
