"""Coverage as a metric: for limits that coverage's own rules have no word for, such as `> 80 %`."""

from __future__ import annotations

import pytest

from builders import coverage
from metric_site import judged, mistakes_of
from quality_gate.model.evidence import Evidence
from quality_gate.model.verdict import Cause, Problem, Status


def found_in(drawn: dict[str, str]) -> Evidence:
    return Evidence(coverage=coverage(drawn))


@pytest.mark.parametrize(
    ("drawn", "limit", "status", "got"),
    [
        ("++++-", "> 80 %", Status.FAILED, "80 %"),
        ("++++-", ">= 80 %", Status.PASSED, "80 %"),
        ("++++++-", "> 80 %", Status.PASSED, "85.7 %"),
    ],
)
def test_coverage_is_a_number_like_any_other(drawn: str, limit: str, status: Status, got: str) -> None:
    found = judged(f'{{from: {{coverage: total}}, required: "{limit}"}}', found_in({"a.py": drawn}))

    assert (found.status, found.got.partition(" (")[0]) == (status, got)


@pytest.mark.parametrize(
    ("evidence", "cause"),
    [
        (Evidence(), Cause.MISSING),
        (found_in({"a.py": "..."}), Cause.EMPTY),
        (Evidence(coverage_problems=(Problem(Cause.NO_MATCH, "of another machine"),)), Cause.NO_MATCH),
    ],
)
def test_coverage_that_nobody_measured_is_unknown(evidence: Evidence, cause: Cause) -> None:
    assert judged('{from: {coverage: total}, required: "> 80 %"}', evidence).cause is cause


def test_coverage_has_no_other_words() -> None:
    assert mistakes_of("{from: {coverage: total, name: x}, required: '> 80 %'}")[0][:2] == (
        "from.name",
        "`name` says nothing beside `coverage:`",
    )
