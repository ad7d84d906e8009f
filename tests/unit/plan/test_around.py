"""Rules about what stands around the evidence: which events guard the gate, and what others hand over."""

from __future__ import annotations

import pytest

from quality_gate.config.settings import Settings
from quality_gate.model.context import Context
from quality_gate.model.events import CHANGES, PRIVILEGED, PROPOSALS, PULLS
from quality_gate.model.verdict import Level
from quality_gate.plan.around import policy_level, rules_around
from quality_gate.plan.wishes import Wishes
from quality_gate.rules.handed_over import Seal
from quality_gate.rules.policy import PolicySettings

RECOMMENDED = Settings(policy=PolicySettings(level=Level.RECOMMENDED))
OPTIONAL = Settings(policy=PolicySettings(level=Level.OPTIONAL))


@pytest.mark.parametrize("event", PROPOSALS)
def test_whatever_proposes_a_change_is_guarded_as_written(event: str) -> None:
    context = Context(gate="api", event=event)

    assert policy_level(Settings(), context, Wishes()) is Level.REQUIRED
    assert policy_level(RECOMMENDED, context, Wishes()) is Level.RECOMMENDED


def test_every_event_of_a_pull_request_is_a_change_and_a_proposal() -> None:
    assert set(PULLS) < set(CHANGES) < set(PROPOSALS)
    assert set(PRIVILEGED) < set(PROPOSALS)


@pytest.mark.parametrize("event", ["", "push", "schedule", "release"])
def test_where_nothing_is_proposed_the_gate_is_not_compared(event: str) -> None:
    assert policy_level(Settings(), Context(gate="api", event=event), Wishes()) is None


@pytest.mark.parametrize("wishes", [Wishes(stages=("unit",)), Wishes(reports=("unit.xml",))])
def test_a_part_says_nothing_of_the_gate(wishes: Wishes) -> None:
    assert policy_level(Settings(), Context(gate="api", event="pull_request"), wishes) is None


def test_on_a_laptop_it_warns_at_most() -> None:
    laptop, wishes = Context(gate="api"), Wishes(base_ref="main")

    assert policy_level(Settings(), laptop, wishes) is Level.RECOMMENDED
    assert policy_level(OPTIONAL, laptop, wishes) is Level.OPTIONAL


def test_jobs_before_this_one_and_what_they_handed_over_are_rules() -> None:
    wishes = Wishes(
        needs={"build": "success", "docs": "skipped"}, may_skip=("docs",), seal=Seal(told="a", found="a")
    )
    rules = list(rules_around(Settings(), Context(gate="api", event="merge_group"), wishes))

    assert [rule.about.rule for rule in rules] == ["needs.build", "needs.docs", "handed-over", "policy"]
    assert [rule.about.rule for rule in rules_around(Settings(), Context(gate="api"), Wishes())] == []
