"""Which of its declared reports a stage has really written, and copies of them beside its envelope."""

from __future__ import annotations

import re
import threading
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from quality_gate.model.envelope import Freshness, ReportFile
from quality_gate.model.paths import repo_path
from quality_gate.world.files import Files, Stamp, is_wild
from quality_gate.world.world import World

_LARGEST: Final = 1 << 30
_ODD: Final = re.compile(r"[^A-Za-z0-9._-]")


@dataclass(frozen=True, slots=True)
class Ledger:
    """Which reports belong to which stage of this run: two stages may share a folder."""

    tracked: frozenset[str]
    head_time: int | None  # seconds since the epoch
    _taken: dict[str, tuple[Stamp, str]] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    @classmethod
    def of(cls, world: World) -> Ledger:
        return cls(frozenset(world.git.tracked()), world.git.head_time())

    def note(self, path: str, stamp: Stamp, owner: str) -> None:
        with self._lock:
            self._taken[path] = (stamp, owner)

    def owner(self, path: str, stamp: Stamp) -> str:
        """The stage of this run that wrote the file as it is now."""
        with self._lock:
            known = self._taken.get(path)
        return known[1] if known and known[0] == stamp else ""


@dataclass(frozen=True, slots=True)
class Reports:
    """The declared reports of one job; `folder` is its envelope's."""

    patterns: tuple[str, ...]
    owner: str
    folder: str
    files: Files
    ledger: Ledger

    def snapshot(self) -> dict[str, Stamp]:
        """What lies there before the command runs."""
        found: dict[str, Stamp] = {}
        for pattern in self._wanted:
            found.update(self.files.matching([pattern, *self._excluded]))
        return found

    def take(self, before: Mapping[str, Stamp] | None) -> tuple[ReportFile, ...]:
        """Every declared report; without a snapshot the commit's time decides what is old."""
        taken: dict[str, ReportFile] = {}
        for pattern in self._wanted:
            names = self._named(pattern) if is_wild(pattern) else [pattern]
            for name in names:
                if name not in taken:
                    taken[name] = self._one(name, before, len(taken) + 1)
            if not names:
                taken[pattern] = _missing(pattern, "no file of this run matches")
        return tuple(taken.values())

    def move_aside(self, before: Mapping[str, Stamp], attempt: int) -> None:
        """A retry must write its reports anew, so what this attempt wrote goes elsewhere."""
        for number, (name, stamp) in enumerate(self.snapshot().items(), 1):
            if before.get(name) != stamp and (repo_path(name) or name) not in self.ledger.tracked:
                self.files.move(name, f"{self.folder}/attempt-{attempt}/{number}-{_plain_name(name)}")

    @property
    def _wanted(self) -> list[str]:
        return [pattern.removeprefix("./") for pattern in self.patterns if not pattern.startswith("!")]

    @property
    def _excluded(self) -> list[str]:
        return [pattern for pattern in self.patterns if pattern.startswith("!")]

    def _named(self, glob: str) -> list[str]:
        found = self.files.matching([glob, *self._excluded])
        return [name for name, stamp in found.items() if self.ledger.owner(name, stamp) in ("", self.owner)]

    def _one(self, name: str, before: Mapping[str, Stamp] | None, number: int) -> ReportFile:
        stamp = self.files.stamp(name)
        if stamp is None:
            if self.files.exists(name):
                return _unreadable(name, "it leads nowhere, or may not be looked at")
            return _missing(name, "it is not there")
        if (repo_path(name) or name) in self.ledger.tracked:
            note = "it is committed to git, so it tells nothing about this run"
            return ReportFile(path=name, freshness=Freshness.TRACKED, note=note)
        if old := self._why_old(name, stamp, before):
            return ReportFile(path=name, freshness=Freshness.STALE, note=old)
        if stamp.size > _LARGEST:
            return _unreadable(name, f"it is larger than {_LARGEST >> 30} GiB")
        return self._stored(name, stamp, number)

    def _why_old(self, name: str, stamp: Stamp, before: Mapping[str, Stamp] | None) -> str:
        if before is not None:
            if before.get(name) != stamp:
                return ""
            owner = self.ledger.owner(name, stamp)
            return (
                f"{owner} wrote it, not this one"
                if owner
                else "it was there before, and was not written again"
            )
        commit = self.ledger.head_time
        old = commit is not None and stamp.modified // 1_000_000_000 < commit
        return "it is older than the commit" if old else ""

    def _stored(self, name: str, stamp: Stamp, number: int) -> ReportFile:
        stored = f"reports/{number}-{_plain_name(name)}"
        try:
            sha256, size = self.files.copy(name, f"{self.folder}/{stored}")
        except (OSError, ValueError) as problem:
            return _unreadable(name, getattr(problem, "strerror", None) or str(problem))
        self.ledger.note(name, stamp, self.owner)
        return ReportFile(path=name, stored=stored, sha256=sha256, size=size)


def _missing(path: str, note: str) -> ReportFile:
    return ReportFile(path=path, freshness=Freshness.MISSING, note=note)


def _unreadable(path: str, note: str) -> ReportFile:
    return ReportFile(path=path, freshness=Freshness.UNREADABLE, note=note)


def _plain_name(path: str) -> str:
    """A name that every file system and every artifact upload takes."""
    return _ODD.sub("_", path.rsplit("/", 1)[-1])[-100:]
