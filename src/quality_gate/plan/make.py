"""Makes the plan: which stages run, in how many parts, which rules judge them, and what is left out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from quality_gate.config.settings import Settings
from quality_gate.model.context import Context
from quality_gate.model.outlet import Outlet
from quality_gate.plan.around import policy_level, rules_around
from quality_gate.plan.comparison import comparison_of
from quality_gate.plan.jobs import elsewhere, jobs_of, variants
from quality_gate.plan.metric_stages import metrics_of
from quality_gate.plan.narrowed import narrowed
from quality_gate.plan.part import chosen_stages, profile_of, scope_of, what_is_left_out
from quality_gate.plan.plan import Plan
from quality_gate.plan.probes import choose_probes
from quality_gate.plan.raised import raised
from quality_gate.plan.rules import rules_of
from quality_gate.plan.wishes import Wishes
from quality_gate.rules.metrics.rule import linked
from quality_gate.stages.settings import StageSettings

# The stage that stands for reports named on the command line, or found by convention.
COLLECTED: Final = "reports"


def make_plan(settings: Settings, context: Context, wishes: Wishes, outlets: Sequence[str]) -> Plan:
    settings, raising = raised(settings, wishes)
    settings, wishes = narrowed(settings, wishes)
    profile = profile_of(settings, wishes.profile)
    chosen = chosen_stages(settings, profile, wishes)
    stages = _stages(settings, chosen, wishes)
    looks = choose_probes(settings, profile, wishes, stages)
    jobs = tuple(job for name, one in stages.items() for job in jobs_of(name, one, wishes, looks.variables))
    whole = not any(elsewhere(variant, wishes) for stage in stages.values() for variant in variants(stage))
    left_out = (*what_is_left_out(settings, profile, chosen, wishes), *looks.left_out)
    scope = scope_of(settings, profile, wishes, chosen, whole=whole)
    guarded = policy_level(settings, context, wishes) is not None
    comparison = comparison_of(settings, profile, wishes, looks.probes, left_out, guarded=guarded)
    return Plan(
        context=replace(context, target=looks.target),
        jobs=jobs,
        setup="" if wishes.collect_only else settings.setup,
        teardown="" if wishes.collect_only else settings.teardown,
        jobs_at_once=settings.jobs,
        fail_fast=wishes.fail_fast,
        rules=(
            *linked(rules_of(settings, profile, stages, wishes), metrics_of(settings)),
            *looks.rules,
            *rules_around(settings, context, wishes),
        ),
        probes=looks.probes,
        target=looks.words,
        collect_only=wishes.collect_only,
        scope=scope,
        partial=wishes.partial or not whole,
        left_out=left_out,
        raising=raising,
        outlets=tuple(map(Outlet, outlets)) if settings.publish is None else settings.publish,
        exclude=settings.exclude,
        by=settings.by,
        waivers=settings.waivers,
        comparison=replace(comparison, scope=scope),
        accept_label=settings.policy.accept_label if guarded else "",
        limits=settings.limits,
    )


def _stages(settings: Settings, chosen: Sequence[str], wishes: Wishes) -> dict[str, StageSettings]:
    if wishes.reports:
        return {COLLECTED: StageSettings(reports=wishes.reports)}
    return {name: settings.stages[name] for name in chosen}
