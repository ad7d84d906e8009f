"""The sections of a configuration file; rules, outlets and stages fill in their own words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import ClassVar, Final, Literal

from quality_gate.bind.values import Duration, Paths, Positive, Word, setting
from quality_gate.config.settings import WrittenRule
from quality_gate.publishers.table import DEFAULT, PUBLISHERS
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

    def mistakes(self) -> Iterable[tuple[str, str, str]]:
        if not any(self.written("coverage", "", Scope())):
            yield "", "the group has no limit", "write one, such as `lines: 100`"

    @property
    def scope(self) -> Scope:
        return Scope(paths=self.paths, per_file=self.per == "file")


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
    rules: tuple[Literal[SECTIONS], ...] | None = setting(  # type: ignore[valid-type]
        default=None,
        doc="The sections whose rules are judged; all of them if left out.",
        example="[stages, tests]",
    )
    budget: Duration | None = setting(default=None, doc="Taking longer than this is a warning.", example="2m")
    decides: bool = setting(default=False, doc="Whether a run of this profile may say READY.", example="true")


@dataclass(frozen=True, kw_only=True)
class OutletSettings:
    SHORTHAND: ClassVar[str] = "name"

    name: Literal[tuple(PUBLISHERS)] = setting(doc="The outlet.", example="summary")  # type: ignore[valid-type]
    required: bool = setting(default=False, doc="Whether its refusal is exit code 4.", example="true")


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
    profiles: Mapping[str, ProfileSettings] = setting(
        default_factory=dict, doc="Named parts of the gate.", example="{quick: {stages: [unit], budget: 2m}}"
    )
    publish: tuple[OutletSettings, ...] | None = setting(
        default=None,
        doc=f"Where the verdict goes; default: {', '.join(DEFAULT)}.",
        example="[console, summary, record, junit]",
    )
