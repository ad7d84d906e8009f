"""Which part of the gate is asked for: its profile and stages, what it leaves out, and what it is called."""

from __future__ import annotations

import shlex
from collections.abc import Collection, Iterator
from typing import Final

from quality_gate.config.settings import Profile, Settings, WrittenRule
from quality_gate.plan.known import see_that_it_is_known
from quality_gate.plan.metric_stages import stages_of
from quality_gate.plan.plan import LeftOut
from quality_gate.plan.wishes import Wishes
from quality_gate.rules.metrics.settings import MetricSettings

FULL: Final = "full"


def profile_of(settings: Settings, name: str) -> Profile:
    see_that_it_is_known(name, list(dict.fromkeys((FULL, *settings.profiles))), "profile")
    return settings.profiles.get(name, Profile(decides=True))


def chosen_stages(settings: Settings, profile: Profile, wishes: Wishes) -> tuple[str, ...]:
    """The stages to run, in the order they are written."""
    names = tuple(settings.stages)
    for wanted in (*wishes.stages, wishes.first, wishes.last):
        if wanted:
            see_that_it_is_known(wanted, names, "stage")
    if wishes.probes and not (wishes.stages or wishes.first or wishes.last):
        return ()  # only these probes are wanted
    start = names.index(wishes.first) if wishes.first else 0
    end = names.index(wishes.last) + 1 if wishes.last else len(names)
    allowed = wishes.stages or (names if profile.stages is None else profile.stages)
    return tuple(name for name in names[start:end] if name in allowed)


def scope_of(
    settings: Settings, profile: Profile, wishes: Wishes, chosen: tuple[str, ...], *, whole: bool
) -> str:
    """What the verdict must carry in its name, so that nobody takes a part for the whole."""
    if not whole:
        return f"partial: variants of {wishes.system}"
    if wishes.reports and (settings.stages or settings.probes):
        return "partial: named reports"
    if wishes.partial:
        parts = (*chosen, *(f"probe {name}" for name in dict.fromkeys(wishes.probes)))
        only = f" -- {shlex.join(wishes.words)}" if wishes.words else ""
        return f"partial: {', '.join(parts) or 'no stage'}{only}"
    if not profile.decides:
        return wishes.profile
    return ""


def what_is_left_out(
    settings: Settings, profile: Profile, chosen: tuple[str, ...], wishes: Wishes
) -> Iterator[LeftOut]:
    for name in settings.stages:
        if name not in chosen or wishes.reports:
            yield LeftOut(name=f"stages.{name}", why=_why(name, profile, wishes))
    for rule in settings.rules:
        if profile.rules is not None and rule.row.section not in profile.rules:
            yield LeftOut(name=rule.key, why=f"profile {wishes.profile} does not judge {rule.row.section}")
        elif not wishes.reports and (missing := missing_stages(rule, settings, chosen)):
            yield LeftOut(name=rule.key, why=f"stage {missing[0]} is not part of this run")


def missing_stages(rule: WrittenRule, settings: Settings, chosen: Collection[str]) -> list[str]:
    """The stages that a rule needs and this run leaves out: it has nothing to say about them."""
    needed = {rule.scope.stage} - {""}
    if isinstance(rule.value, MetricSettings):
        needed = stages_of(rule.value, settings)
    return sorted(needed - set(chosen))


def _why(name: str, profile: Profile, wishes: Wishes) -> str:
    if wishes.reports:
        return "reports were named on the command line"
    if profile.stages is not None and name not in profile.stages and not wishes.stages:
        return f"not in profile {wishes.profile}"
    return "not asked for on the command line"
