"""Limits decide with fractions, and what is printed stands on the verdict's side."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from builders import cases, coverage, stage
from quality_gate.model.cases import Cases, Place
from quality_gate.model.coverage import Coverage, FileCoverage, bits_of
from quality_gate.model.evidence import Evidence
from quality_gate.model.ratio import Limit, Ratio, decimal_text, percent_text
from quality_gate.model.verdict import Level, Ruling, Status
from quality_gate.rules.coverage_share import CoverageShare
from quality_gate.rules.pass_rate import PassRate
from quality_gate.rules.rule import About
from quality_gate.rules.scope import Scope

ABOUT = About(rule="tests.pass-rate", title="tests: pass-rate")


def pass_rate(passed: int, failed: int, limit: Limit) -> Ruling:
    place = Place(classname="t")
    names = tuple(f"p{n}" for n in range(passed))
    failing = cases("t", " ".join(f"f{n}!" for n in range(failed)))
    found = Cases({place: names}, failing.others)
    evidence = Evidence(stages=(stage("unit", found),))
    (ruling,) = PassRate(about=ABOUT, limit=limit, scope=Scope()).judge(evidence)
    return ruling


def total_coverage(covered: int, whole: int, limit: str) -> Ruling:
    file = FileCoverage(measured=bits_of(range(1, whole + 1)), covered=bits_of(range(1, covered + 1)))
    evidence = Evidence(coverage=Coverage({"a.py": file}))
    rule = CoverageShare(about=ABOUT, limit=Limit(Fraction(limit)), scope=Scope(), unit=None)
    (ruling,) = rule.judge(evidence)
    return ruling


@pytest.mark.parametrize(
    ("covered", "whole", "limit", "status", "got", "distance"),
    [
        (1999, 2000, "100", Status.FAILED, "99.95 %", "1999/2000 lines, 1 short"),
        (2000, 2000, "100", Status.PASSED, "100 %", ""),
        (299, 300, "99.67", Status.FAILED, "99.667 %", "299/300 lines, 1 short"),
        (299, 300, "99.66", Status.PASSED, "99.7 %", ""),
        (997, 1000, "100", Status.FAILED, "99.7 %", "997/1000 lines, 3 short"),
        (1, 2000, "0.05", Status.PASSED, "0.05 %", ""),
        (1, 100000, "0", Status.PASSED, "0.001 %", ""),
        (9499, 10000, "95", Status.FAILED, "94.99 %", "9499/10000 lines, 1 short"),
        (95, 100, "95", Status.PASSED, "95 %", ""),
    ],
)
def test_coverage_edges_are_exact(
    covered: int, whole: int, limit: str, status: Status, got: str, distance: str
) -> None:
    ruling = total_coverage(covered, whole, limit)

    assert (ruling.status, ruling.got, ruling.distance) == (status, got, distance)


def test_56_of_59_is_not_95_percent() -> None:
    ruling = pass_rate(56, 3, Limit(Fraction(95)))

    assert ruling.status is Status.FAILED
    assert ruling.got == "94.9 %"
    assert ruling.distance == "56/59 tests, 1 short"
    assert len(ruling.spots) == 3


def test_between_the_limits_is_a_warning() -> None:
    ruling = pass_rate(9, 1, Limit(Fraction(80), Fraction(95)))

    assert (ruling.status, ruling.level) == (Status.WARNED, Level.REQUIRED)
    assert ruling.expected == "≥ 80 %, recommended ≥ 95 %"


@pytest.mark.parametrize(
    ("limit", "expected"),
    [
        (Limit(Fraction("43.75")), "≥ 43.75 %"),
        (Limit(Fraction("99.95"), Fraction("99.995")), "≥ 99.95 %, recommended ≥ 99.995 %"),
        (Limit(Fraction(1, 3)), "≥ 1/3 %"),
    ],
)
def test_a_limit_is_told_as_it_was_written(limit: Limit, expected: str) -> None:
    assert pass_rate(7, 9, limit).expected == expected


def test_a_limit_that_is_only_recommended_never_blocks() -> None:
    ruling = pass_rate(1, 1, Limit(recommended=Fraction(95)))

    assert (ruling.status, ruling.level, ruling.blocks, ruling.warns) == (
        Status.WARNED,
        Level.RECOMMENDED,
        False,
        True,
    )


@given(
    part=st.integers(0, 10**6),
    more=st.integers(0, 10**6),
    limit=st.fractions(0, 100, max_denominator=1000),
)
def test_what_is_printed_never_contradicts_the_verdict(part: int, more: int, limit: Fraction) -> None:
    percent = Ratio(part, part + more).percent
    if percent is None:
        assert part + more == 0
        return
    shown = Fraction(percent_text(percent, limit).removesuffix(" %").replace(",", ""))

    assert (shown >= limit) == (percent >= limit)
    assert (shown == 100) == (percent == 100)
    assert (shown == 0) == (percent == 0)


@given(part=st.integers(0, 5000), more=st.integers(0, 5000), limit=st.fractions(0, 100, max_denominator=200))
def test_the_distance_is_just_enough(part: int, more: int, limit: Fraction) -> None:
    ratio = Ratio(part, part + more)
    short = ratio.short_of(limit)
    reached = Fraction(100) * (part + short)

    assert reached >= limit * ratio.whole
    assert short == 0 or reached - 100 < limit * ratio.whole


def test_a_value_next_to_a_limit_is_told_exactly() -> None:
    value = Fraction(1, 3) / 10**40

    assert decimal_text(value, Fraction(0)) == f"1/{3 * 10**40}"
    assert decimal_text(Fraction(-3, 2)) == "-1.5"
    assert decimal_text(Fraction(1234567)) == "1,234,567"


def test_ratios_refuse_nonsense() -> None:
    for part, whole in ((-1, 1), (2, 1)):
        with pytest.raises(ValueError, match="is no ratio"):
            Ratio(part, whole)
    with pytest.raises(ValueError, match="a required or a recommended"):
        Limit()


def test_coverage_of_a_drawn_file() -> None:
    drawn = coverage({"a.py": "+-.+"})

    assert drawn.headline == ("lines", Ratio(2, 3))
