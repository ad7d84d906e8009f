"""Next steps and the checklist say what the rulings say, and nothing of their own."""

from __future__ import annotations

from quality_gate.model.context import Context
from quality_gate.model.evidence import Evidence
from quality_gate.model.report import Report
from quality_gate.model.rollup import Rollup
from quality_gate.model.verdict import Cause, Decision, Level, Ruling, Status, Verdict
from quality_gate.renderers.markdown_steps import checklist, next_steps, recommendations
from quality_gate.renderers.steps import Step, steps


def ruling(rule: str, status: Status, *, level: Level = Level.REQUIRED, step: str = "") -> Ruling:
    cause = Cause.MISSING if status is Status.UNKNOWN else None
    return Ruling(rule=rule, title=f"the {rule}", status=status, cause=cause, level=level, got="3", next=step)


def report(*rulings: Ruling) -> Report:
    verdict = Verdict(decision=Decision.NOT_READY, rulings=rulings)
    return Report(context=Context(gate="g"), evidence=Evidence(), verdict=verdict, rollup=Rollup())


def test_one_step_that_mends_two_rules_is_said_once() -> None:
    both = [ruling(rule, Status.FAILED, step="write tests") for rule in ("a", "b")]

    assert steps(both) == (Step(text="write tests", rules=("a", "b")),)


def test_a_rule_without_a_step_names_the_command_that_explains_it() -> None:
    assert steps([ruling("a", Status.FAILED)])[0].text == "see why: quality-gate explain a"


def test_what_blocks_are_the_next_steps_and_what_warns_are_recommendations() -> None:
    shown = report(
        ruling("a", Status.FAILED, step="do this"),
        ruling("b", Status.UNKNOWN, level=Level.RECOMMENDED, step="do that"),
        ruling("c", Status.PASSED),
    )

    assert next_steps(shown).items == ("1. do this (`a`)",)
    assert recommendations(shown).items == ("1. do that (`b`)",)


def test_many_rules_of_one_step_are_counted() -> None:
    shown = report(*(ruling(rule, Status.FAILED, step="do this") for rule in "abcde"))

    assert next_steps(shown).items == ("1. do this (`a`, `b`, `c` and 2 more)",)


def test_boxes_are_ticked_by_evidence() -> None:
    section = checklist(
        report(
            ruling("a", Status.PASSED),
            ruling("b", Status.FAILED),
            ruling("c", Status.UNKNOWN, level=Level.RECOMMENDED),
            ruling("d", Status.SKIPPED),
            ruling("e", Status.FAILED, level=Level.OPTIONAL),
        )
    )

    assert section.head.startswith("<details><summary>Checklist: 2 of 5 boxes ticked</summary>")
    assert section.items == (
        "**Required**\n",
        "- [x] the a — 3",
        "- [ ] the b — failed — 3",
        "- [x] the d — skipped",
        "\n**Recommended**\n",
        "- [ ] the c — unknown (missing) — 3",
        "\n**Optional**\n",
        "- [ ] the e — failed — 3",
    )
    assert section.more(3) == "- … and 3 more"
    assert next_steps(report()).more(2) == "- … and 2 more"
