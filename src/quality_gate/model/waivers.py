"""A known failure, excused for a while: what it is, which error, why, who cares, and until when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class WaiverKind(StrEnum):
    """What is excused; the word that selects it in the configuration."""

    TESTS = "tests"
    FINDINGS = "findings"
    METRICS = "metrics"
    PROBES = "probes"
    LOGS = "logs"
    RULE = "rule"


class WaiverState(StrEnum):
    """What has become of a waiver in one run."""

    USED = "used"
    EXPIRED = "expired"  # whether or not it still holds in a pull request that has nothing to do with it
    STALE = "stale"  # nothing is left that it could excuse
    UNUSED = "unused"  # what it names fails otherwise, or this run cannot tell


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiver:
    rule: str  # its key in the configuration: "waivers.1"
    kind: WaiverKind
    pattern: str
    expires: date  # the last day on which it holds
    error: str = ""  # another error is not waived
    reason: str = ""
    owner: str = ""
    issue: str = ""
    added: date | None = None
    most: int = 1  # how many may match
    variant: tuple[tuple[str, str], ...] = ()
    file: str = ""  # the file of its own that it stands in; empty for the configuration
    where: str = ""  # file and line of the entry, for messages

    @property
    def title(self) -> str:
        return (
            f"waiver: {self.kind} {self.pattern}"
            if self.kind is not WaiverKind.TESTS
            else f"waiver: {self.pattern}"
        )

    def days_left(self, today: date) -> int:
        """0 on its last day; less than 0 after it."""
        return (self.expires - today).days
