"""The sections of a configuration file; rules, outlets and stages fill in their own words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final, Literal

from quality_gate.bind.values import Duration, EnvName, Paths, Positive, Verbatim, Word, setting
from quality_gate.config.limits import LimitSettings
from quality_gate.config.outlets import WrittenOutlet
from quality_gate.config.probes import WrittenProbe
from quality_gate.config.settings import WrittenRule
from quality_gate.config.waiver_settings import WaiverSettings
from quality_gate.publishers.table import DEFAULT
from quality_gate.rules.policy import PolicySettings
from quality_gate.rules.scope import Scope
from quality_gate.rules.table import NAMED, RULES
from quality_gate.stages.settings import StageSettings

# What a profile may leave out.
SECTIONS: Final = ("stages", "coverage", "tests", *(row.section for row in NAMED))


def field_name(key: str) -> str:
    return key.replace("-", "_")


@dataclass(frozen=True, kw_only=True)
class RuledSettings:
    """A section or a group: its rules are fields that the table has put there."""

    def written(self, section: str, path: str, scope: Scope) -> Iterator[WrittenRule]:
        for row in RULES:
            value = getattr(self, field_name(row.key), None) if row.section == section else None
            if value is not None and value != ():
                yield WrittenRule(f"{path}.{row.key}", row, value, scope)


@dataclass(frozen=True, kw_only=True)
class CoverageGroupSettings(RuledSettings):
    paths: Paths = setting(
        doc="The files of this group: gitignore-style globs, `!` excludes.", example="src/payments/**"
    )
    per: Literal["group", "file"] = setting(
        default="group", doc="Whether the group as a whole or each file must keep the limits.", example="file"
    )
    only: Literal["added-files", "changed-files"] | None = setting(
        default=None, doc="Only files that this change adds, or adds and edits.", example="added-files"
    )

    def mistakes(self) -> Iterable[tuple[str, str, str]]:
        if not any(self.written("coverage", "", Scope())):
            yield "", "the group has no limit", "write one, such as `lines: 100`"

    @property
    def scope(self) -> Scope:
        return Scope(paths=self.paths, only=self.only or "", per_file=self.per == "file")


@dataclass(frozen=True, kw_only=True)
class CoverageSettings(RuledSettings):
    exclude: Paths = setting(
        default=(),
        doc="Files that no coverage rule looks at; printed with every verdict.",
        example='["**/*_pb2.py"]',
    )


@dataclass(frozen=True, kw_only=True)
class TestGroupSettings(RuledSettings):
    stage: str = setting(default="", doc="Only the tests of this stage.", example="integration")
    files: Paths = setting(default=(), doc="Only tests in these files.", example="tests/api/market/**")
    names: tuple[str, ...] = setting(
        default=(), doc="Only tests whose identity fits; `*` crosses all.", example='"*failover*"'
    )

    def mistakes(self) -> Iterable[tuple[str, str, str]]:
        if not any(self.written("tests", "", Scope())):
            yield "", "the group has no limit", "write one, such as `pass-rate: 100`"
        if not (self.stage or self.files or self.names):
            yield "", "the group selects nothing of its own", "write `stage:`, `files:` or `names:`"

    @property
    def scope(self) -> Scope:
        return Scope(stage=self.stage, files=self.files, names=self.names)


@dataclass(frozen=True, kw_only=True)
class TestsSettings(RuledSettings):
    by: Literal["folder", "file", "class", "suite", "stage"] = setting(
        default="folder", doc="What a row of the module table stands for.", example="folder"
    )


@dataclass(frozen=True, kw_only=True)
class ProfileSettings:
    stages: tuple[str, ...] | None = setting(
        default=None, doc="The stages to run; all of them if left out.", example="[smoke]"
    )
    probes: tuple[str, ...] | None = setting(
        default=None,
        doc="The probes to look through; `all`, or left out: all of them; `none`.",
        example="[health]",
    )
    target: str = setting(
        default="", doc="The target, unless `--target` says another one.", example="production"
    )
    rules: tuple[Literal[SECTIONS], ...] | None = setting(  # type: ignore[valid-type]
        default=None,
        doc="The sections whose rules are judged; all of them if left out.",
        example="[stages, tests]",
    )
    budget: Duration | None = setting(default=None, doc="Taking longer than this is a warning.", example="2m")
    decides: bool = setting(default=False, doc="Whether a run of this profile may say READY.", example="true")


@dataclass(frozen=True, kw_only=True)
class GateSettings:
    """The top of the file, but for the sections that the table of rules fills."""

    version: Literal[1] = setting(doc="The version of this language.", example="1")
    name: Word | None = setting(default=None, doc="The gate's name; default: the folder's.", example="api")
    setup: str = setting(
        default="", doc="Runs before the first stage; its failure is `environment`.", example="make up"
    )
    teardown: str = setting(
        default="", doc="Always runs, also after a time-out or Ctrl-C.", example="make down"
    )
    jobs: Positive = setting(default=1, doc="How many independent stages may run side by side.", example="4")
    stages: Mapping[str, StageSettings] = setting(
        default_factory=dict, doc="The stages, in the order to run.", example="{unit: {run: make test}}"
    )
    targets: Mapping[Word, Mapping[EnvName, Verbatim]] = setting(
        default_factory=dict,
        doc="Environments to look at, for `--target`; `{host}` in a probe stands for the target's `host`, "
        "and stages see QG_HOST.",
        example="{local: {host: localhost, http: 8080}}",
    )
    probes: Mapping[str, WrittenProbe] = setting(  # type: ignore[valid-type]
        default_factory=dict,
        doc="Looks at something live or lying there, after the stages and before the teardown.",
        example='{health: {http: "http://localhost:8080/health", status: 200, within: 30s}}',
    )
    policy: PolicySettings = setting(
        default=PolicySettings(),
        doc="In a pull request the gate may not become weaker than at the base, unless a label accepts it.",
        example="{accept-label: gate-change}",
    )
    base: Literal["required"] | None = setting(
        default=None,
        doc="With `required`, a rule that compares with a base blocks where there is none; else it warns.",
        example="required",
    )
    mask: tuple[EnvName, ...] = setting(
        default=(),
        doc="Variables whose values are hidden wherever something is written; those called "
        "like a secret are hidden in any case.",
        example="[DATABASE_ADDRESS]",
    )
    profiles: Mapping[str, ProfileSettings] = setting(
        default_factory=dict, doc="Named parts of the gate.", example="{quick: {stages: [unit], budget: 2m}}"
    )
    waivers: tuple[WaiverSettings, ...] = setting(
        default=(),
        doc="Known failures, excused for a while; each stays a failure, in a column of its own.",
        example="{file: quality-gate-waivers.yml}",
    )
    limits: LimitSettings | None = setting(
        default=None,
        doc="How much of a report is taken before it is refused.",
        example="{report-size: 2 GiB}",
    )
    publish: tuple[WrittenOutlet, ...] | None = setting(
        default=None,
        doc=f"Where the verdict goes; default: {', '.join(DEFAULT)}.",
        example="[console, summary, record, {name: comment, when: not-ready}]",
    )
