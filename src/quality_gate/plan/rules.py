"""Which rules judge a run: those that are written down, and those that stages and profiles bring along."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from quality_gate.config.settings import Profile, Settings, WrittenRule
from quality_gate.model.verdict import Level
from quality_gate.plan.part import missing_stages
from quality_gate.plan.wishes import Wishes
from quality_gate.rules.budget import Budget
from quality_gate.rules.environment import MOCKS, RanOnMocks
from quality_gate.rules.rule import About, NamedRow, Rule
from quality_gate.rules.stage import StageHolds
from quality_gate.stages.settings import StageSettings

_STAGES = "stages"


def rules_of(
    settings: Settings, profile: Profile, stages: Mapping[str, StageSettings], wishes: Wishes
) -> Iterator[Rule]:
    sections = profile.rules
    if sections is not None and profile.decides:
        # A profile that may say READY judges its stages whatever it leaves out: a dead one is never nothing.
        sections = (*sections, _STAGES)
    written = [
        rule
        for rule in settings.rules
        if (sections is None or rule.row.section in sections)
        and (wishes.reports or not missing_stages(rule, settings, stages))
    ]
    if sections is None or _STAGES in sections:
        judged = tuple(rule.scope for rule in written if rule.key.endswith((".pass-rate", "tests.modules")))
        for name, stage in stages.items():
            about = About(rule=f"stages.{name}", title=f"stage {name}", level=stage.level)
            yield StageHolds(about=about, stage=name, judged=judged, expected=_expected(stage))
            yield from _on_mocks(name, stage)
    for rule in written:
        about = About(rule=rule.key, title=_title(rule), level=_level(rule, stages))
        yield rule.row.make(about, rule.value, rule.scope)
    if profile.budget is not None:
        about = About(
            rule=f"profiles.{wishes.profile}.budget", title=f"time budget of profile {wishes.profile}"
        )
        yield Budget(about=about, seconds=profile.budget)


def _on_mocks(name: str, stage: StageSettings) -> Iterator[Rule]:
    if stage.environment in MOCKS and stage.level is not Level.OPTIONAL:
        rule, title = f"stages.{name}.environment", f"stage {name}: environment"
        yield RanOnMocks(about=About(rule=rule, title=title, level=Level.RECOMMENDED), stage=name)


def _level(rule: WrittenRule, stages: Mapping[str, StageSettings]) -> Level:
    stage = stages.get(rule.scope.stage)
    level: Level = getattr(rule.value, "level", stage.level if stage else Level.REQUIRED)
    return level


def _title(rule: WrittenRule) -> str:
    """`coverage.groups.payments.lines` → `coverage of payments: lines`."""
    section, *rest = rule.key.split(".")
    if isinstance(rule.row, NamedRow):
        return f"{section}: {'.'.join(rest)}"
    if rest[0] == "groups":
        return f"{section} of {'.'.join(rest[1:-1])}: {rest[-1]}"
    return f"{section}: {rest[-1]}"


def _expected(stage: StageSettings) -> str:
    """Nobody is told to expect a report that nothing names."""
    parts = (("exit 0", stage.run), ("sound reports", stage.reports))
    return ", ".join(said for said, asked in parts if asked)
