"""Which report belongs to which job of this run, and what git says about it."""

from __future__ import annotations

import threading
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Final

from quality_gate.model.paths import repo_path
from quality_gate.world.files import Stamp
from quality_gate.world.git import Git
from quality_gate.world.world import World

_HOURS: Final = 24  # what lies there for longer, and no commit tells its age, is of an earlier day


@dataclass(frozen=True, slots=True)
class Ledger:
    """Two stages may share a folder, and even a file: then one of them at a time has written it."""

    root: Path
    git: Git
    tracked: frozenset[str]
    head_time: int | None  # seconds since the epoch
    now: int
    note: str = ""  # what a reader of collected reports should know
    _taken: dict[Path, tuple[Stamp, str]] = field(default_factory=dict)
    _beside: dict[Path, frozenset[str]] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    @classmethod
    def of(cls, world: World) -> Ledger:
        head_time, note = world.git.head_time(), ""
        if head_time is None:
            where = "no commit yet" if world.git.top() else "no git repository"
            note = f"{where}: a collected report's age is not known"
        return cls(
            root=world.files.root,
            git=world.git,
            tracked=frozenset(world.git.tracked()),
            head_time=head_time,
            now=int(datetime.fromisoformat(world.clock.now()).timestamp()),
            note=note,
        )

    def take(self, name: str, stamp: Stamp, owner: str) -> None:
        with self._lock:
            self._taken[self._real(name)] = (stamp, owner)

    def claim(self, name: str, stamp: Stamp, owner: str) -> str:
        """Takes the file for a job; the job that has it already is told instead."""
        with self._lock:
            known = self._taken.setdefault(self._real(name), (stamp, owner))
            if known[0] != stamp:
                known = self._taken[self._real(name)] = (stamp, owner)
        return "" if known[1] == owner else known[1]

    def owner(self, name: str, stamp: Stamp) -> str:
        """The job of this run that the file, as it is now, has spoken for."""
        with self._lock:
            known = self._taken.get(self._real(name))
        return known[1] if known and known[0] == stamp else ""

    def is_tracked(self, name: str) -> bool:
        """By this name, by the one that links lead to, or in a repository within this one."""
        if (repo_path(name) or name) in self.tracked:
            return True
        real, root = self._real(name), self.root.resolve()
        if real.is_relative_to(root) and real.relative_to(root).as_posix() in self.tracked:
            return True
        with self._lock:
            if real.parent not in self._beside:
                self._beside[real.parent] = self.git.tracked_elsewhere(real.parent)
            return real.name in self._beside[real.parent]

    def why_old(self, stamp: Stamp) -> str:
        """Of a file that another step wrote: empty when it may be of this commit."""
        written = stamp.modified // 1_000_000_000
        if self.head_time is not None:
            return "it is older than the commit" if written < self.head_time else ""
        return f"it is older than {_HOURS} hours" if written < self.now - _HOURS * 3600 else ""

    def _real(self, name: str) -> Path:
        return (self.root / name).resolve()
