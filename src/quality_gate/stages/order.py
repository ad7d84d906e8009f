"""How the jobs of one run are to be run."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction

from quality_gate.model.envelope import Envelope

# Given what the stages handed over, why they could not start, and whether Ctrl-C was pressed.
Look = Callable[[tuple[Envelope, ...], str, Callable[[], bool]], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    jobs_at_once: int = 1
    grace: Fraction = Fraction(10)  # seconds between asking a stage to end and ending it
    fail_fast: bool = False
    setup: str = ""
    teardown: str = ""
    variables: Mapping[str, str] = field(default_factory=dict)  # of the target, for setup and teardown
    look: Look | None = None  # what is done after the stages, while everything still runs
    setup_timeout: Fraction = Fraction(600)  # for every setup and teardown without a time-out of its own
    gate: str = ""
    commit: str = ""
    config: str = ""  # the SHA-256 of the configuration file
    run: str = ""
    attempt: int = 1
    output_cap: int = 8 << 20  # bytes of log per stage, half for its head and half for its tail
    report_cap: int = 1 << 30  # bytes of one report that are copied beside its envelope
