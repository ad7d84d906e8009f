"""Generated files that are up to date: the generator runs, nothing may differ then, nothing is put back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from quality_gate.bind.values import Paths, setting
from quality_gate.model.errors import GateError
from quality_gate.model.paths import Globs
from quality_gate.model.probes import Sighting
from quality_gate.model.verdict import Cause, Problem, Spot
from quality_gate.model.wording import plural
from quality_gate.probes.answers import Shortfall, cut, failed, passed, unknown
from quality_gate.probes.command_output import said_by
from quality_gate.probes.files import no_files, repository_paths
from quality_gate.probes.probe import Site
from quality_gate.probes.settings import ProbeSettings
from quality_gate.world.git_diff import CannotCompare, Diff

NAME: Final = "generated"
_HEAD: Final = "HEAD"
_GONE: Final = ""


@dataclass(frozen=True, kw_only=True)
class GeneratedSettings(ProbeSettings):
    generated: str = setting(doc="The command that writes the files anew.", example="make proto")
    paths: Paths = setting(
        default=(), doc="What it writes; anything at all if left out.", example='["src/**/*_pb2.py"]'
    )


SETTINGS: Final = GeneratedSettings


def look(settings: GeneratedSettings, site: Site) -> Sighting:
    expected = f"nothing differs after {cut(f'`{settings.generated}`', 100)}"
    if settings.paths and not Globs(settings.paths).among(repository_paths(site)):
        return unknown(no_files(settings.paths, repository_paths(site)), expected)
    before = _differing(settings.paths, site)
    if isinstance(before, Problem):
        return unknown(before, expected)
    said = said_by(settings.generated, site)
    if said.trouble:
        return unknown(said.trouble, expected)
    if said.exit_code:
        reason = f"exit {said.exit_code}: {said.last_line}"
        return failed(
            expected, "the generator failed", Shortfall(reason=reason, next="run it by hand, and mend it")
        )
    after = _differing(settings.paths, site)
    if isinstance(after, Problem):
        return unknown(after, expected)
    # Where a stage ran the generator before us, only the commit can tell that it was out of date.
    fresh = {} if settings.paths and site.world.environment.ci else before
    return judged(stale_files(fresh, after), expected, settings.generated)


def stale_files(before: Mapping[str, str], after: Mapping[str, str]) -> list[str]:
    """What differs now in another way than it did before."""
    return sorted(path for path in {**before, **after} if before.get(path) != after.get(path))


def judged(stale: list[str], expected: str, command: str) -> Sighting:
    if not stale:
        return passed(expected, "no difference")
    remedy = f"run `{command}`, and commit what it writes"
    got = f"{plural(len(stale), 'file')} out of date"
    return failed(expected, got, Shortfall(next=remedy, spots=[Spot(path) for path in stale]))


def _differing(paths: tuple[str, ...], site: Site) -> dict[str, str] | Problem:
    """Every file that is not as it was committed, with a digest of what it holds now."""
    git = site.world.git
    try:
        if not git.head():
            return Problem(
                Cause.ENVIRONMENT, "there is no commit to compare with", "run it in a git repository"
            )
        names = {**dict.fromkeys(Diff(git, _HEAD).files()), **dict.fromkeys(git.untracked())}
    except (CannotCompare, GateError) as error:
        return Problem(Cause.ENVIRONMENT, f"git cannot compare: {error}", "see `git status`")
    wanted = Globs(paths).among(names) if paths else list(names)
    return {path: _digest(path, site) for path in wanted}


def _digest(path: str, site: Site) -> str:
    try:
        return site.world.files.digest(path)
    except (OSError, ValueError):
        return _GONE
