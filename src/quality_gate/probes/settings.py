"""What may be written behind a probe's name, and the probe that comes of it (pure)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from quality_gate.bind.values import Duration, setting
from quality_gate.model.verdict import Level


@dataclass(frozen=True, kw_only=True)
class ProbeSettings:
    """What may be written behind every probe's name, whatever its kind."""

    PLACEHOLDERS: ClassVar[tuple[str, ...]] = ()  # words in braces that this kind fills in itself
    READS_REPORTS: ClassVar[bool] = False  # True: it looks at tests or changes, so `site` must hold them

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
