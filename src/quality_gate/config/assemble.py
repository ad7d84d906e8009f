"""Joins the tables into the one configuration: nothing below this room knows what a user may write."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import make_dataclass, replace
from functools import cache
from types import GenericAlias
from typing import Any, Final

from quality_gate.bind.binding import bind
from quality_gate.bind.node import Node
from quality_gate.bind.values import setting
from quality_gate.config.names import ALL, NONE, mistaken_names
from quality_gate.config.outlets import outlet_of
from quality_gate.config.probes import planned
from quality_gate.config.sections import (
    CoverageGroupSettings,
    CoverageSettings,
    GateSettings,
    ProfileSettings,
    TestGroupSettings,
    TestsSettings,
    field_name,
)
from quality_gate.config.settings import Profile, Settings, WrittenRule
from quality_gate.config.waivers import Around, mistaken_waivers, waivers_of
from quality_gate.model.errors import ConfigMistakes
from quality_gate.readers.reader import DEFAULT_LIMITS
from quality_gate.rules.rule import NamedRow, Row
from quality_gate.rules.scope import Scope
from quality_gate.rules.table import NAMED, RULES

_ALONE: Final = Around()  # a configuration that is looked at by itself


@cache
def configuration() -> type[Any]:
    """The dataclass that a configuration file is bound to; the schema is generated from it, too."""
    coverage_group = _section(
        "CoverageGroup",
        CoverageGroupSettings,
        (row for row in RULES if row.section == "coverage" and row.in_groups),
    )
    coverage = _section(
        "Coverage",
        CoverageSettings,
        (row for row in RULES if row.section == "coverage" and row.at_top),
        group=(coverage_group, "{payments: {paths: src/payments/**, lines: 100}}"),
    )
    test_group = _section(
        "TestGroup", TestGroupSettings, (row for row in RULES if row.section == "tests" and row.in_groups)
    )
    tests = _section(
        "Tests",
        TestsSettings,
        (row for row in RULES if row.section == "tests" and row.at_top),
        group=(test_group, "{market: {files: tests/market/**, pass-rate: 100}}"),
    )
    sections = [
        ("coverage", coverage | None, _section_setting("Limits on what tests must execute.", "{total: 95}")),
        ("tests", tests | None, _section_setting("Limits on test results.", "{pass-rate: 100}")),
        *(_named(row) for row in NAMED),
    ]
    return make_dataclass("Configuration", sections, bases=(GateSettings,), frozen=True, kw_only=True)


def _named(row: NamedRow) -> tuple[str, Any, Any]:
    kind = GenericAlias(Mapping, (str, row.setting))
    return row.section, kind, setting(default_factory=dict, doc=row.doc, example=row.example)


def _section_setting(doc: str, example: str) -> Any:
    return setting(default=None, doc=doc, example=example)


def assemble(node: Node, file: str, around: Around = _ALONE) -> Settings:
    """The settings of a configuration file; all its mistakes at once if there are any."""
    bound, mistakes = bind(node, configuration())
    mistakes += tuple(mistaken_names(node))
    if bound is not None:
        mistakes += tuple(mistaken_waivers(node, bound.waivers, around))
    if mistakes:
        raise ConfigMistakes(file, mistakes)
    return Settings(
        name=bound.name or "",
        setup=bound.setup,
        teardown=bound.teardown,
        jobs=bound.jobs,
        stages=bound.stages,
        policy=bound.policy,
        mask=bound.mask,
        exclude=bound.coverage.exclude if bound.coverage else (),
        base_required=bound.base is not None,
        by=bound.tests.by if bound.tests else "folder",
        rules=tuple(_rules(bound)),
        targets=bound.targets,
        probes=tuple(planned(name, one) for name, one in bound.probes.items()),
        profiles={name: _profile(one) for name, one in bound.profiles.items()},
        waivers=waivers_of(node, bound.waivers, file, around),
        limits=bound.limits.limits if bound.limits else DEFAULT_LIMITS,
        publish=None if bound.publish is None else tuple(map(outlet_of, bound.publish)),
    )


def _profile(one: ProfileSettings) -> Profile:
    return Profile(
        stages=one.stages,
        rules=one.rules,
        probes=_chosen(one.probes),
        target=one.target,
        budget=one.budget,
        decides=one.decides,
    )


def _chosen(probes: tuple[str, ...] | None) -> tuple[str, ...] | None:
    """None stands for all of them."""
    if probes is None or ALL in probes:
        return None
    return tuple(name for name in probes if name != NONE)


def _rules(bound: Any) -> Iterator[WrittenRule]:
    for section in ("coverage", "tests"):
        part = getattr(bound, section)
        if part is not None:
            excluded = getattr(part, "exclude", ())
            whole = Scope(by=getattr(part, "by", "folder"), excluded=excluded)
            yield from part.written(section, section, whole)
            for name, group in part.groups.items():
                scope = replace(group.scope, excluded=excluded)
                yield from group.written(section, f"{section}.groups.{name}", scope)
    for row in NAMED:
        for name, value in getattr(bound, row.section).items():
            yield WrittenRule(f"{row.section}.{name}", row, value)


def _section(
    name: str, base: type[Any], rows: Iterable[Row], group: tuple[Any, str] | None = None
) -> type[Any]:
    fields: list[tuple[str, Any, Any]] = [
        (field_name(row.key), row.setting | None, setting(default=None, doc=row.doc, example=row.example))
        for row in rows
    ]
    if group is not None:
        kind, example = group
        doc = "Limits of their own for some files or tests; every group that matches applies."
        groups = GenericAlias(Mapping, (str, kind))
        fields.append(("groups", groups, setting(default_factory=dict, doc=doc, example=example)))
    return make_dataclass(name, fields, bases=(base,), frozen=True, kw_only=True)
