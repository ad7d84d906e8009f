"""What a kind of probe is made of: the word the configuration knows it by, its settings, and its look."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any, Protocol

from quality_gate.bind.values import Duration, setting
from quality_gate.model.changes import Changes
from quality_gate.model.evidence import StageEvidence
from quality_gate.model.probes import Sighting
from quality_gate.model.verdict import Level
from quality_gate.world.world import World


@dataclass(frozen=True, kw_only=True)
class ProbeSettings:
    """What may be written behind every probe's name, whatever its kind."""

    level: Level = setting(
        default=Level.REQUIRED,
        doc="`required` blocks, `recommended` warns, `optional` only reports.",
        example="recommended",
    )
    needs: tuple[str, ...] = setting(
        default=(), doc="Stages that must have passed, or nobody looks.", example="unit"
    )
    timeout: Duration | None = setting(default=None, doc="The most time one look may take.", example="5s")
    help: str = setting(
        default="", doc="A text or an address for whoever must mend it.", example="docs/runbook.md"
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """What a probe is given to look with; a look never raises for what it meets."""

    world: World
    timeout: Fraction  # seconds
    target: Mapping[str, str] = field(default_factory=dict)  # host and ports of the chosen environment
    stages: tuple[StageEvidence, ...] = ()  # for probes that look at logs and tests
    changes: Changes | None = None
    since: str = ""  # when this run began, ISO 8601


class Probe(Protocol):
    """One kind of probe; a module fills it. Its NAME is the key that tells it from the others."""

    @property
    def NAME(self) -> str: ...  # noqa: N802 (a constant of the module)

    @property
    def SETTINGS(self) -> type[ProbeSettings]: ...  # noqa: N802 (likewise)

    def look(self, settings: Any, site: Site) -> Sighting: ...
