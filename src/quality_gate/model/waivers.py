"""A known failure, excused for a while: what it is, which error, why, who cares, and until when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiver:
    """`kind` says what is excused: a test, a finding, or the ruling of a rule, a metric or a probe."""

    kind: str  # "tests", "findings", "rule"
    pattern: str
    error: str = ""  # another error is not waived
    reason: str = ""
    owner: str = ""
    issue: str = ""
    added: date | None = None
    expires: date | None = None
    most: int = 1  # how many may match
    variant: tuple[tuple[str, str], ...] = ()
    where: str = ""  # file and line of the entry, for messages
