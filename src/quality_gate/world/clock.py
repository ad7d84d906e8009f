"""The door to time."""

from __future__ import annotations

import time
from dataclasses import dataclass
from datetime import UTC, date, datetime
from fractions import Fraction


@dataclass(frozen=True, slots=True)
class Clock:
    def now(self) -> str:
        """ISO 8601 in UTC, to the second."""
        return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")

    def today(self) -> date:
        """In UTC: a day ends everywhere at the same time."""
        return datetime.now(UTC).date()

    def epoch(self) -> int:
        """Seconds since 1970, as a server's limits are told in."""
        return int(time.time())

    def sleep(self, seconds: Fraction) -> None:
        time.sleep(float(seconds))

    def monotonic(self) -> Fraction:
        """Seconds from some moment on, to the millisecond; only differences mean anything."""
        return Fraction(time.monotonic_ns() // 1_000_000, 1000)
