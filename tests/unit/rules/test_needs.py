"""Of the jobs that a gate waits for only success is success."""

from __future__ import annotations

import pytest

from quality_gate.model.evidence import Evidence
from quality_gate.model.verdict import Cause, Ruling, Status
from quality_gate.rules.needs import NeedHolds
from quality_gate.rules.rule import About


def ruled(result: str, *, may_skip: bool = False) -> Ruling:
    about = About(rule="needs.build", title="job build")
    (ruling,) = NeedHolds(about=about, result=result, may_skip=may_skip).judge(Evidence())
    return ruling


@pytest.mark.parametrize(
    ("result", "status"),
    [
        ("success", Status.PASSED),
        ("failure", Status.FAILED),
        ("cancelled", Status.FAILED),
        ("", Status.FAILED),
        ("splendid", Status.FAILED),
        ("skipped", Status.UNKNOWN),
    ],
)
def test_a_job_holds_when_it_succeeded(result: str, status: Status) -> None:
    ruling = ruled(result)

    assert ruling.status is status
    assert bool(ruling.next) == (status is not Status.PASSED)
    assert ruling.blocks == (status is not Status.PASSED)


def test_a_job_may_be_skipped_where_somebody_said_so() -> None:
    assert ruled("skipped", may_skip=True).status is Status.SKIPPED
    assert ruled("failure", may_skip=True).status is Status.FAILED


def test_nothing_is_said_by_a_job_without_a_result() -> None:
    assert ruled("").got == "no result"
    assert ruled("skipped").cause is Cause.NOT_RUN
