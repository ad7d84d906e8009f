"""What linters and scanners said, how grave it is, and whether they could look at all."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Severity(StrEnum):
    CRITICAL = "critical"
    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"
    NOTE = "note"


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    rule: str
    severity: Severity
    message: str = ""
    path: str = ""
    line: int | None = None
    suppressed: bool = False
    fingerprint: str = ""  # what recognises it in another run; the tool's own, else empty
    waived: str = ""  # the waiver that excuses it


@dataclass(frozen=True, slots=True, kw_only=True)
class Findings:
    tool: str = ""
    findings: tuple[Finding, ...] = ()
    failures: tuple[str, ...] = ()  # what could not be scanned: then nothing found is not clean
    scanned: int | None = None  # how many files or dependencies were looked at, where the tool says so
    notes: tuple[str, ...] = ()

    def count(self, severity: Severity) -> int:
        """Suppressed findings are counted apart."""
        return sum(one.severity is severity and not one.suppressed for one in self.findings)

    @property
    def suppressed(self) -> int:
        return sum(one.suppressed for one in self.findings)
