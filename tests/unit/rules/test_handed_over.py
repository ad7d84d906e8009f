"""What one step vouches for, and what the next one finds."""

from __future__ import annotations

import pytest

from quality_gate.model.evidence import Evidence
from quality_gate.model.verdict import Cause, Status
from quality_gate.rules.handed_over import HandedOver, Seal
from quality_gate.rules.rule import About


@pytest.mark.parametrize(
    ("told", "found", "status", "cause"),
    [
        ("a", "a", Status.PASSED, None),
        ("a", "b", Status.UNKNOWN, Cause.INCONCLUSIVE),
        ("", "", Status.UNKNOWN, Cause.INCOMPLETE),
        ("", "b", Status.UNKNOWN, Cause.INCOMPLETE),
    ],
)
def test_only_the_same_and_only_what_was_told_will_do(
    told: str, found: str, status: Status, cause: Cause | None
) -> None:
    rule = HandedOver(about=About(rule="handed-over", title="x"), seal=Seal(told=told, found=found))

    (ruling,) = rule.judge(Evidence())

    assert (ruling.status, ruling.cause) == (status, cause)
    assert ruling.blocks == (status is Status.UNKNOWN)
    assert bool(ruling.next) == ruling.blocks
