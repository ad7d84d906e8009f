"""Rules about what stands around the evidence: the jobs before this one, and the gate itself."""

from __future__ import annotations

from collections.abc import Iterator

from quality_gate.config.settings import Settings
from quality_gate.model.context import Context
from quality_gate.model.events import PROPOSALS
from quality_gate.model.verdict import Level
from quality_gate.plan.wishes import Wishes
from quality_gate.rules.handed_over import HandedOver
from quality_gate.rules.needs import NeedHolds
from quality_gate.rules.policy import PolicyHolds
from quality_gate.rules.rule import About, Rule


def rules_around(settings: Settings, context: Context, wishes: Wishes) -> Iterator[Rule]:
    for job, result in wishes.needs.items():
        about = About(rule=f"needs.{job}", title=f"job {job}")
        yield NeedHolds(about=about, result=result, may_skip=job in wishes.may_skip)
    if wishes.seal is not None:
        about = About(rule="handed-over", title="what the stages handed over")
        yield HandedOver(about=about, seal=wishes.seal)
    if (level := policy_level(settings, context, wishes)) is not None:
        yield PolicyHolds(about=About(rule="policy", title="the gate itself", level=level))


def policy_level(settings: Settings, context: Context, wishes: Wishes) -> Level | None:
    """None where nothing is proposed. On a laptop nobody can give a label, so there it only warns."""
    if wishes.partial or wishes.reports:
        return None
    if context.event in PROPOSALS:
        return settings.policy.level
    if wishes.base_ref:
        return min(settings.policy.level, Level.RECOMMENDED, key=list(reversed(Level)).index)
    return None
