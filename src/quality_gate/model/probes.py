"""What a look at something live, or at something lying there, has shown."""

from __future__ import annotations

from dataclasses import dataclass

from quality_gate.model.verdict import Cause, Level, Spot, Status


@dataclass(frozen=True, slots=True, kw_only=True)
class Sighting:
    """The answer of one look, in the words of a ruling; `attempts` tells each try of a look that waits."""

    status: Status
    cause: Cause | None = None  # only where the status is unknown
    expected: str = ""
    got: str = ""
    distance: str = ""
    reason: str = ""
    next: str = ""
    spots: tuple[Spot, ...] = ()
    attempts: tuple[str, ...] = ()  # "0.0 s: connection refused", "1.2 s: 503", "2.4 s: 200"


@dataclass(frozen=True, slots=True, kw_only=True)
class ProbeEvidence:
    """One probe of the configuration, and what it saw; no sighting means that nobody looked."""

    name: str
    kind: str  # the word that the configuration knows it by: "http", "same", "logs"
    level: Level = Level.REQUIRED
    sighting: Sighting | None = None
    help: str = ""  # a text or an address for whoever must mend it
