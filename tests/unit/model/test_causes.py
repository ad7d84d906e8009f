"""Failures with one cause are one group, in any order and however many they are."""

from __future__ import annotations

from itertools import permutations

import pytest

from quality_gate.model.cases import Case, Cases, Outcome, Place
from quality_gate.model.causes import alike, environment_text, headline, mass_failure, signature

ATHROW = "RuntimeError: generator didn't stop after athrow()"


def failed(name: str, message: str = "", **parts: str) -> Case:
    return Case(Place(), name, Outcome.FAILED, message=message, **parts)


@pytest.mark.parametrize(
    ("case", "line"),
    [
        (failed("a", "\n  first \nsecond"), "first"),
        (failed("a", text="Traceback\nE   boom\n\n"), "E   boom"),
        (failed("a", "no route", kind="OSError"), "OSError: no route"),
        (failed("a", "OSError: no route", kind="builtins.OSError"), "OSError: no route"),
        (failed("a", kind="Timeout"), "Timeout"),
        (failed("a"), ""),
    ],
)
def test_the_line_that_says_what_went_wrong(case: Case, line: str) -> None:
    assert headline(case) == line


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("took 1.5 s", "took 12.25 s"),
        ("<Lock at 0x7f3a9c>", "<Lock at 0xDEADBEEF>"),
        ("user 123e4567-e89b-12d3-a456-426614174000", "user 00000000-0000-0000-0000-000000000001"),
        ("no /tmp/pytest-1/a/b.db: gone", "no /tmp/x.db: gone"),
        ("no C:\\Users\\a\\Temp\\x.db, gone", "no C:\\Users\\b\\Temp\\y.db, gone"),
        ("at commit 3f9c2ab1d0e4f5", "at commit 9c2ab1d0e4f53f"),
        ("a  b", "a b"),
    ],
)
def test_what_changes_from_run_to_run_makes_no_difference(one: str, other: str) -> None:
    assert signature(failed("a", one)) == signature(failed("b", other))


@pytest.mark.parametrize(
    ("one", "other"), [("KeyError: 'a'", "KeyError: 'b'"), ("no route", "no host"), ("a", "A")]
)
def test_what_tells_causes_apart_does(one: str, other: str) -> None:
    assert signature(failed("a", one)) != signature(failed("b", other))


def test_three_tests_one_cause_in_any_order() -> None:
    some = [failed("c", ATHROW), failed("a", ATHROW), failed("b", ATHROW, waived="waivers.1"), failed("x")]
    found = {alike(order) for order in permutations([*some, failed("d", "boom")])}

    assert len(found) == 1
    first, second = found.pop()
    assert (first.message, first.tests, first.waived, first.names) == (ATHROW, 3, 1, ("a", "b", "c"))
    assert (second.message, second.tests) == ("boom", 1)


@pytest.mark.parametrize(
    ("broken", "good", "label"),
    [
        (5, 0, "likely environment: 5 of 5 tests failed alike"),
        (9, 2, "likely environment: 9 of 11 tests failed alike"),
        (8, 2, ""),
        (4, 0, ""),
    ],
)
def test_a_mass_failure_looks_like_the_environment(broken: int, good: int, label: str) -> None:
    place = Place()
    cases = Cases(
        {place: tuple(f"g{n}" for n in range(good))}, tuple(failed(f"t{n}", "no db") for n in range(broken))
    )

    assert environment_text(cases) == label


def test_many_failures_of_many_kinds_are_no_mass_failure() -> None:
    letters = "abcdefgh"
    assert mass_failure(Cases({}, tuple(failed(name, f"cause {name}") for name in letters))) == ""
    assert mass_failure(Cases({}, tuple(failed(name) for name in letters))) == ""


def test_a_hundred_thousand_failures_stay_small() -> None:
    groups = alike(
        failed(f"t{number}", f"cause {chr(97 + number % 26)} {number}") for number in range(100_000)
    )

    assert [group.tests for group in groups][:1] == [3847]
    assert len(groups) == 26
    assert all(len(group.names) == 5 for group in groups)
