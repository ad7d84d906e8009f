"""JUnit XML in all its dialects: cases decide, what suites claim is only compared with them."""

from __future__ import annotations

from typing import BinaryIO

from quality_gate.model.cases import Cases
from quality_gate.model.metrics import Metrics
from quality_gate.model.reading import Reading, State, invalid
from quality_gate.model.wording import listed, plural
from quality_gate.readers.reader import Head, ReadLimits
from quality_gate.readers.tests.junit_claims import Claim
from quality_gate.readers.tests.junit_scan import scanned
from quality_gate.readers.tests.junit_suites import Suites
from quality_gate.readers.xml_stream import XmlOutcome, read_xml

NAME = "junit"


def recognises(head: Head) -> bool:
    return head.root in ("testsuites", "testsuite")


def read(stream: BinaryIO, limits: ReadLimits) -> Reading:
    if stream.seekable():
        start = stream.tell()
        if suites := _scanned(stream, limits):
            return _judged(XmlOutcome(handler=suites))
        stream.seek(start)
    return read_plainly(stream, limits)


def _scanned(stream: BinaryIO, limits: ReadLimits) -> Suites | None:
    """None at the first doubt: what was gathered until then is forgotten."""
    suites = Suites(limits)
    return suites if scanned(stream, limits, suites) else None


def read_plainly(stream: BinaryIO, limits: ReadLimits) -> Reading:
    """Without the fast way: the measure of what is right, and the way for all that is not ordinary."""
    outcome = read_xml(stream, limits, lambda: Suites(limits), many_roots=True)
    if outcome.problem:
        return invalid(NAME, outcome.problem + _found_before(outcome.handler.gathered.cases()))
    return _judged(outcome)


def _judged(outcome: XmlOutcome[Suites]) -> Reading:
    outcome.handler.root.close()
    gathered = outcome.handler.gathered
    if not gathered.seen:
        return _without_cases(outcome.repaired, outcome.handler.root.below)
    cases = gathered.cases()
    if outcome.repaired and not cases.failing:
        return invalid(
            NAME, f"{outcome.repaired}; what can be read of it shows no failure, which proves nothing"
        )
    notes = [f"{outcome.repaired}; read after a repair"] if outcome.repaired else []
    if gathered.contradictions:
        notes.append(listed(gathered.contradictions))
    if gathered.more_metrics:
        notes.append(f"{plural(gathered.more_metrics, 'more property', 'more properties')} left out")
    state = State.SUSPECT if gathered.contradictions else State.OK
    metrics = Metrics(metrics=tuple(gathered.metrics)) if gathered.metrics else None
    return Reading(format=NAME, state=state, note="; ".join(notes), cases=cases, metrics=metrics)


def _without_cases(repaired: str, claim: Claim) -> Reading:
    claimed = claim.counts
    if repaired and not claimed.failing:
        return invalid(NAME, f"{repaired}; no test case can be read")
    if not claimed.total:
        return Reading(format=NAME, state=State.EMPTY, note="no tests", cases=Cases())
    note = "lists no test case: these are the counts that its suites claim"
    if claim.unclear:
        note += ", and some are no numbers"
    state = State.SUSPECT if claim.unclear else State.OK
    return Reading(format=NAME, state=state, note=note, cases=Cases(attributes=claimed))


def _found_before(cases: Cases) -> str:
    failing = cases.failing
    if not failing:
        return ""
    ids = listed(case.id for case in failing)
    return f"; before that {plural(len(failing), 'failing test')}: {ids}"
