"""A weaker gate fails until a label accepts it; the base says how much that weighs."""

from __future__ import annotations

import pytest

from quality_gate.model.evidence import Evidence
from quality_gate.model.policy import Policy
from quality_gate.model.verdict import Cause, Level, Problem, Ruling, Status
from quality_gate.rules.policy import PolicyHolds
from quality_gate.rules.rule import About

WEAKER = (("tests.min-count", "lowered from 2 to 1"),)


def ruled(policy: Policy | None, level: Level = Level.REQUIRED) -> Ruling:
    about = About(rule="policy", title="the gate itself", level=level)
    (ruling,) = PolicyHolds(about=about).judge(Evidence(policy=policy))
    return ruling


def test_where_nobody_compared_nothing_is_known() -> None:
    assert (ruled(None).status, ruled(None).cause) == (Status.UNKNOWN, Cause.NO_BASE)


def test_a_base_that_cannot_be_read_is_told() -> None:
    ruling = ruled(Policy(problem=Problem(Cause.UNREADABLE, "it has 3 mistakes", "look")))

    assert (ruling.status, ruling.cause, ruling.reason) == (
        Status.UNKNOWN,
        Cause.UNREADABLE,
        "it has 3 mistakes",
    )


def test_the_first_gate_has_rightly_nothing_to_be_compared_with() -> None:
    assert ruled(Policy(nothing="the first gate")).status is Status.SKIPPED


@pytest.mark.parametrize(
    ("weaker", "accepted", "status", "got"),
    [
        ((), False, Status.PASSED, "nothing weaker than at abcdef1"),
        (WEAKER, False, Status.FAILED, "1 rule weaker than at abcdef1"),
        (WEAKER, True, Status.WARNED, "1 rule weaker than at abcdef1"),
    ],
)
def test_what_is_weaker_blocks_until_it_is_accepted(
    weaker: tuple[tuple[str, str], ...], accepted: bool, status: Status, got: str
) -> None:
    ruling = ruled(Policy(base="abcdef123", weaker=weaker, label="gate-change", accepted=accepted))

    assert (ruling.status, ruling.got) == (status, got)
    assert [spot.note for spot in ruling.spots] == [f"{key}: {said}" for key, said in weaker]
    assert ("`gate-change`" in ruling.next) == (status is Status.FAILED)
    assert ruling.reason == ("accepted by the label gate-change" if accepted else "")


def test_no_change_can_make_its_own_weakening_weigh_less() -> None:
    policy = Policy(base="a", weaker=WEAKER, level=Level.REQUIRED)

    assert ruled(policy, Level.OPTIONAL).level is Level.REQUIRED
