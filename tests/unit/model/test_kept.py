"""Which of the artifacts that runs have left may hold the base, and in which order."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import pytest

from quality_gate.model.kept import Choice, Kept, Step, alike, earlier, enough, exact, newest

BASE, PARENT, GRAND = (
    Step(one * 40, one.upper() * 40, time) for one, time in (("b", 90), ("a", 80), ("e", 70))
)
LINE = (BASE, PARENT, GRAND)
OTHER, HEAD = "c" * 40, "d" * 40


def kept(number: int, commit: str = BASE.commit, run: int = 0, **parts: Any) -> Kept:
    return Kept(number=number, run=run or number, commit=commit, **parts)


def numbers(choices: Iterable[Choice]) -> list[int]:
    return [choice.kept.number for choice in choices]


def test_of_several_attempts_only_the_newest_counts() -> None:
    found = newest([kept(3, run=7), kept(5, run=7), kept(4, run=8), kept(1, run=7)])

    assert [one.number for one in found] == [5, 4]


def test_the_base_commit_itself_and_its_own_branch_first() -> None:
    some = [kept(1, branch="main"), kept(2, branch="feature"), kept(3, PARENT.commit), kept(4, branch="main")]

    assert numbers(exact(some, BASE, "main")) == [4, 1, 2]
    assert {(one.commit, one.tree, one.base) for one in exact(some, BASE, "main")} == {
        (BASE.commit, BASE.tree, BASE.commit)
    }


def test_commits_that_hold_the_same_and_heads_that_were_merged() -> None:
    some = [kept(1, OTHER), kept(2, HEAD), kept(3), kept(4, PARENT.commit)]
    found = list(alike(some, BASE, {OTHER, BASE.commit}, (HEAD,), "main"))

    assert numbers(found) == [2, 1]
    # Of a head nobody knows what it holds: its record has to say it.
    assert [(one.commit, one.tree) for one in found] == [("", BASE.tree), (OTHER, BASE.tree)]


def test_the_nearest_commit_before_the_base_goes_first() -> None:
    some = [kept(9, GRAND.commit), kept(2, PARENT.commit), kept(3, PARENT.commit), kept(8), kept(7, OTHER)]
    found = list(earlier(some, LINE, ""))

    assert numbers(found) == [3, 2, 9]
    assert [one.distance for one in found] == [1, 1, 2]
    assert found[-1].is_of(GRAND.commit, "") and found[-1].is_of("", GRAND.tree)
    assert list(earlier(some, (), "")) == []


@pytest.mark.parametrize(
    ("commit", "tree", "holds"),
    [
        (BASE.commit, "", True),
        (OTHER, BASE.tree, True),
        (BASE.commit, "another", True),
        (OTHER, "another", False),
        (OTHER, "", False),
        ("", "", False),
    ],
)
def test_a_record_must_be_of_the_commit_or_of_what_it_holds(commit: str, tree: str, holds: bool) -> None:
    choice = Choice(kept=kept(1), commit=BASE.commit, tree=BASE.tree, base=BASE.commit)

    assert choice.is_of(commit, tree) is holds


def test_a_choice_that_knows_no_commit_and_no_tree_takes_nothing() -> None:
    assert not Choice(kept=kept(1), commit="", tree="", base=BASE.commit).is_of("", "")


def test_how_a_commit_is_related_to_the_base() -> None:
    (itself,) = exact([kept(1)], BASE, "")
    one, two = earlier([kept(1, PARENT.commit), kept(2, GRAND.commit)], LINE, "")

    assert itself.relation(BASE.commit) == ""
    assert itself.relation(OTHER) == "the same tree as the base commit"
    assert one.relation(PARENT.commit) == "1 commit before the base commit"
    assert two.relation(OTHER) == "2 commits before the base commit"


@pytest.mark.parametrize(
    ("seen", "wanted"),
    [
        ([], False),
        ([kept(1, OTHER, made=99)], False),
        ([kept(1, OTHER, made=99), kept(2, made=98)], True),  # there it is
        ([kept(1, PARENT.commit, made=99)], False),  # the base's own may still come
        ([kept(1, PARENT.commit, made=95), kept(2, OTHER, made=89)], True),  # it cannot any more
        ([kept(1, OTHER, made=89)], False),  # something older may still be of use
    ],
)
def test_when_another_page_is_of_no_use(seen: list[Kept], wanted: bool) -> None:
    assert enough(seen, LINE) is wanted
    assert enough(seen, ()) is False
