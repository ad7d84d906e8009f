"""Makes the plan: which stages run, in how many parts, which rules judge them, and what is left out."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace

from quality_gate.config.settings import Profile, Settings, WrittenRule
from quality_gate.model.context import Context
from quality_gate.model.errors import UsageError
from quality_gate.model.outlet import Outlet
from quality_gate.model.paths import nearest
from quality_gate.model.verdict import Level
from quality_gate.plan.around import policy_level, rules_around
from quality_gate.plan.comparison import comparison_of
from quality_gate.plan.jobs import elsewhere, jobs_of, variants
from quality_gate.plan.metric_stages import metrics_of, stages_of
from quality_gate.plan.plan import LeftOut, Plan
from quality_gate.plan.probes import choose_probes
from quality_gate.plan.raised import raised
from quality_gate.plan.wishes import Wishes
from quality_gate.rules.budget import Budget
from quality_gate.rules.metrics.rule import linked
from quality_gate.rules.metrics.settings import MetricSettings
from quality_gate.rules.rule import About, NamedRow, Rule
from quality_gate.rules.stage import StageHolds
from quality_gate.stages.settings import StageSettings

FULL = "full"
COLLECTED = "reports"  # the stage that stands for reports named on the command line, or found by convention


def make_plan(settings: Settings, context: Context, wishes: Wishes, outlets: Sequence[str]) -> Plan:
    settings, raising = raised(settings, wishes)
    profile = _profile(settings, wishes.profile)
    chosen = _chosen(settings, profile, wishes)
    if wishes.reports:
        stages = {COLLECTED: StageSettings(reports=wishes.reports)}
    else:
        stages = {name: settings.stages[name] for name in chosen}
    looks = choose_probes(settings, profile, wishes, stages)
    jobs = tuple(job for name, one in stages.items() for job in jobs_of(name, one, wishes, looks.variables))
    whole = all(not elsewhere(variant, wishes) for stage in stages.values() for variant in variants(stage))
    left_out = (*_left_out(settings, profile, chosen, wishes), *looks.left_out)
    guarded = policy_level(settings, context, wishes) is not None
    return Plan(
        context=replace(context, target=looks.target),
        jobs=jobs,
        setup="" if wishes.collect_only else settings.setup,
        teardown="" if wishes.collect_only else settings.teardown,
        jobs_at_once=settings.jobs,
        fail_fast=wishes.fail_fast,
        rules=(
            *linked(_rules(settings, profile, stages, wishes), metrics_of(settings)),
            *looks.rules,
            *rules_around(settings, context, wishes),
        ),
        probes=looks.probes,
        target=looks.words,
        collect_only=wishes.collect_only,
        scope=_scope(settings, profile, wishes, chosen) if whole else f"partial: variants of {wishes.system}",
        partial=wishes.partial or not whole,
        left_out=left_out,
        raising=raising,
        outlets=settings.publish if settings.publish is not None else tuple(Outlet(name) for name in outlets),
        exclude=settings.exclude,
        by=settings.by,
        waivers=settings.waivers,
        comparison=comparison_of(settings, profile, wishes, looks.probes, left_out, guarded=guarded),
        accept_label=settings.policy.accept_label if guarded else "",
        limits=settings.limits,
    )


def _profile(settings: Settings, name: str) -> Profile:
    if name in settings.profiles:
        return settings.profiles[name]
    if name == FULL:
        return Profile(decides=True)
    near = nearest(name, settings.profiles, 1)
    remedy = (
        f"did you mean `{near[0]}`?" if near else f"the profiles are: {', '.join([FULL, *settings.profiles])}"
    )
    raise UsageError(f"there is no profile {name!r}", remedy)


def _chosen(settings: Settings, profile: Profile, wishes: Wishes) -> tuple[str, ...]:
    """The stages to run, in the order they are written."""
    names = tuple(settings.stages)
    for wanted in (*wishes.stages, wishes.first, wishes.last):
        if wanted and wanted not in settings.stages:
            near = nearest(wanted, names, 1)
            remedy = f"did you mean `{near[0]}`?" if near else f"the stages are: {', '.join(names) or 'none'}"
            raise UsageError(f"there is no stage {wanted!r}", remedy)
    if wishes.probes and not (wishes.stages or wishes.first or wishes.last):
        return ()  # only these probes are wanted
    start = names.index(wishes.first) if wishes.first else 0
    end = names.index(wishes.last) + 1 if wishes.last else len(names)
    allowed = names if profile.stages is None else profile.stages
    return tuple(
        name for name in names[start:end] if (name in wishes.stages if wishes.stages else name in allowed)
    )


def _rules(
    settings: Settings, profile: Profile, stages: dict[str, StageSettings], wishes: Wishes
) -> Iterator[Rule]:
    # A profile that may say READY judges its stages whatever it leaves out: a dead one is never nothing.
    sections = profile.rules
    if sections is not None and profile.decides:
        sections = (*sections, "stages")
    written = [
        rule
        for rule in settings.rules
        if (sections is None or rule.row.section in sections)
        and (wishes.reports or not _elsewhere(rule, settings, stages))
    ]
    judged = tuple(rule.scope for rule in written if rule.key.endswith((".pass-rate", "tests.modules")))
    if sections is None or "stages" in sections:
        for name, stage in stages.items():
            about = About(rule=f"stages.{name}", title=f"stage {name}", level=stage.level)
            yield StageHolds(about=about, stage=name, judged=judged)
    for rule in written:
        about = About(rule=rule.key, title=title(rule), level=_level(rule, stages))
        yield rule.row.make(about, rule.value, rule.scope)
    if profile.budget is not None:
        about = About(
            rule=f"profiles.{wishes.profile}.budget", title=f"time budget of profile {wishes.profile}"
        )
        yield Budget(about=about, seconds=profile.budget)


def _elsewhere(rule: WrittenRule, settings: Settings, chosen: Collection[str]) -> list[str]:
    """The stages that a rule needs and this run leaves out: it has nothing to say about them."""
    needed = {rule.scope.stage} - {""}
    if isinstance(rule.value, MetricSettings):
        needed = stages_of(rule.value, settings)
    return sorted(needed - set(chosen))


def _level(rule: WrittenRule, stages: dict[str, StageSettings]) -> Level:
    stage = stages.get(rule.scope.stage)
    level: Level = getattr(rule.value, "level", stage.level if stage else Level.REQUIRED)
    return level


def title(rule: WrittenRule) -> str:
    """`coverage.groups.payments.lines` → `coverage of payments: lines`."""
    section, *rest = rule.key.split(".")
    if isinstance(rule.row, NamedRow):
        return f"{section}: {'.'.join(rest)}"
    return (
        f"{section} of {'.'.join(rest[1:-1])}: {rest[-1]}"
        if rest[0] == "groups"
        else f"{section}: {rest[-1]}"
    )


def _scope(settings: Settings, profile: Profile, wishes: Wishes, chosen: tuple[str, ...]) -> str:
    """What the verdict must carry in its name, so that nobody takes a part for the whole."""
    if wishes.reports and (settings.stages or settings.probes):
        return "partial: named reports"
    if wishes.partial:
        parts = (*chosen, *(f"probe {name}" for name in dict.fromkeys(wishes.probes)))
        return f"partial: {', '.join(parts) or 'no stage'}"
    if not profile.decides:
        return wishes.profile
    return ""


def _left_out(
    settings: Settings, profile: Profile, chosen: tuple[str, ...], wishes: Wishes
) -> Iterator[LeftOut]:
    for name in settings.stages:
        if name not in chosen or wishes.reports:
            why = "reports were named on the command line" if wishes.reports else _why(name, profile, wishes)
            yield LeftOut(name=f"stages.{name}", why=why)
    for rule in settings.rules:
        if profile.rules is not None and rule.row.section not in profile.rules:
            yield LeftOut(name=rule.key, why=f"profile {wishes.profile} does not judge {rule.row.section}")
        elif not wishes.reports and (missing := _elsewhere(rule, settings, chosen)):
            yield LeftOut(name=rule.key, why=f"stage {missing[0]} is not part of this run")


def _why(name: str, profile: Profile, wishes: Wishes) -> str:
    if profile.stages is not None and name not in profile.stages and not wishes.stages:
        return f"not in profile {wishes.profile}"
    return "not asked for on the command line"
