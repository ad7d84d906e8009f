"""The whole configuration as values, the way the plan reads it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from quality_gate.model.outlet import Outlet
from quality_gate.rules.rule import NamedRow, Row
from quality_gate.rules.scope import Scope
from quality_gate.stages.settings import StageSettings


@dataclass(frozen=True, slots=True)
class WrittenRule:
    """A rule that the configuration asks for: its key path, its row in the table, and its value."""

    key: str
    row: Row | NamedRow
    value: Any
    scope: Scope = Scope()


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    stages: tuple[str, ...] | None = None  # None: all of them
    rules: tuple[str, ...] | None = None
    budget: Fraction | None = None
    decides: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    name: str = ""
    setup: str = ""
    teardown: str = ""
    jobs: int = 1
    stages: Mapping[str, StageSettings] = field(default_factory=dict)
    exclude: tuple[str, ...] = ()
    by: str = "folder"
    rules: tuple[WrittenRule, ...] = ()
    profiles: Mapping[str, Profile] = field(default_factory=dict)
    publish: tuple[Outlet, ...] | None = None  # None: the default ones
