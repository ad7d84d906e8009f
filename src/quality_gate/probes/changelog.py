"""A changelog whose newest entry is about this version, dated, and not empty."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import ClassVar, Final

from quality_gate.bind.values import setting
from quality_gate.model.probes import Sighting
from quality_gate.model.verdict import Cause, Problem, Spot
from quality_gate.probes.answers import Shortfall, failed, no_match, passed, unknown
from quality_gate.probes.changelog_entries import Entry, entries_of
from quality_gate.probes.files import known_paths
from quality_gate.probes.probe import Site
from quality_gate.probes.settings import ProbeSettings
from quality_gate.probes.source_settings import ValueSettings
from quality_gate.probes.sources import value_of

NAME: Final = "changelog"
_AHEAD: Final = timedelta(hours=14)  # somewhere on earth it is that late already


@dataclass(frozen=True, kw_only=True)
class ChangelogSettings(ProbeSettings):
    PLACEHOLDERS: ClassVar[tuple[str, ...]] = ("version",)

    changelog: str = setting(doc="The file; the newest entry stands first.", example="CHANGELOG.md")
    version: ValueSettings | None = setting(
        default=None,
        doc="Where the version stands that the newest entry must be about.",
        example="{file: pyproject.toml, key: project.version}",
    )
    dated: bool = setting(default=True, doc="Whether the newest entry must have a date.", example="false")
    tag: str = setting(
        default="", doc="How a tag is written; judged where the run is about a tag.", example='"v{version}"'
    )

    def mistakes(self) -> Iterable[tuple[str, str, str]]:
        if self.tag and "{version}" not in self.tag:
            yield "tag", "the tag does not name the version", "write `v{version}`"


SETTINGS: Final = ChangelogSettings


def look(settings: ChangelogSettings, site: Site) -> Sighting:
    expected = "the newest entry is about this version, dated, and says something"
    path = settings.changelog
    if not site.world.files.exists(path):
        problem = no_match(f"there is no file {path}", path, known_paths(site), "correct the path")
        return unknown(problem, expected)
    text = site.world.files.text(path)
    if text is None:
        return unknown(Problem(Cause.UNREADABLE, f"{path} cannot be read", "mend it"), expected)
    entries = entries_of(text)
    if not entries:
        problem = Problem(
            Cause.NO_MATCH, f"{path} has no entry of a version", "write `## [1.1.0] - 2027-01-15`"
        )
        return unknown(problem, expected)
    version = ""
    if settings.version:
        value = value_of(settings.version, site)
        if isinstance(value, Problem):
            return unknown(value, expected)
        version = value.text
    environment = site.world.environment
    tag = environment.get("GITHUB_REF_NAME") if environment.get("GITHUB_REF_TYPE") == "tag" else ""
    wanted = Wanted(version=version, tag=tag if settings.tag else "", form=settings.tag, dated=settings.dated)
    return judged(path, entries[0], wanted, latest_day(site.world.clock.now()))


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    version: str = ""
    tag: str = ""  # of this run
    form: str = ""  # how a tag is written
    dated: bool = True


def judged(path: str, entry: Entry, wanted: Wanted, latest: date) -> Sighting:
    expected = f"{wanted.version or 'the newest entry'}, dated, and with words"
    misses = list(_misses(entry, wanted, latest))
    got = " ".join(part for part in (entry.version, entry.written_date) if part)
    if not misses:
        return passed(expected, got)
    spots = [Spot(path, entry.line)]
    remedy = f"write the entry of {wanted.version or 'this version'} at the top of {path}"
    return failed(expected, got, Shortfall(reason="; ".join(misses), next=remedy, spots=spots))


def latest_day(now: str) -> date:
    """The latest date that it can be anywhere."""
    return (datetime.fromisoformat(now) + _AHEAD).date()


def _misses(entry: Entry, wanted: Wanted, latest: date) -> Iterator[str]:
    if wanted.version and entry.version != wanted.version:
        yield f"the newest entry is about {entry.version}, the version is {wanted.version}"
    if wanted.dated and entry.date is None:
        yield (
            f"{entry.written_date} is no date such as 2027-01-15" if entry.written_date else "it has no date"
        )
    if entry.date is not None and entry.date > latest:
        yield f"{entry.date} is in the future"
    if not entry.says_something:
        yield "it says nothing"
    tag = wanted.form.replace("{version}", entry.version)
    if wanted.tag and wanted.tag != tag:
        yield f"the tag is {wanted.tag}, not {tag}"
