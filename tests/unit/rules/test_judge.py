"""The decision: what blocks, what warns, and that nothing judged is never good."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

import pytest

from builders import cases, coverage, ruling, stage
from quality_gate.model.cases import Cases, Counts
from quality_gate.model.coverage import Coverage, FileCoverage
from quality_gate.model.envelope import Attempt, Ended, Envelope, Resources
from quality_gate.model.evidence import Evidence, ReadReport, StageEvidence
from quality_gate.model.reading import Reading
from quality_gate.model.verdict import Decision, Level, Ruling, Status, Verdict
from quality_gate.rules.budget import Budget
from quality_gate.rules.judge import Decides, judge
from quality_gate.rules.roll_up import roll_up
from quality_gate.rules.rule import About


@dataclass(frozen=True)
class Says:
    """A rule with a fixed answer."""

    answer: Ruling

    @property
    def about(self) -> About:
        return About(rule=self.answer.rule, title=self.answer.title, level=self.answer.level)

    def judge(self, evidence: Evidence) -> Iterable[Ruling]:
        yield self.answer


def verdict(*drawn: str, scope: str = "", partial: bool = False) -> Verdict:
    """Each drawing is `level status [cause]`."""
    rules = []
    for number, text in enumerate(drawn):
        level, _, status = text.partition(" ")
        rules.append(Says(ruling(f"rule.{number}", status, level=level)))
    assert all(rule.about.rule == rule.answer.rule for rule in rules)
    return judge(Evidence(), rules, Decides(scope=scope, partial=partial))


@pytest.mark.parametrize(
    ("drawn", "decision"),
    [
        (("required passed",), Decision.READY),
        (("required passed", "required skipped"), Decision.READY),
        (("required passed", "optional failed"), Decision.READY),
        (("required passed", "optional unknown missing"), Decision.READY),
        (("required warned",), Decision.READY_WITH_WARNINGS),
        (("required passed", "recommended failed"), Decision.READY_WITH_WARNINGS),
        (("required passed", "recommended unknown missing"), Decision.READY_WITH_WARNINGS),
        (("required passed", "required unknown no-base"), Decision.READY_WITH_WARNINGS),
        (("required failed",), Decision.NOT_READY),
        (("required passed", "required failed"), Decision.NOT_READY),
        (("required passed", "required unknown empty"), Decision.NOT_READY),
        (("required skipped",), Decision.NOT_READY),
        (("recommended passed",), Decision.NOT_READY),
        (("optional passed",), Decision.NOT_READY),
        ((), Decision.NOT_READY),
    ],
)
def test_the_decision(drawn: tuple[str, ...], decision: Decision) -> None:
    decided = verdict(*drawn)

    assert decided.decision is decision
    assert decided.ready == (decision is not Decision.NOT_READY)
    assert decided.exit_code() == (0 if decided.ready else 1)


def test_strict_turns_warnings_into_exit_1() -> None:
    assert verdict("required warned").exit_code(strict=True) == 1
    assert verdict("required passed").exit_code(strict=True) == 0


def test_nothing_judged_says_why() -> None:
    assert verdict().reason.startswith("no rule was evaluated")
    assert verdict("required skipped").reason == "no required rule was evaluated"


def test_another_scope_never_says_ready() -> None:
    for drawn in ("required passed", "required warned", "required failed"):
        said = verdict(drawn, scope="quick").phrase

        assert "READY" not in said
        assert said in ("PASSED (quick)", "FAILED (quick)")


def test_a_part_need_not_show_what_other_stages_measure() -> None:
    absent = Says(ruling("coverage.total", "unknown missing", reason="no coverage report was read", next="x"))
    lost = Says(ruling("stages.unit", "unknown missing"))
    fine = Says(ruling("stages.lint"))
    decides = Decides(scope="partial: lint", partial=True)

    excused = judge(Evidence(), [fine, absent], decides)
    assert (excused.decision, excused.rulings[1].status) == (Decision.PASSED, Status.SKIPPED)
    assert excused.rulings[1].reason == "no coverage report was read in this part of the gate"
    assert judge(Evidence(), [fine, lost], decides).decision is Decision.FAILED
    assert judge(Evidence(), [fine, absent], Decides()).decision is Decision.NOT_READY


@pytest.mark.parametrize(
    ("elapsed", "status", "got"),
    [
        (None, Status.SKIPPED, ""),
        (Fraction(90), Status.PASSED, "1 m 30 s"),
        (Fraction(1201, 10), Status.WARNED, "120.1 s"),
    ],
)
def test_a_budget_warns_and_never_blocks(elapsed: Fraction | None, status: Status, got: str) -> None:
    rule = Budget(about=About(rule="profiles.quick.budget", title="budget"), seconds=Fraction(120))
    (answer,) = rule.judge(Evidence(elapsed=elapsed))

    assert (answer.status, answer.got, answer.blocks) == (status, got, False)


def red_stage() -> StageEvidence:
    attempt = Attempt(
        ended=Ended.EXITED, exit_code=1, resources=Resources(wall=Fraction(3), cpu=Fraction(2), peak=1000)
    )
    envelope = Envelope(
        stage="unit",
        attempts=(attempt, attempt),
        tail=("boom",),
        log="stage.log",
        folder="quality-gate/envelopes/unit",
    )
    reading = Reading(format="coverage-json", producer="coverage.py: 84.00 %")
    return StageEvidence(
        name="unit",
        command="pytest",
        envelopes=(envelope,),
        reports=(
            ReadReport(path="out/coverage.json", reading=reading),
            ReadReport(path="x", reading=Reading(format="x")),
        ),
        cases=cases("pkg.TestPay", "a b!", file="tests/api/test_pay.py"),
    )


def test_one_roll_up_feeds_every_table() -> None:
    evidence = Evidence(
        stages=(
            red_stage(),
            StageEvidence(name="late", not_run="needs unit, which failed"),
            StageEvidence(name="old", cases=Cases(attributes=Counts(passed=5)), level=Level.OPTIONAL),
        ),
        coverage=coverage({"a.py": "+-~"}),
    )
    decided = judge(evidence, [Says(ruling("stages.unit", "failed", got="exit 1"))], Decides())
    rolled = roll_up(evidence, decided, "folder")

    first, late, _ = rolled.stages
    assert (first.said, first.tail, first.log) == (
        "exit 1",
        ("boom",),
        "quality-gate/envelopes/unit/stage.log",
    )
    assert first.resources == Resources(wall=Fraction(6), cpu=Fraction(4), peak=1000)
    assert (late.said, late.status, late.log) == ("needs unit, which failed", Status.SKIPPED, "")
    assert {row.name: (row.counts.passed, row.counts.total) for row in rolled.modules} == {
        "(counts only)": (5, 5),
        "tests/api": (1, 2),
    }
    assert rolled.tests == Counts(passed=6, failed=1)
    assert [(row.name, row.unit, str(row.ratio)) for row in rolled.coverage] == [
        ("total", "lines", "2/3"),
        ("total", "branches", "1/2"),
    ]
    assert rolled.producers == ("out/coverage.json: coverage.py: 84.00 %",)
    assert sum((row.counts for row in rolled.modules), Counts()) == rolled.tests


@pytest.mark.parametrize(
    ("by", "place", "name"),
    [
        ("folder", {"file": "tests/api/test_a.py"}, "tests/api"),
        ("folder", {"file": ""}, "pkg"),
        ("file", {"file": "tests/api/test_a.py"}, "tests/api/test_a.py"),
        ("class", {"file": "tests/test_a.py"}, "tests/test_a.py::pkg.TestA"),
        ("suite", {"suite": "api"}, "api"),
        ("stage", {}, "unit"),
    ],
)
def test_rows_of_the_module_table(by: str, place: dict[str, str], name: str) -> None:
    evidence = Evidence(stages=(stage("unit", cases("pkg.TestA", "a", **place)), stage("lint")))
    (row,) = roll_up(evidence, judge(evidence, [], Decides()), by).modules

    assert row.name == name


def test_a_roll_up_of_nothing_is_empty() -> None:
    rolled = roll_up(
        Evidence(coverage=Coverage({"a.py": FileCoverage()})), judge(Evidence(), [], Decides()), "folder"
    )

    assert (rolled.stages, rolled.modules, rolled.tests, rolled.producers) == ((), (), None, ())
