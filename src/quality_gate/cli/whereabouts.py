"""Where the gate runs and for what: repository, commit, event, as the record and every outlet tell it."""

from __future__ import annotations

from pathlib import Path

from quality_gate.config.settings import Settings
from quality_gate.model.context import Context
from quality_gate.model.paths import Globs
from quality_gate.model.subject import subject_of
from quality_gate.version import version
from quality_gate.world.world import World


def context_of(world: World, settings: Settings, config: str, digest: str, profile: str) -> Context:
    environment, here = world.environment, world.git.whereabouts()
    return Context(
        gate=settings.name or world.files.root.name,
        version=version(),
        commit=here.commit,
        tree=here.tree,
        # In CI the commit is judged, whatever steps before have done to the files.
        edited=_not_committed(world, settings) if here.commit and not environment.ci else (),
        branch=environment.get("GITHUB_HEAD_REF") or environment.get("GITHUB_REF_NAME") or world.git.branch(),
        tag=environment.get("GITHUB_REF_NAME") if environment.get("GITHUB_REF_TYPE") == "tag" else "",
        event=environment.get("GITHUB_EVENT_NAME"),
        run=environment.get("GITHUB_RUN_ID"),
        run_url=environment.run_url,
        actor=environment.get("GITHUB_ACTOR"),
        runner=environment.get("RUNNER_NAME") or environment.system,
        attempt=environment.attempt,
        repository=environment.get("GITHUB_REPOSITORY"),
        server_url=environment.get("GITHUB_SERVER_URL"),
        config=config,
        config_digest=digest,
        folder=_folder(here.top, world.files.root.resolve()),
        profile=profile,
        started=world.clock.now(),
        ci=environment.ci,
        github=environment.github,
        subject=subject_of(
            environment.get("GITHUB_EVENT_NAME"), environment.event(), environment.get("GITHUB_SHA")
        ),
    )


def _not_committed(world: World, settings: Settings) -> tuple[str, ...]:
    """Edited files and new ones, but for reports that an earlier run has left."""
    reports = Globs(tuple(report for stage in settings.stages.values() for report in stage.reports))
    return (*world.git.edited(), *(path for path in world.git.untracked() if not reports.match(path)))


def _folder(top: Path | None, root: Path) -> str:
    """The root below the repository's top: several gates may stand in one repository."""
    if top is None or not root.is_relative_to(top.resolve()):
        return ""
    inside = root.relative_to(top.resolve()).as_posix()
    return "" if inside == "." else inside
