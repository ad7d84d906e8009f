"""What one stage, shard or variant hands over: what was asked, what ran, how it ended, what it left."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from fractions import Fraction

from quality_gate.model.wording import label_text, part_text, variant_text


class Ended(StrEnum):
    EXITED = "exited"
    KILLED = "killed"  # by a signal that was not ours
    TIMED_OUT = "timed-out"
    IDLE = "idle"  # no output for longer than idle-timeout
    CANCELLED = "cancelled"
    NOT_RUN = "not-run"  # blocked by a need, or not part of what was asked
    ENVIRONMENT = "environment"  # the command is not installed, or a setup failed
    COLLECTED = "collected"  # another step ran it; the gate only took its reports


class Freshness(StrEnum):
    FRESH = "fresh"
    MISSING = "missing"
    STALE = "stale"
    TAKEN = "taken"  # it has spoken for another job already
    TRACKED = "tracked"  # committed to git, so never evidence
    UNREADABLE = "unreadable"  # a folder, a pipe, no permission, too large


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportFile:
    """One declared report, or one file of a matched glob; `stored` is its copy beside the envelope."""

    path: str
    freshness: Freshness = Freshness.FRESH
    note: str = ""
    stored: str = ""
    sha256: str = ""
    size: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Resources:
    """What a stage used: seconds on the clock and on processors, bytes at the peak of its process tree."""

    wall: Fraction = Fraction(0)
    cpu: Fraction = Fraction(0)
    peak: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Attempt:
    """One execution of the command; a retry adds another."""

    ended: Ended
    exit_code: int | None = None
    signal: str = ""
    reason: str = ""
    resources: Resources = Resources()
    reports: tuple[ReportFile, ...] = ()  # of an attempt that was followed by another


@dataclass(frozen=True, slots=True, kw_only=True)
class Envelope:
    stage: str
    shard: int = 1
    shards: int = 1
    variant: Mapping[str, str] = field(default_factory=dict)
    gate: str = ""  # the gate's name: one workflow may hold several
    commit: str = ""  # empty outside a git repository
    run: str = ""  # identity of the workflow run; empty on a laptop
    attempt: int = 1  # of the workflow run, not of the command
    config: str = ""  # the SHA-256 of the configuration file; empty without one
    command: str = ""
    filtered: str = ""  # words that the command was given on top of what is configured: `-k name`
    started: str = ""  # ISO 8601, UTC
    attempts: tuple[Attempt, ...] = ()
    reports: tuple[ReportFile, ...] = ()
    tail: tuple[str, ...] = ()  # the last lines of the log
    log: str = ""  # where the whole log lies, relative to the envelope
    notes: tuple[str, ...] = ()  # for people: "left 2 processes behind; they were ended"
    folder: str = ""  # where this envelope was found; not written

    @property
    def last(self) -> Attempt:
        return self.attempts[-1] if self.attempts else Attempt(ended=Ended.COLLECTED)

    @property
    def label(self) -> str:
        return label_text(self.stage, self.part)

    @property
    def part(self) -> str:
        """What its label says behind the stage."""
        return part_text(self.shard, self.shards, self.variant)

    @property
    def variant_label(self) -> str:
        return variant_text(self.variant)
