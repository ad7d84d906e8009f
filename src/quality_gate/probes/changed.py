"""Paths that change together: where one is touched, so is the other."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from quality_gate.bind.values import Paths, setting
from quality_gate.model.changes import Changes
from quality_gate.model.paths import Globs
from quality_gate.model.probes import Sighting
from quality_gate.model.verdict import Cause, Problem, Spot, Status
from quality_gate.model.wording import listed, plural
from quality_gate.probes.answers import Shortfall, failed, passed, unknown
from quality_gate.probes.files import no_files, repository_paths
from quality_gate.probes.probe import Site
from quality_gate.probes.settings import ProbeSettings

NAME: Final = "changed"


@dataclass(frozen=True, kw_only=True)
class ChangedSettings(ProbeSettings):
    changed: Paths = setting(doc="Files that do not change alone.", example="src/**")
    together: Paths = setting(
        key="with", doc="Of these files one must change, too.", example="[docs/**, CHANGELOG.md]"
    )

    @property
    def reads_changes(self) -> bool:
        return True


SETTINGS: Final = ChangedSettings


def look(settings: ChangedSettings, site: Site) -> Sighting:
    expected = f"{listed(settings.together)} changes with {listed(settings.changed)}"
    if site.changes is None:
        reason = "what this commit is compared with is not known"
        return unknown(Problem(Cause.NO_BASE, reason, "fetch the base, or give `--base`"), expected)
    known = repository_paths(site)
    for patterns in (settings.changed, settings.together):
        globs = Globs(patterns)
        if not globs.among(known) and not globs.among(site.changes.touched):
            return unknown(no_files(patterns, known), expected)
    return judged(settings, site.changes, expected)


def judged(settings: ChangedSettings, changes: Changes, expected: str) -> Sighting:
    first, second = (
        sorted(Globs(patterns).among(changes.touched)) for patterns in (settings.changed, settings.together)
    )
    if not first:
        reason = f"nothing of {listed(settings.changed)} changed"
        return Sighting(status=Status.SKIPPED, expected=expected, reason=reason)
    beside = f"{plural(len(second), 'file')} of {listed(settings.together)}"
    got = f"{plural(len(first), 'file')} changed, with {beside}"
    if second:
        return passed(expected, got)
    remedy = f"change {listed(settings.together)}, too"
    return failed(expected, got, Shortfall(next=remedy, spots=[Spot(path) for path in first]))
