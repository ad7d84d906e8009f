"""Joins the tables into the one configuration: nothing below this room knows what a user may write."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, make_dataclass
from functools import cache
from typing import Any, ClassVar, Literal

from quality_gate.bind.binding import bind
from quality_gate.bind.node import Node
from quality_gate.bind.values import Duration, Paths, Positive, Word, setting
from quality_gate.config.names import mistaken_names
from quality_gate.config.settings import Profile, Settings, WrittenRule
from quality_gate.model.errors import ConfigMistakes
from quality_gate.model.outlet import Outlet
from quality_gate.publishers.table import PUBLISHERS
from quality_gate.rules.rule import Row
from quality_gate.rules.scope import Scope
from quality_gate.rules.table import RULES
from quality_gate.stages.settings import StageSettings

SECTIONS = ("stages", "coverage", "tests")  # what a profile's `rules:` may name


@dataclass(frozen=True, kw_only=True)
class _Ruled:
    """A section or a group: its rules are fields that the table has put there."""

    def written(self, section: str, path: str, scope: Scope) -> Iterator[WrittenRule]:
        for row in RULES:
            value = getattr(self, _field_name(row.key), None) if row.section == section else None
            if value is not None and value != ():
                yield WrittenRule(f"{path}.{row.key}", row, value, scope)


@dataclass(frozen=True, kw_only=True)
class _CoverageGroup(_Ruled):
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
class _Coverage(_Ruled):
    exclude: Paths = setting(
        default=(),
        doc="Files that no coverage rule looks at; printed with every verdict.",
        example='["**/*_pb2.py"]',
    )


@dataclass(frozen=True, kw_only=True)
class _TestGroup(_Ruled):
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
class _Tests(_Ruled):
    by: Literal["folder", "file", "class", "suite", "stage"] = setting(
        default="folder", doc="What a row of the module table stands for.", example="folder"
    )


@dataclass(frozen=True, kw_only=True)
class _Profile:
    stages: tuple[str, ...] | None = setting(
        default=None, doc="The stages to run; all of them if left out.", example="[smoke]"
    )
    rules: tuple[Literal["stages", "coverage", "tests"], ...] | None = setting(
        default=None,
        doc="The sections whose rules are judged; all of them if left out.",
        example="[stages, tests]",
    )
    budget: Duration | None = setting(default=None, doc="Taking longer than this is a warning.", example="2m")
    decides: bool = setting(default=False, doc="Whether a run of this profile may say READY.", example="true")


@dataclass(frozen=True, kw_only=True)
class _Outlet:
    SHORTHAND: ClassVar[str] = "name"

    name: Literal[tuple(PUBLISHERS)] = setting(doc="The outlet.", example="summary")  # type: ignore[valid-type]
    required: bool = setting(default=False, doc="Whether its refusal is exit code 4.", example="true")


@cache
def configuration() -> type[Any]:
    """The dataclass that a configuration file is bound to; the schema is generated from it, too."""
    coverage_group = _section(
        "CoverageGroup", _CoverageGroup, (row for row in RULES if row.section == "coverage" and row.in_groups)
    )
    coverage = _section(
        "Coverage",
        _Coverage,
        (row for row in RULES if row.section == "coverage" and row.at_top),
        groups=Mapping[str, coverage_group],
    )
    test_group = _section(
        "TestGroup", _TestGroup, (row for row in RULES if row.section == "tests" and row.in_groups)
    )
    tests = _section(
        "Tests",
        _Tests,
        (row for row in RULES if row.section == "tests" and row.at_top),
        groups=Mapping[str, test_group],
    )
    fields = [
        ("version", Literal[1], setting(doc="The version of this language.", example="1")),
        (
            "name",
            Word | None,
            setting(default=None, doc="The gate's name; default: the folder's.", example="api"),
        ),
        (
            "setup",
            str,
            setting(
                default="",
                doc="Runs before the first stage; its failure is `environment`.",
                example="make up",
            ),
        ),
        (
            "teardown",
            str,
            setting(default="", doc="Always runs, also after a time-out or Ctrl-C.", example="make down"),
        ),
        (
            "jobs",
            Positive,
            setting(default=1, doc="How many independent stages may run side by side.", example="4"),
        ),
        (
            "stages",
            Mapping[str, StageSettings],
            setting(default_factory=dict, doc="The stages, in the order to run.", example="{}"),
        ),
        (
            "coverage",
            coverage | None,
            setting(default=None, doc="Limits on what tests must execute.", example="{total: 95}"),
        ),
        (
            "tests",
            tests | None,
            setting(default=None, doc="Limits on test results.", example="{pass-rate: 100}"),
        ),
        (
            "profiles",
            Mapping[str, _Profile],
            setting(default_factory=dict, doc="Named parts of the gate.", example="{}"),
        ),
        (
            "publish",
            tuple[_Outlet, ...] | None,
            setting(
                default=None, doc="Where the verdict goes; default: everywhere.", example="[console, record]"
            ),
        ),
    ]
    return make_dataclass("Configuration", fields, frozen=True, kw_only=True)


def assemble(node: Node, file: str) -> Settings:
    """The settings of a configuration file; all its mistakes at once if there are any."""
    bound, mistakes = bind(node, configuration())
    mistakes += tuple(mistaken_names(node))
    if mistakes:
        raise ConfigMistakes(file, mistakes)
    return Settings(
        name=bound.name or "",
        setup=bound.setup,
        teardown=bound.teardown,
        jobs=bound.jobs,
        stages=bound.stages,
        exclude=bound.coverage.exclude if bound.coverage else (),
        by=bound.tests.by if bound.tests else "folder",
        rules=tuple(_rules(bound)),
        profiles={
            name: Profile(stages=one.stages, rules=one.rules, budget=one.budget, decides=one.decides)
            for name, one in bound.profiles.items()
        },
        publish=None
        if bound.publish is None
        else tuple(Outlet(one.name, one.required) for one in bound.publish),
    )


def _rules(bound: Any) -> Iterator[WrittenRule]:
    for section in ("coverage", "tests"):
        part = getattr(bound, section)
        if part is not None:
            yield from part.written(section, section, Scope())
            for name, group in part.groups.items():
                yield from group.written(section, f"{section}.groups.{name}", group.scope)


def _section(name: str, base: type[Any], rows: Iterable[Row], groups: Any = None) -> type[Any]:
    fields: list[tuple[str, Any, Any]] = [
        (_field_name(row.key), row.setting | None, setting(default=None, doc=row.doc, example=row.example))
        for row in rows
    ]
    if groups is not None:
        doc = "Limits of their own for some of the files or tests; every group that matches applies."
        fields.append(("groups", groups, setting(default_factory=dict, doc=doc, example="{}")))
    return make_dataclass(name, fields, bases=(base,), frozen=True, kw_only=True)


def _field_name(key: str) -> str:
    return key.replace("-", "_")
