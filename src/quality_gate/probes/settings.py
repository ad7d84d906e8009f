"""What may be written behind a probe's name, and the probe that comes of it (pure)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from quality_gate.bind.values import Duration, level_setting, setting
from quality_gate.model.verdict import Level


@dataclass(frozen=True, kw_only=True)
class ProbeSettings:
    """What may be written behind every probe's name, whatever its kind."""

    PLACEHOLDERS: ClassVar[tuple[str, ...]] = ()  # words in braces that this kind fills in itself
    READS_REPORTS: ClassVar[bool] = False  # True: it looks at tests, so `site` must hold them

    level: Level = level_setting()
    needs: tuple[str, ...] = setting(
        default=(), doc="Stages that must have passed, or nobody looks.", example="unit"
    )
    timeout: Duration | None = setting(default=None, doc="The most time one look may take.", example="5s")
    help: str = setting(
        default="", doc="A text or an address for whoever must mend it.", example="docs/runbook.md"
    )

    @property
    def reads_changes(self) -> bool:
        """Whether it must know what this commit is compared with."""
        return False


@dataclass(frozen=True, kw_only=True)
class LiveSettings(ProbeSettings):
    """What may be written behind a probe of something that may need a while until it is there."""

    within: Duration | None = setting(
        default=None, doc="Look again and again for so long, until it is as it should be.", example="30s"
    )


@dataclass(frozen=True, slots=True)
class Planned:
    """One probe of the configuration: its name, its kind, and its settings."""

    name: str
    kind: str
    settings: ProbeSettings
