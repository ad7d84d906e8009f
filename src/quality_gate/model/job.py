"""One piece of work that the plan hands to the stages: a stage, or one shard of one of its variants."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction

from quality_gate.model.verdict import Level


@dataclass(frozen=True, slots=True, kw_only=True)
class Retry:
    """A second try, and only for a declared reason; none declared means any failure."""

    times: int = 0
    exit_codes: tuple[int, ...] = ()
    signals: tuple[str, ...] = ()
    wait: Fraction = Fraction(0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    stage: str
    level: Level = Level.REQUIRED
    run: str = ""  # empty: another step runs it, the gate collects
    needs: tuple[str, ...] = ()
    reports: tuple[str, ...] = ()
    timeout: Fraction | None = None  # seconds
    idle_timeout: Fraction | None = None
    retry: Retry = Retry()
    env: Mapping[str, str] = field(default_factory=dict)
    env_file: str = ""
    ports: tuple[str, ...] = ()  # variables that receive a free local port
    mutex: str = ""  # jobs with the same word never run at the same time
    working_directory: str = ""
    setup: str = ""
    teardown: str = ""
    shard: int = 1
    shards: int = 1
    variant: Mapping[str, str] = field(default_factory=dict)

    @property
    def folder(self) -> str:
        """A name for its files that no other job of the run has."""
        parts = [self.stage, *(f"{key}={value}" for key, value in sorted(self.variant.items()))]
        parts += [f"{self.shard}of{self.shards}"] if self.shards > 1 else []
        return "-".join(
            "".join(char if char.isalnum() or char in "=._" else "_" for char in part) for part in parts
        )
