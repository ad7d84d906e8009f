"""Holes in a configuration without mistakes: what it seems to ask for, and does not."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import Final

from quality_gate.config.settings import Settings, WrittenRule
from quality_gate.model.paths import nearest
from quality_gate.model.ratio import HUNDRED, Limit
from quality_gate.model.verdict import Level
from quality_gate.model.wording import listed, plural
from quality_gate.plan.findings_holes import findings_holes, judges_findings
from quality_gate.plan.hole import Hole, Known
from quality_gate.plan.metric_stages import metric_holes
from quality_gate.plan.part import FULL
from quality_gate.plan.probe_holes import coverage_holes, probe_holes
from quality_gate.plan.stage_holes import shared_reports, stage_holes
from quality_gate.rules.metrics.settings import MetricSettings
from quality_gate.rules.rule import Row

_ENORMOUS: Final = 10_000  # nobody has that many tests to skip


def holes(settings: Settings, known: Known) -> list[Hole]:
    found = [*_nothing(settings)]
    for name, stage in settings.stages.items():
        found += stage_holes(f"stages.{name}", stage, known, judged=judges_findings(settings, stage))
    found += shared_reports(settings)
    found += findings_holes(settings)
    found += probe_holes(settings)
    found += coverage_holes(settings)
    found += _exclusions("coverage.exclude", settings.exclude, known)
    groups: dict[str, tuple[str, ...]] = {}
    for rule in settings.rules:
        found += _rule(rule, settings, known)
        if rule.scope.paths:
            groups[f"{rule.key.rpartition('.')[0]}.paths"] = rule.scope.paths
        if rule.scope.files:
            groups[f"{rule.key.rpartition('.')[0]}.files"] = rule.scope.files
    for key, paths in groups.items():
        found += _paths(key, paths, known)
    found += _profiles(settings)
    return found


def _nothing(settings: Settings) -> Iterator[Hole]:
    required = any(stage.level is Level.REQUIRED for stage in settings.stages.values())
    required = required or any(probe.settings.level is Level.REQUIRED for probe in settings.probes)
    if not required and not settings.rules:
        yield Hole(
            key="version",
            what="nothing is required, so no run can clear a deployment",
            remedy="write a required stage, or a rule under `tests:` or `coverage:`",
        )


def _exclusions(key: str, patterns: tuple[str, ...], known: Known) -> Iterator[Hole]:
    for pattern in patterns:
        if known.files and not known.fitting((pattern.removeprefix("!"),)):
            yield Hole(
                key=key,
                what=f"the exclusion {pattern} fits no file",
                remedy=_near(pattern, known) or "delete it",
            )


def _paths(key: str, paths: tuple[str, ...], known: Known) -> Iterator[Hole]:
    if not known.files:
        return
    if not known.fitting(paths):
        remedy = _near(paths[0], known) or "correct it, or delete the group"
        yield Hole(key=key, what=f"{', '.join(paths)} fits no file", remedy=remedy)
        return
    yield from _exclusions(key, tuple(path for path in paths if path.startswith("!")), known)


def _near(pattern: str, known: Known) -> str:
    near = nearest(pattern.removeprefix("!").removesuffix("/**"), known.files)
    return f"nearest: {', '.join(near)}" if near else ""


def _rule(rule: WrittenRule, settings: Settings, known: Known) -> Iterator[Hole]:
    stage = settings.stages.get(rule.scope.stage)
    if stage is not None and stage.level is Level.OPTIONAL:
        yield Hole(
            key=rule.key,
            what=f"stage {rule.scope.stage} is optional, so this rule cannot change the verdict",
            remedy="give the stage another level, or delete the rule",
        )
    if isinstance(rule.value, MetricSettings):
        yield from metric_holes(rule, settings)
    limit = getattr(rule.value, "limit", rule.value) if isinstance(rule.row, Row) else None
    if isinstance(limit, Limit) and limit.required is not None and (why := _harmless(rule, known)):
        yield Hole(
            key=rule.key,
            what=f"a required limit of {int(limit.required):,} can never fail{why}",
            remedy="write a limit that something can miss, or delete it",
        )


def _harmless(rule: WrittenRule, known: Known) -> str:
    """Why nothing can miss the limit; empty where something can."""
    value = rule.value.required
    key = rule.key.rpartition(".")[2]
    if key == "uncovered":
        files = known.fitting(rule.scope.paths)
        lines = sum(known.lines(path) for path in files)
        return f": the group has {plural(lines, 'line')} in all" if 0 < lines <= value else ""
    if key == "max-drop":
        return ": coverage cannot fall further" if value >= HUNDRED else ""
    if key.startswith("max-") or key in ("new-failures", "lost"):
        return ": no project has so many tests to lose" if value >= _ENORMOUS else ""
    return ": everything reaches it" if value == 0 else ""


def _profiles(settings: Settings) -> Iterator[Hole]:
    stages = {name: stage.level for name, stage in settings.stages.items()}
    probes = {probe.name: probe.settings.level for probe in settings.probes}
    for name, profile in settings.profiles.items():
        if not profile.decides and name != FULL:
            continue
        left = [*_left(stages, profile.stages), *_left(probes, profile.probes)]
        if left:
            yield Hole(
                key=f"profiles.{name}.{'stages' if profile.stages is not None else 'probes'}",
                what=f"this profile decides, and leaves out the required {listed(left, 10)}",
                remedy="add them, or make them `recommended`",
            )
        written = {"stages", *(rule.row.section for rule in settings.rules)}
        silent = sorted(written - set(profile.rules)) if profile.rules is not None else []
        if silent:
            yield Hole(
                key=f"profiles.{name}.rules",
                what=f"this profile decides, and does not judge {listed(silent)}",
                remedy="add them",
            )


def _left(levels: Mapping[str, Level], chosen: Collection[str] | None) -> list[str]:
    """The required ones that a choice leaves out; no choice takes all."""
    required = [name for name, level in levels.items() if level is Level.REQUIRED]
    return [] if chosen is None else [name for name in required if name not in chosen]
