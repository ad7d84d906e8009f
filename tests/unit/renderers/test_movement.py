"""What is said about the way from the base to this run: only what both measured, and never rounded away."""

from __future__ import annotations

from dataclasses import replace

import pytest

from builders import cases, coverage, report, stage
from quality_gate.model.cases import Cases, Counts, merged
from quality_gate.model.coverage import Coverage, FileCoverage, Unit
from quality_gate.model.evidence import Evidence
from quality_gate.model.findings import Severity
from quality_gate.model.ratio import Ratio
from quality_gate.model.report import Report
from quality_gate.model.rollup import FindingsRow, Rollup
from quality_gate.model.verdict import Decision
from quality_gate.renderers.markdown import markdown
from quality_gate.renderers.movement import movement
from quality_gate.renderers.terminal import terminal


def ran(drawn: str, **place: str) -> Evidence:
    return Evidence(stages=(stage("unit", cases("", drawn, file="tests/test_a.py", **place)), stage("lint")))


def compared(now: Evidence, base: Evidence | None, *findings: FindingsRow) -> Report:
    counted = [one.cases.counts for one in now.stages if one.cases]
    tests = sum(counted, Counts()) if counted else None
    return report(
        Decision.READY, evidence=replace(now, base=base), rollup=Rollup(tests=tests, findings=findings)
    )


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        ("a b", "a b", ["tests 2 as before"]),
        ("a b", "a", ["tests 2 → 1 (-1)"]),
        ("a", "a b c", ["tests 1 → 3 (+2)"]),
        ("a!", "a", ["tests 1 as before", "failing tests 1 → 0"]),
        ("a!", "a!", ["tests 1 as before", "failing tests 1 as before"]),
        ("a! b", "a b!", ["tests 2 as before", "failing tests 1 → 1 (1 new)"]),
    ],
)
def test_tests(before: str, after: str, said: list[str]) -> None:
    assert movement(compared(ran(after), ran(before))) == said


def test_the_same_test_in_another_variant_is_another() -> None:
    shown = movement(compared(ran("a!", variant="os=mac"), ran("a!", variant="os=linux")))

    assert shown[1] == "failing tests 1 → 1 (1 new)"


def test_one_test_in_two_suites_is_counted_on_both_sides() -> None:
    def suites(*names: str) -> Evidence:
        some = merged(cases("pay.Pay", "a!", suite=name) for name in names)
        return Evidence(stages=(stage("unit", some),))

    assert movement(compared(suites("chrome", "edge"), suites("firefox", "edge")))[1:] == [
        "failing tests 2 as before"
    ]
    assert movement(compared(suites("chrome", "edge"), suites("edge")))[1:] == ["failing tests 1 → 2 (1 new)"]


def test_names_that_read_alike_are_not_one() -> None:
    now = Evidence(stages=(stage("unit", cases("C", "a!", file="t.py")),))
    then = Evidence(stages=(stage("unit", cases("t.py::C", "a!")),))

    assert movement(compared(now, then))[1:] == ["failing tests 1 → 1 (1 new)"]


def test_an_excused_failure_is_none() -> None:
    now = ran("a!")
    found = now.stages[0].cases or Cases()
    excused = Cases(found.passed, tuple(replace(case, waived="waivers.1") for case in found.others))

    assert movement(compared(Evidence(stages=(stage("unit", excused),)), ran("a"))) == ["tests 1 as before"]


def declared(ratio: Ratio, unit: Unit = Unit.LINES) -> Evidence:
    file = FileCoverage(counts={unit: ratio}, headline=unit)
    return Evidence(coverage=Coverage({"a.py": file}))


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        (declared(Ratio(9, 10)), declared(Ratio(8, 10)), ["coverage 90 % → 80 %"]),
        (declared(Ratio(9, 10)), declared(Ratio(18, 20)), ["coverage 90 % as before"]),
        (declared(Ratio(90_000, 100_000)), declared(Ratio(90_001, 100_000)), ["coverage 90 % → 90.001 %"]),
        (declared(Ratio(9, 10), Unit.STATEMENTS), declared(Ratio(8, 10)), []),
        (declared(Ratio(0, 0)), declared(Ratio(8, 10)), []),
        (Evidence(), declared(Ratio(8, 10)), []),
        (declared(Ratio(8, 10)), Evidence(), []),
    ],
)
def test_coverage(before: Evidence, after: Evidence, said: list[str]) -> None:
    assert movement(compared(after, before)) == said


@pytest.mark.parametrize(("new", "said"), [(None, []), (0, ["no new finding"]), (2, ["2 new findings"])])
def test_findings(new: int | None, said: list[str]) -> None:
    row = FindingsRow(path="a.json", stage="lint", tool="", counts=dict.fromkeys(Severity, 0), new=new)

    assert movement(compared(Evidence(), Evidence(), row)) == said


def test_without_a_base_nothing_is_said() -> None:
    shown = compared(replace(ran("a"), coverage=coverage({"a.py": "+"})), None)

    assert movement(shown) == []
    assert "base" not in markdown(shown) + terminal(shown)
