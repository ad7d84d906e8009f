"""Spoiled evidence breaks every rule that means something, and unmasks those that do not."""

from __future__ import annotations

from fractions import Fraction

import pytest

from builders import cases, coverage, stage
from quality_gate.model.evidence import Evidence, ReadReport, StageEvidence
from quality_gate.model.findings import Findings
from quality_gate.model.lookups import Found, Lookup
from quality_gate.model.metrics import Metric, Metrics
from quality_gate.model.probes import ProbeEvidence, Sighting
from quality_gate.model.ratio import Limit
from quality_gate.model.reading import Reading
from quality_gate.model.verdict import Status
from quality_gate.rules.budget import Budget
from quality_gate.rules.rule import About, Rule
from quality_gate.rules.scope import Scope
from quality_gate.rules.spoil import CHANGES, broken_by, lost_by
from quality_gate.rules.stage import StageHolds
from quality_gate.rules.table import RULES
from quality_gate.rules.uncovered import Uncovered

ABOUT = About(rule="r", title="t")
METRICS = Metrics(metrics=(Metric(name="m", value="mean", number=Fraction(3)),))
GOOD = Evidence(
    stages=(stage("unit", cases("t", "a b c")),),
    coverage=coverage({"a.py": "+++++"}),
    elapsed=Fraction(3),
    lookups={Lookup(log="unit", pattern="x"): Found(numbers=((Fraction(7), "ms"),))},
    probes=(ProbeEvidence(name="p", kind="http", sighting=Sighting(status=Status.PASSED)),),
)


def written(key: str, limit: int) -> Rule:
    row = next(row for row in RULES if row.key == key)
    return row.make(ABOUT, Limit(required=Fraction(limit)), Scope())


@pytest.mark.parametrize(
    ("rule", "when"),
    [
        (StageHolds(about=ABOUT, stage="unit"), "the command exits with 1"),
        (written("pass-rate", 100), "every test fails"),
        (written("max-skipped", 0), "every test is skipped"),
        (written("max-flaky", 0), "every test passes on a second try only"),
        (written("total", 90), "no line is covered"),
        (Budget(about=ABOUT, seconds=Fraction(60)), "the stages take a billion seconds more"),
    ],
)
def test_each_kind_of_rule_has_a_change_that_breaks_it(rule: Rule, when: str) -> None:
    assert broken_by(rule, GOOD) == when


def test_a_limit_that_nothing_can_miss_is_found_out() -> None:
    lax = Uncovered(about=ABOUT, limit=Limit(required=Fraction(1000)), scope=Scope())

    assert broken_by(lax, GOOD) == ""
    assert lost_by(lax, GOOD) == "all reports are gone"


def test_a_rule_that_nothing_ever_breaks() -> None:
    class Happy:
        about = ABOUT

        def judge(self, evidence: Evidence) -> tuple[()]:
            return ()

    assert broken_by(Happy(), GOOD) == lost_by(Happy(), GOOD) == ""


def test_metrics_findings_and_probes_are_spoiled_too() -> None:
    reading = Reading(format="x", metrics=METRICS, findings=Findings())
    bare = ReadReport(path="bare", reading=Reading(format="x"))
    good = Evidence(
        stages=(StageEvidence(name="unit", reports=(ReadReport(path="x", reading=reading), bare)),),
        lookups=GOOD.lookups,
        probes=GOOD.probes,
    )
    spoiled = [change.done(good) for change in CHANGES]
    numbers = {
        metric.number
        for one in spoiled
        for report in one.stages[0].reports
        if report.reading.metrics is not None
        for metric in report.reading.metrics.metrics
    }

    assert numbers == {Fraction(3), Fraction(3_000_000), Fraction(3, 1_000_000)}
    assert {number for one in spoiled for found in one.lookups.values() for number, _ in found.numbers} == {
        Fraction(7),
        Fraction(7_000_000),
        Fraction(7, 1_000_000),
    }
    scanned = [report.reading.findings for one in spoiled for report in one.stages[0].reports]
    assert {len(found.findings) for found in scanned if found is not None} == {0, 5}
    seen = {one.probes[0].sighting.status for one in spoiled if one.probes[0].sighting is not None}
    assert seen == {Status.PASSED, Status.FAILED}


def test_nothing_measured_stays_nothing() -> None:
    nothing = Evidence(stages=(stage("unit"),))

    assert all(change.done(nothing).coverage is None for change in CHANGES)
