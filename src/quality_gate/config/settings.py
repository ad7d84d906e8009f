"""The whole configuration as values, the way the plan reads it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from quality_gate.model.outlet import Outlet
from quality_gate.model.waivers import Waiver
from quality_gate.probes.settings import Planned
from quality_gate.readers.reader import DEFAULT_LIMITS, ReadLimits
from quality_gate.rules.policy import PolicySettings
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
    probes: tuple[str, ...] | None = None
    target: str = ""
    budget: Fraction | None = None
    decides: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    name: str = ""
    setup: str = ""
    teardown: str = ""
    jobs: int = 1
    stages: Mapping[str, StageSettings] = field(default_factory=dict)
    policy: PolicySettings = PolicySettings()
    mask: tuple[str, ...] = ()  # variables whose values nobody may read
    exclude: tuple[str, ...] = ()
    base_required: bool = False
    by: str = "folder"
    rules: tuple[WrittenRule, ...] = ()
    targets: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    probes: tuple[Planned, ...] = ()
    profiles: Mapping[str, Profile] = field(default_factory=dict)
    waivers: tuple[Waiver, ...] = ()
    limits: ReadLimits = DEFAULT_LIMITS
    publish: tuple[Outlet, ...] | None = None  # None: the default ones
