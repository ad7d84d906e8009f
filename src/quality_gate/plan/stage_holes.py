"""Holes in stages: tests without a report, checks that repair, failures that nobody sees."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from quality_gate.config.settings import Settings
from quality_gate.model.paths import Globs
from quality_gate.model.verdict import Level
from quality_gate.model.wording import listed
from quality_gate.plan.commands import NO_EXIT, hidden, runs_tests, writers
from quality_gate.plan.hole import Hole, Known
from quality_gate.stages.settings import StageSettings

_WILD: Final = frozenset("*?[!")


def stage_holes(
    key: str,
    stage: StageSettings,
    known: Known,
    *,
    judged: bool = False,  # a rule reads what its tool found, so its exit code need not tell
) -> Iterator[Hole]:
    required = stage.level is Level.REQUIRED
    if required and not stage.reports and (call := runs_tests(stage.run)):
        yield Hole(
            key=f"{key}.run",
            what=f"judged by its exit code only: `{call}` runs tests, and no report is named, "
            "so that a run of no test at all would pass",
            remedy="let it write a report (JUnit XML), and name the file under `reports:`",
        )
    for call, instead in writers(stage.run):
        yield Hole(
            key=f"{key}.run", what=f"`{call}` changes files instead of failing", remedy=f"write `{instead}`"
        )
    for said in (one for one in hidden(stage.run) if not (judged and one == NO_EXIT)):
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


def shared_reports(settings: Settings) -> Iterator[Hole]:
    """Whoever writes last is read twice, or found old by the other."""
    owners: list[tuple[str, str]] = []
    for name, stage in settings.stages.items():
        for report in (one for one in stage.reports if not one.startswith("!")):
            other = next((owner for owner, known in owners if owner != name and overlap(report, known)), "")
            if other:
                yield Hole(
                    key=f"stages.{name}.reports",
                    what=f"{report} is a report of stage {other}, too",
                    remedy="let each stage write to a file of its own",
                )
            owners.append((name, report))


def overlap(one: str, other: str) -> bool:
    return (
        one == other
        or (not _wild((one,)) and Globs((other,)).match(one))
        or (not _wild((other,)) and Globs((one,)).match(other))
    )


def _wild(patterns: Sequence[str]) -> bool:
    return any(not _WILD.isdisjoint(pattern) for pattern in patterns)
