"""What the command line asks for, beyond the configuration."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from quality_gate.model.output import ARTIFACT
from quality_gate.rules.handed_over import Seal


@dataclass(frozen=True, slots=True, kw_only=True)
class Wishes:
    profile: str = "full"
    stages: tuple[str, ...] = ()  # --stage, repeatable
    levels: tuple[str, ...] = ()  # --level, repeatable: a level, or the name of a stage
    words: tuple[str, ...] = ()  # behind `--`: for the command of the one stage
    first: str = ""  # --from
    last: str = ""  # --until
    probes: tuple[str, ...] = ()  # --probe, repeatable
    target: str = ""  # --target
    handed_target: str = ""  # what others have looked at, where nothing says which target is meant
    any_target: bool = False  # which one does not matter: nothing is looked at
    shard: tuple[int, int] | None = None  # --shard 2/4
    variant: Mapping[str, str] = field(default_factory=dict)  # --variant os=ubuntu-latest
    looks: bool = True  # False: no probe is of interest
    runs_nothing: bool = False  # `conclude`: what ran ran elsewhere
    collect_only: bool = False  # `check` runs nothing
    reports: tuple[str, ...] = ()  # `check REPORT…`
    needs: Mapping[str, str] = field(default_factory=dict)  # --needs: jobs, and how each ended
    may_skip: tuple[str, ...] = ()  # --may-skip: those of them that need not run
    seal: Seal | None = None  # --seal: what another step of this job vouches for
    base: str = ""  # --base, the record of an earlier run
    artifact: str = ARTIFACT  # --base-artifact, what earlier runs have kept theirs as
    base_ref: str = ""  # --base-ref, what the changed lines are counted from
    touched: tuple[str, ...] | None = None  # the paths that this change is about; None: nobody knows
    system: str = ""  # this machine's: variants of another one cannot run here; empty keeps all
    fail_fast: bool = False

    @property
    def partial(self) -> bool:
        parts = (self.stages, self.levels, self.first, self.last, self.probes, self.shard, self.variant)
        return any(parts)
