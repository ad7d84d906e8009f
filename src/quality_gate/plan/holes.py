"""Holes in a configuration without mistakes: what it seems to ask for, and does not."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

from quality_gate.config.settings import Settings, WrittenRule
from quality_gate.model.paths import Globs, nearest
from quality_gate.model.ratio import Limit
from quality_gate.model.verdict import Level
from quality_gate.model.wording import listed, plural
from quality_gate.plan.commands import hidden, runs_tests, writers
from quality_gate.plan.make import FULL
from quality_gate.stages.settings import StageSettings

_WILD = frozenset("*?[!")
_ENORMOUS = 10_000  # nobody has that many tests to skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Hole:
    """`key` is the path in the configuration; a hint is worth a thought, and no hole."""

    key: str
    what: str
    remedy: str
    hint: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What the repository holds; how many lines a file has is asked only where it matters."""

    tracked: Sequence[str] = ()
    lines: Callable[[str], int] = field(default=lambda path: 0)


def holes(settings: Settings, known: Known) -> list[Hole]:
    found = [*_nothing(settings)]
    for name, stage in settings.stages.items():
        found += _stage(f"stages.{name}", stage, known)
    found += _shared_reports(settings)
    found += _exclusions("coverage.exclude", settings.exclude, known)
    groups: dict[str, tuple[str, ...]] = {}
    for rule in settings.rules:
        found += _rule(rule, settings, known)
        if rule.scope.paths:
            groups[f"{rule.key.rpartition('.')[0]}.paths"] = rule.scope.paths
    for key, paths in groups.items():
        found += _paths(key, paths, known)
    found += _profiles(settings)
    return found


def _nothing(settings: Settings) -> Iterator[Hole]:
    required = any(stage.level is Level.REQUIRED for stage in settings.stages.values())
    if not required and not settings.rules:
        yield Hole(
            key="version",
            what="nothing is required, so no run can be READY",
            remedy="write a required stage, or a rule under `tests:` or `coverage:`",
        )


def _stage(key: str, stage: StageSettings, known: Known) -> Iterator[Hole]:
    required = stage.level is Level.REQUIRED
    if required and not stage.reports and (call := runs_tests(stage.run)):
        yield Hole(
            key=f"{key}.run",
            what=f"`{call}` runs tests, and no report is named: a run of no test at all would pass",
            remedy="let it write a report (JUnit XML), and name the file under `reports:`",
        )
    for call, instead in writers(stage.run):
        yield Hole(
            key=f"{key}.run", what=f"`{call}` changes files instead of failing", remedy=f"write `{instead}`"
        )
    for said in hidden(stage.run):
        yield Hole(key=f"{key}.run", what=f"{said} hides failures of the command", remedy="remove it")
    yield from _tracked_reports(f"{key}.reports", stage.reports, known)
    if required and stage.run and stage.timeout is None:
        yield Hole(
            key=key,
            what="no `timeout`: a command that hangs blocks until the job is cancelled",
            remedy="write `timeout: 10m`",
            hint=True,
        )
    if stage.level is Level.OPTIONAL:
        yield Hole(
            key=f"{key}.level",
            what="an optional stage cannot change the verdict, whatever happens in it",
            remedy="write `recommended`, so that a failure is at least a warning",
            hint=True,
        )


def _tracked_reports(key: str, reports: tuple[str, ...], known: Known) -> Iterator[Hole]:
    there = (
        Globs(reports).among(known.tracked) if _wild(reports) else sorted(set(reports) & set(known.tracked))
    )
    if there:
        yield Hole(
            key=key,
            what=f"{listed(there)} is committed to git, and such a file is never evidence",
            remedy=f"git rm --cached {there[0]}, and add it to .gitignore",
        )


def _shared_reports(settings: Settings) -> Iterator[Hole]:
    """Whoever writes last is read twice, or found old by the other."""
    owners: list[tuple[str, str]] = []
    for name, stage in settings.stages.items():
        for report in (one for one in stage.reports if not one.startswith("!")):
            other = next((owner for owner, known in owners if owner != name and _overlap(report, known)), "")
            if other:
                yield Hole(
                    key=f"stages.{name}.reports",
                    what=f"{report} is a report of stage {other}, too",
                    remedy="let each stage write to a file of its own",
                )
            owners.append((name, report))


def _overlap(one: str, other: str) -> bool:
    return (
        one == other
        or (not _wild((one,)) and Globs((other,)).match(one))
        or (not _wild((other,)) and Globs((one,)).match(other))
    )


def _exclusions(key: str, patterns: tuple[str, ...], known: Known) -> Iterator[Hole]:
    for pattern in patterns:
        if known.tracked and not Globs((pattern.removeprefix("!"),)).among(known.tracked):
            yield Hole(
                key=key,
                what=f"the exclusion {pattern} fits no file",
                remedy=_near(pattern, known) or "delete it",
            )


def _paths(key: str, paths: tuple[str, ...], known: Known) -> Iterator[Hole]:
    if not known.tracked:
        return
    if not Globs(paths).among(known.tracked):
        remedy = _near(paths[0], known) or "correct it, or delete the group"
        yield Hole(key=key, what=f"{', '.join(paths)} fits no file", remedy=remedy)
        return
    yield from _exclusions(key, tuple(path for path in paths if path.startswith("!")), known)


def _near(pattern: str, known: Known) -> str:
    near = nearest(pattern.removeprefix("!").removesuffix("/**"), known.tracked)
    return f"nearest: {', '.join(near)}" if near else ""


def _rule(rule: WrittenRule, settings: Settings, known: Known) -> Iterator[Hole]:
    stage = settings.stages.get(rule.scope.stage)
    if stage is not None and stage.level is Level.OPTIONAL:
        yield Hole(
            key=rule.key,
            what=f"stage {rule.scope.stage} is optional, so this rule cannot change the verdict",
            remedy="give the stage another level, or delete the rule",
        )
    limit = rule.value
    if isinstance(limit, Limit) and limit.required is not None and (why := _harmless(rule, known)):
        yield Hole(
            key=rule.key,
            what=f"a required limit of {int(limit.required):,} can never fail{why}",
            remedy="write a limit that something can miss, or delete it",
        )


def _harmless(rule: WrittenRule, known: Known) -> str:
    """Why nothing can miss the limit; empty where something can."""
    value = rule.value.required
    if rule.row.key == "uncovered":
        files = Globs(rule.scope.paths).among(known.tracked)
        lines = sum(known.lines(path) for path in files)
        return f": the group has {plural(lines, 'line')} in all" if 0 < lines <= value else ""
    if rule.row.key.startswith("max-"):
        return ": no project has so many tests to lose" if value >= _ENORMOUS else ""
    return ": everything reaches it" if value == 0 else ""


def _profiles(settings: Settings) -> Iterator[Hole]:
    for name, profile in settings.profiles.items():
        if not profile.decides and name != FULL:
            continue
        left = [
            stage
            for stage, about in settings.stages.items()
            if about.level is Level.REQUIRED and profile.stages is not None and stage not in profile.stages
        ]
        if left:
            yield Hole(
                key=f"profiles.{name}.stages",
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


def _wild(patterns: Sequence[str]) -> bool:
    return any(not _WILD.isdisjoint(pattern) for pattern in patterns)
