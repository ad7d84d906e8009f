"""What a kind of probe is made of: the word the configuration knows it by, its settings, and its look."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any, Final, Protocol

from quality_gate.model.changes import Changes
from quality_gate.model.evidence import StageEvidence
from quality_gate.model.probes import Sighting
from quality_gate.model.verdict import Cause, Status
from quality_gate.probes.settings import LiveSettings, Planned, ProbeSettings
from quality_gate.world.world import World

__all__ = ["NOT_RUN_HERE", "LiveSettings", "Planned", "Probe", "ProbeSettings", "Site"]


def _never() -> bool:
    return False


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """What a probe is given to look with; a look never raises for what it meets."""

    world: World
    timeout: Fraction  # seconds
    target: Mapping[str, str] = field(default_factory=dict)  # host and ports of the chosen environment
    stages: tuple[StageEvidence, ...] = ()  # for probes that look at logs and tests
    changes: Changes | None = None
    since: str = ""  # when this run began, ISO 8601
    may_run: bool = True  # False: nothing is run here, `NOT_RUN_HERE` is the answer of a probe that must
    halted: Callable[[], bool] = _never  # somebody pressed Ctrl-C: end what you have started


NOT_RUN_HERE: Final = Sighting(
    status=Status.UNKNOWN,
    cause=Cause.NOT_RUN,
    reason="it runs a command, and nothing is run here",
    next="use `quality-gate run`",
)


class Probe(Protocol):
    """One kind of probe; a module fills it. Its NAME is the key that tells it from the others."""

    @property
    def NAME(self) -> str: ...  # noqa: N802 (a constant of the module)

    @property
    def SETTINGS(self) -> type[ProbeSettings]: ...  # noqa: N802 (likewise)

    def look(self, settings: Any, site: Site) -> Sighting: ...
