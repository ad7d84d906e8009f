"""Rules over test cases: what they select, what they count, and what they say when there is nothing."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest

from builders import cases, stage
from quality_gate.model.cases import Cases, Counts, merged
from quality_gate.model.evidence import Evidence
from quality_gate.model.ratio import Limit
from quality_gate.model.verdict import Cause, Level, Ruling, Status
from quality_gate.rules.rule import About
from quality_gate.rules.scope import Scope
from quality_gate.rules.table import RULES


def rule(key: str, value: Any, evidence: Evidence, scope: Scope | None = None) -> Ruling:
    row = next(row for row in RULES if row.section == "tests" and row.key == key)
    made = row.make(About(rule=f"tests.{key}", title=key), value, scope or Scope())
    (ruling,) = made.judge(evidence)
    assert made.about.rule == ruling.rule
    return ruling


def limit(number: int) -> Limit:
    return Limit(Fraction(number))


def ran(*found: Cases) -> Evidence:
    return Evidence(stages=(stage("unit", merged(found)),))


SUITE = cases("pkg.TestPay", "pays refunds! hangs!! later? known^ wobbly~", file="tests/test_pay.py")


def test_only_executed_tests_are_in_the_denominator() -> None:
    ruling = rule("pass-rate", limit(100), ran(SUITE))

    assert ruling.got == "50 %"
    assert ruling.distance == "2/4 tests, 2 short"
    assert [spot.where for spot in ruling.spots] == ["tests/test_pay.py", "tests/test_pay.py"]
    assert ruling.spots[0].note == "pkg.TestPay::refunds: refunds broke"


@pytest.mark.parametrize(
    ("key", "number", "status", "got", "distance"),
    [
        ("min-count", 4, Status.PASSED, "4 executed tests", ""),
        ("min-count", 6, Status.FAILED, "4 executed tests", "2 short"),
        ("max-skipped", 1, Status.PASSED, "1 skipped test", ""),
        ("max-skipped", 0, Status.FAILED, "1 skipped test", "1 too many"),
        ("max-flaky", 0, Status.FAILED, "1 flaky test", "1 too many"),
    ],
)
def test_counts(key: str, number: int, status: Status, got: str, distance: str) -> None:
    ruling = rule(key, limit(number), ran(SUITE))

    assert (ruling.status, ruling.got, ruling.distance) == (status, got, distance)


def test_the_tests_behind_a_count_are_named() -> None:
    assert [spot.note for spot in rule("max-flaky", limit(0), ran(SUITE)).spots] == ["pkg.TestPay::wobbly"]


@pytest.mark.parametrize("key", ["pass-rate", "min-count"])
def test_no_report_is_unknown(key: str) -> None:
    ruling = rule(key, limit(1), Evidence(stages=(stage("unit"),)))

    assert (ruling.status, ruling.cause) == (Status.UNKNOWN, Cause.MISSING)
    assert ruling.next


@pytest.mark.parametrize("drawn", ["a? b?", "a^"])
def test_a_run_that_executed_nothing_is_unknown(drawn: str) -> None:
    ruling = rule("pass-rate", limit(1), ran(cases("t", drawn)))

    assert (ruling.status, ruling.cause) == (Status.UNKNOWN, Cause.EMPTY)
    assert "was executed" in ruling.reason


def test_a_report_without_tests_is_unknown() -> None:
    ruling = rule("pass-rate", limit(1), ran(Cases()))

    assert (ruling.cause, ruling.reason) == (Cause.EMPTY, "the reports hold no test")


def test_counts_of_attributes_are_counted() -> None:
    ruling = rule("pass-rate", limit(100), ran(Cases(attributes=Counts(passed=9, failed=1))))

    assert ruling.distance == "9/10 tests, 1 short"


def test_without_a_stage_only_required_stages_count() -> None:
    slow = stage("slow", cases("s", "x!"), level=Level.RECOMMENDED)
    evidence = Evidence(stages=(stage("unit", cases("t", "a b")), slow))

    assert rule("pass-rate", limit(100), evidence).got == "100 %"
    assert rule("pass-rate", limit(100), evidence, Scope(stage="slow")).got == "0 %"


def test_the_same_test_in_two_stages_is_two_tests() -> None:
    evidence = Evidence(stages=(stage("unit", cases("t", "a b")), stage("smoke", cases("t", "a!"))))

    assert rule("pass-rate", limit(100), evidence).distance == "2/3 tests, 1 short"


def test_a_stage_that_is_not_part_of_the_run_says_so() -> None:
    ruling = rule("pass-rate", limit(100), ran(SUITE), Scope(stage="e2e"))

    assert (ruling.cause, ruling.reason) == (Cause.NOT_RUN, "stage e2e is not part of this run")


def test_a_stage_without_tests_says_so() -> None:
    ruling = rule("pass-rate", limit(100), Evidence(stages=(stage("lint"),)), Scope(stage="lint"))

    assert ruling.reason == "no test report of stage lint was read"


def test_groups_select_by_file_and_by_name() -> None:
    evidence = ran(SUITE, cases("pkg.TestShip", "ships", file="tests/ship/test_ship.py"))

    assert rule("pass-rate", limit(100), evidence, Scope(files=("tests/ship/**",))).got == "100 %"
    assert rule("pass-rate", limit(100), evidence, Scope(names=("*fund*",))).got == "0 %"
    assert rule("min-count", limit(1), evidence, Scope(names=("*", "!*pay*"))).got == "1 executed test"


def test_a_group_that_matches_nothing_names_what_is_near() -> None:
    ruling = rule("pass-rate", limit(100), ran(SUITE), Scope(files=("tests/test_payy.py",)))

    assert (ruling.cause, ruling.status) == (Cause.NO_MATCH, Status.UNKNOWN)
    assert "nearest: tests/test_pay.py" in ruling.reason


def test_a_group_that_matches_nothing_near_says_only_that() -> None:
    ruling = rule("pass-rate", limit(100), ran(SUITE), Scope(names=("zzzzzz",)))

    assert ruling.reason == "no test fits zzzzzz"


@pytest.mark.parametrize(
    ("patterns", "status", "reason"),
    [
        (("*pays*",), Status.PASSED, ""),
        (("*pays*", "pkg.TestPay::wob*"), Status.FAILED, "pkg.TestPay::wob* fits no test"),
        (
            ("*later*",),
            Status.FAILED,
            "*later*: tests/test_pay.py::pkg.TestPay::later was skipped, and it is required",
        ),
        (("*refunds*",), Status.FAILED, "*refunds*: tests/test_pay.py::pkg.TestPay::refunds failed"),
        (("*refnds*",), Status.FAILED, "*refnds* fits no test (nearest: refunds)"),
    ],
)
def test_must_pass(patterns: tuple[str, ...], status: Status, reason: str) -> None:
    ruling = rule("must-pass", patterns, ran(SUITE))

    assert (ruling.status, ruling.reason) == (status, reason)


def test_must_pass_without_evidence_is_unknown() -> None:
    assert rule("must-pass", ("*",), Evidence()).cause is Cause.MISSING
