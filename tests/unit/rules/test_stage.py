"""A stage is believed only when its exit code, its reports and its tests agree."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from builders import cases, stage
from quality_gate.model.cases import Cases, Counts
from quality_gate.model.envelope import Attempt, Ended, Envelope, ReportFile
from quality_gate.model.evidence import Evidence, ReadReport, StageEvidence
from quality_gate.model.findings import Finding, Findings, Severity
from quality_gate.model.metrics import Metrics
from quality_gate.model.reading import Reading
from quality_gate.model.verdict import Cause, Problem, Ruling, Status
from quality_gate.rules.rule import About
from quality_gate.rules.scope import Scope
from quality_gate.rules.stage import EXPECTED, StageHolds

ABOUT = About(rule="stages.unit", title="stage unit")
GREEN = cases("t", "a b c")
RED = cases("t", "a b! c!")


def judged(evidence: StageEvidence | None, *scopes: Scope) -> Ruling:
    rule = StageHolds(about=ABOUT, stage="unit", judged=scopes)
    (ruling,) = rule.judge(Evidence(stages=(evidence,) if evidence else ()))
    return ruling


def unit(found: Cases | None = None, **parts: Any) -> StageEvidence:
    return stage("unit", found, command="make test", **parts)


def ended(how: Ended, reason: str = "", found: Cases | None = None, **parts: Any) -> StageEvidence:
    attempt = Attempt(ended=how, reason=reason, **parts)
    return replace(unit(found), envelopes=(Envelope(stage="unit", attempts=(attempt,)),))


def test_a_linter_that_ends_with_an_error_is_told_by_what_it_found() -> None:
    bad = Finding(rule="E1", severity=Severity.HIGH)
    found = Findings(findings=(bad, bad, replace(bad, suppressed=True)))
    report = ReadReport(path="out/a.sarif", reading=Reading(format="sarif", findings=found))

    ruling = judged(replace(unit(exit_code=1), reports=(report,)))

    assert ruling.reason == "exit 1; its reports hold 2 findings"
    assert ruling.next.startswith("mend what was found; where some may stay, have the tool itself end with 0")


def test_one_that_found_nothing_is_told_by_its_log() -> None:
    report = ReadReport(path="out/a.sarif", reading=Reading(format="sarif", findings=Findings()))

    ruling = judged(replace(unit(exit_code=1), reports=(report,)))

    assert (ruling.reason, ruling.next) == ("exit 1", "see the end of its log")


def test_a_stage_that_ended_well_passes() -> None:
    ruling = judged(unit(GREEN))

    assert (ruling.status, ruling.got, ruling.expected) == (Status.PASSED, "exit 0", EXPECTED)


def test_a_collected_stage_passes_by_its_reports() -> None:
    envelope = Envelope(stage="unit", reports=(ReportFile(path="out/unit.xml"),))
    collected = replace(unit(GREEN), command="", envelopes=(envelope,))

    assert (judged(collected).status, judged(collected).got) == (Status.PASSED, "collected 0 reports")


def test_nothing_run_and_nothing_collected_is_unknown() -> None:
    untouched = replace(unit(), command="", envelopes=(Envelope(stage="unit"),))

    assert (judged(untouched).status, judged(untouched).cause) == (Status.UNKNOWN, Cause.NOT_RUN)


@pytest.mark.parametrize(
    ("evidence", "status", "cause", "reason"),
    [
        (None, Status.UNKNOWN, Cause.NOT_RUN, "it left nothing behind"),
        (
            StageEvidence(name="unit", not_run="needs build, which failed"),
            Status.UNKNOWN,
            Cause.NOT_RUN,
            "needs build, which failed",
        ),
        (
            ended(Ended.NOT_RUN, "needs build, which failed"),
            Status.UNKNOWN,
            Cause.NOT_RUN,
            "needs build, which failed",
        ),
        (
            ended(Ended.ENVIRONMENT, "pytest: command not found"),
            Status.UNKNOWN,
            Cause.ENVIRONMENT,
            "pytest: command not found",
        ),
        (
            ended(Ended.TIMED_OUT, "timed out after 10 m", GREEN),
            Status.FAILED,
            None,
            "timed out after 10 m; its reports are partial: 3 tests, 0 failed",
        ),
        (ended(Ended.KILLED, "killed by SIGKILL"), Status.FAILED, None, "killed by SIGKILL"),
        (ended(Ended.CANCELLED), Status.FAILED, None, "cancelled"),
        (unit(GREEN, exit_code=3), Status.FAILED, None, "unexplained exit 3: no test failed"),
        (unit(exit_code=3), Status.FAILED, None, "exit 3"),
        (unit(RED), Status.FAILED, None, "the runner hid 2 failures: exit 0 over failing tests"),
        (unit(RED, exit_code=1), Status.FAILED, None, "2 tests failed"),
        (
            unit(cases("t", "a? b?")),
            Status.UNKNOWN,
            Cause.EMPTY,
            "none of 2 tests was executed: all are skipped",
        ),
    ],
)
def test_what_goes_wrong_is_named(
    evidence: StageEvidence | None, status: Status, cause: Cause | None, reason: str
) -> None:
    ruling = judged(evidence)

    assert (ruling.status, ruling.cause, ruling.reason) == (status, cause, reason)
    assert ruling.next


MISSING = Problem(Cause.MISSING, "out/unit.xml was not written", "have the command write it")


def test_exit_0_without_its_report_is_unknown() -> None:
    ruling = judged(unit(problems=(MISSING,)))

    assert (ruling.status, ruling.cause) == (Status.UNKNOWN, Cause.MISSING)
    assert ruling.reason == "out/unit.xml was not written"


def test_many_problems_are_counted() -> None:
    ruling = judged(unit(problems=(MISSING,) * 5))

    assert ruling.reason.endswith("; and 2 more")


def test_an_exit_code_and_a_missing_report_are_told_together() -> None:
    ruling = judged(unit(exit_code=3, problems=(MISSING,)))

    assert ruling.reason == "unexplained exit 3: no test failed; out/unit.xml was not written"


def test_failing_tests_explain_an_exit_code_where_a_test_rule_judges_them() -> None:
    ruling = judged(unit(RED, exit_code=1), Scope())

    assert (ruling.status, ruling.got) == (Status.PASSED, "exit 1, explained by 2 failing tests")


def test_failing_tests_outside_every_test_rule_are_judged_here() -> None:
    ruling = judged(unit(RED, exit_code=1), Scope(names=("b",)), Scope(stage="other"))

    assert (ruling.status, ruling.reason) == (Status.FAILED, "1 test failed")
    assert [spot.note for spot in ruling.spots] == ["t::c: c broke"]


def test_failures_that_only_attributes_count_are_judged_too() -> None:
    counted = Cases(attributes=Counts(passed=2, failed=1))

    assert judged(unit(counted, exit_code=1)).reason == "1 test failed"
    assert judged(unit(counted, exit_code=1), Scope()).status is Status.PASSED


def test_the_shard_that_went_wrong_is_named() -> None:
    good = Envelope(stage="unit", shard=1, shards=2, attempts=(Attempt(ended=Ended.EXITED, exit_code=0),))
    bad = replace(good, shard=2, attempts=(Attempt(ended=Ended.EXITED, exit_code=4),))
    ruling = judged(replace(unit(GREEN), envelopes=(good, bad)))

    assert ruling.reason == "unit 2/2: unexplained exit 4: no test failed"


def test_a_pass_on_a_second_attempt_is_said() -> None:
    tries = (Attempt(ended=Ended.EXITED, exit_code=1), Attempt(ended=Ended.EXITED, exit_code=0))
    ruling = judged(replace(unit(GREEN), envelopes=(Envelope(stage="unit", attempts=tries),)))

    assert (ruling.status, ruling.got) == (Status.PASSED, "exit 0 on attempt 2")


def test_a_stage_that_handed_nothing_over_says_so() -> None:
    lost = Problem(Cause.INCOMPLETE, "unit handed nothing over")
    ruling = judged(StageEvidence(name="unit", problems=(lost,)))

    assert (ruling.cause, ruling.got, ruling.reason) == (Cause.INCOMPLETE, "nothing handed over", lost.reason)


def test_one_shard_does_not_explain_the_contradiction_of_another() -> None:
    hides = Envelope(stage="unit", shard=1, shards=2, attempts=(Attempt(ended=Ended.EXITED, exit_code=0),))
    breaks = replace(hides, shard=2, attempts=(Attempt(ended=Ended.EXITED, exit_code=3),))
    both = replace(unit(cases("t", "a! b c")), envelopes=(hides, breaks))

    assert (
        judged(replace(both, failing=(1, 0)), Scope()).reason
        == "unit 2/2: unexplained exit 3: no test failed"
    )
    hidden = judged(replace(both, envelopes=(hides, hides), failing=(1, 0)), Scope())
    assert hidden.reason == "unit 1/2: the runner hid 1 failure: exit 0 over failing tests"


def test_a_threshold_that_the_tool_crossed_fails_whatever_its_exit_code() -> None:
    metrics = Metrics(thresholds=(("p(95)<200", False), ("rate>1", True)))
    reports = tuple(
        ReadReport(path=path, reading=Reading(format="k6", metrics=found))
        for path, found in (("out/k6.json", metrics), ("out/other.json", Metrics()), ("out/a.xml", None))
    )
    ruling = judged(replace(unit(), reports=reports))

    assert (ruling.status, ruling.got) == (Status.FAILED, "exit 0")
    assert ruling.reason == "1 threshold of the tool itself not met: out/k6.json: p(95)<200"
    assert judged(replace(unit(), reports=reports[1:])).status is Status.PASSED
