"""What the command line asks for, beyond the configuration."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True, kw_only=True)
class Wishes:
    profile: str = "full"
    stages: tuple[str, ...] = ()  # --stage, repeatable
    first: str = ""  # --from
    last: str = ""  # --until
    shard: tuple[int, int] | None = None  # --shard 2/4
    variant: Mapping[str, str] = field(default_factory=dict)  # --variant os=ubuntu-latest
    collect_only: bool = False  # `check` runs nothing
    reports: tuple[str, ...] = ()  # `check REPORT…`
    system: str = ""  # this machine's: variants of another one cannot run here; empty keeps all
    fail_fast: bool = False

    @property
    def partial(self) -> bool:
        return bool(self.stages or self.first or self.last or self.shard or self.variant)
