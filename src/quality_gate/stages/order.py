"""How the jobs of one run are to be run."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    jobs_at_once: int = 1
    grace: Fraction = Fraction(10)  # seconds between asking a stage to end and ending it
    fail_fast: bool = False
    setup: str = ""
    teardown: str = ""
    setup_timeout: Fraction = Fraction(600)  # for every setup and teardown without a time-out of its own
    gate: str = ""
    commit: str = ""
    config: str = ""  # the SHA-256 of the configuration file
    run: str = ""
    attempt: int = 1
    output_cap: int = 8 << 20  # bytes of log per stage, half for its head and half for its tail
