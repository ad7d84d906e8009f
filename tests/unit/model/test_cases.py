"""Cases are counted, merged and moved without losing one, in any order."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from builders import cases
from quality_gate.model.cases import Case, Cases, Counts, Outcome, Place, merged

HERE = Place(classname="t")
_CASES = st.builds(
    Case,
    place=st.sampled_from([HERE, Place(classname="u"), Place("s", "t")]),
    name=st.sampled_from("abc"),
    outcome=st.sampled_from(list(Outcome)),
    message=st.sampled_from(["", "boom"]),
    text=st.sampled_from(["", "at 1"]),
    kind=st.sampled_from(["", "E"]),
    line=st.sampled_from([None, 3]),
)


def gathered(drawn: list[Case]) -> Cases:
    """Plain passes are kept as names, as a reader does it."""
    parts = [
        Cases({case.place: (case.name,)})
        if case.outcome is Outcome.PASSED and not (case.message or case.text or case.kind or case.line)
        else Cases({}, (case,))
        for case in drawn
    ]
    return merged(parts)


_GATHERED = st.lists(_CASES, max_size=6).map(gathered)


def contents(found: Cases) -> set[Case]:
    """All that is told of them; of what passed, no reader asks for more."""
    return {
        replace(case, message="", text="", kind="", line=None) if case.outcome is Outcome.PASSED else case
        for case in found
    }


@given(one=_GATHERED, other=_GATHERED, third=_GATHERED)
def test_merging_is_commutative_associative_and_idempotent(one: Cases, other: Cases, third: Cases) -> None:
    assert contents(merged([one, other])) == contents(merged([other, one]))
    assert contents(merged([merged([one, other]), third])) == contents(merged([one, merged([other, third])]))
    assert contents(merged([one, one])) == contents(one)


@given(found=_GATHERED)
def test_counts_agree_with_the_cases(found: Cases) -> None:
    listed = list(found)

    assert found.counts.total == len(listed)
    assert found.counts.failing == len(found.failing) == sum(case.failing for case in listed)
    assert found.counts.executed == sum(case.executed for case in listed)
    assert found.where(lambda case: True).counts == found.counts
    assert found.where(lambda case: case.name == "a").counts.total == sum(case.name == "a" for case in listed)


@pytest.mark.parametrize(
    ("one", "other", "outcome"),
    [
        ("a", "a!", Outcome.FAILED),
        ("a!", "a!!", Outcome.ERROR),
        ("a", "a?", Outcome.PASSED),
        ("a!", "a?", Outcome.FAILED),
        ("a^", "a?", Outcome.EXPECTED),
        ("a", "a^", Outcome.PASSED),
    ],
)
def test_the_worse_of_two_records_stands(one: str, other: str, outcome: Outcome) -> None:
    (case,) = merged([cases("t", one), cases("t", other)])

    assert case.outcome is outcome


def test_a_flaky_pass_stays_flaky() -> None:
    (case,) = merged([cases("t", "a~"), cases("t", "a")])

    assert (case.outcome, case.flaky) == (Outcome.PASSED, True)
    assert not next(iter(merged([cases("t", "a~"), cases("t", "a!")]))).flaky


def test_counts_of_attributes_add_up() -> None:
    both = merged([Cases(attributes=Counts(passed=3)), Cases(attributes=Counts(failed=1, flaky=1))])

    assert both.counts == Counts(passed=3, failed=1, flaky=1)


def test_moving_two_places_into_one_merges_them() -> None:
    found = merged([cases("t", "a b!"), cases("u", "a! b")])
    moved = found.moved(lambda place: HERE)

    assert moved.counts == Counts(failed=2)
    assert {case.place for case in moved} == {HERE}


@pytest.mark.parametrize(
    ("place", "identity"),
    [
        (Place("s", "TestA", "tests/test_a.py"), "tests/test_a.py::TestA::x"),
        (Place("s", "", "tests/test_a.py"), "tests/test_a.py::x"),
        (Place("s", "pkg.TestA"), "pkg.TestA::x"),
        (Place("s"), "s::x"),
        (Place(), "x"),
    ],
)
def test_the_identity_of_a_test(place: Place, identity: str) -> None:
    assert Case(place, "x").id == identity


@given(names=st.lists(st.text(max_size=3)))
def test_the_same_name_twice_is_one_test(names: list[str]) -> None:
    parts = [Cases({HERE: tuple(dict.fromkeys(names))}), Cases({HERE: tuple(dict.fromkeys(reversed(names)))})]

    assert merged(parts).counts.total == len(set(names))
