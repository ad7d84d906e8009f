"""Which of its declared reports a stage has really written, and copies of them beside its envelope."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from quality_gate.model.envelope import Freshness, ReportFile
from quality_gate.model.mask import Mask
from quality_gate.model.wording import listed, size_text
from quality_gate.stages.ledger import Ledger
from quality_gate.world.files import Files, Stamp, TooLarge, is_wild
from quality_gate.world.mask_file import mask_file

_ODD: Final = re.compile(r"[^A-Za-z0-9._-]")


@dataclass(frozen=True, slots=True)
class Reports:
    """The declared reports of one job; `folder` is its envelope's."""

    patterns: tuple[str, ...]
    owner: str
    folder: str
    files: Files
    ledger: Ledger
    most: int  # bytes of one report
    mask: Mask = Mask()

    def snapshot(self) -> dict[str, Stamp]:
        """What lies there before the command runs."""
        found: dict[str, Stamp] = {}
        for pattern in self._wanted:
            found.update(self.files.matching([pattern, *self._excluded]))
        return found

    def take(self, before: Mapping[str, Stamp] | None) -> tuple[ReportFile, ...]:
        """Every declared report; without a snapshot another step wrote them, and their time decides."""
        taken: dict[str, ReportFile] = {}
        for pattern in self._wanted:
            names = self._named(pattern) if is_wild(pattern) else [pattern]
            for name in names:
                if name not in taken:
                    taken[name] = self._one(name, before, len(taken) + 1)
            if not names:
                taken[pattern] = self._nothing(pattern, before)
        return tuple(taken.values())

    def put_aside(self, before: Mapping[str, Stamp], attempt: int) -> tuple[ReportFile, ...]:
        """A retry must write its reports anew; what this attempt wrote is kept, to be compared with."""
        kept: dict[str, ReportFile] = {}
        for number, (name, stamp) in enumerate(self.snapshot().items(), 1):
            if before.get(name) != stamp and not self.ledger.is_tracked(name):
                stored = f"attempts/{attempt}/{number}-{_plain_name(name)}"
                kept[stored] = self._stored(name, stamp, stored)
        for stored, report in kept.items():  # only now: one of them may be a link to another
            if report.freshness is Freshness.FRESH:
                self.files.remove(report.path)
            else:
                self.files.move(report.path, f"{self.folder}/{stored}")
        return tuple(kept.values())

    @property
    def _wanted(self) -> list[str]:
        return [pattern.removeprefix("./") for pattern in self.patterns if not pattern.startswith("!")]

    @property
    def _excluded(self) -> list[str]:
        return [pattern for pattern in self.patterns if pattern.startswith("!")]

    def _named(self, glob: str) -> list[str]:
        rivals = self._rivals(glob)
        return [name for name in self.files.matching([glob, *self._excluded]) if name not in rivals]

    def _rivals(self, glob: str) -> dict[str, str]:
        """Files that fit and are another job's, each with the job."""
        found = self.files.matching([glob, *self._excluded])
        owners = {name: self.ledger.owner(name, stamp) for name, stamp in found.items()}
        return {name: owner for name, owner in owners.items() if owner not in ("", self.owner)}

    def _nothing(self, glob: str, before: Mapping[str, Stamp] | None) -> ReportFile:
        spoken = [f"{name} already spoke for {rival}" for name, rival in self._rivals(glob).items()]
        if spoken and before is None:
            return _taken(glob, listed(spoken))
        return _missing(glob, "no file of this run matches")

    def _one(self, name: str, before: Mapping[str, Stamp] | None, number: int) -> ReportFile:
        stamp = self.files.stamp(name)
        if stamp is None:
            if self.files.exists(name):
                return _unreadable(name, "it leads nowhere, or may not be looked at")
            return _missing(name)
        if self.ledger.is_tracked(name):
            note = "it is tracked by git"
            return ReportFile(path=name, freshness=Freshness.TRACKED, note=note)
        if old := self._why_old(name, stamp, before):
            return ReportFile(path=name, freshness=Freshness.STALE, note=old)
        if before is None and (rival := self.ledger.claim(name, stamp, self.owner)):
            return _taken(name, f"{name} already spoke for {rival}")
        return self._stored(name, stamp, f"reports/{number}-{_plain_name(name)}")

    def _why_old(self, name: str, stamp: Stamp, before: Mapping[str, Stamp] | None) -> str:
        if before is None:
            return self.ledger.why_old(stamp)
        if before.get(name) != stamp:
            return ""
        owner = self.ledger.owner(name, stamp)
        return (
            f"{owner} wrote it, not this one" if owner else "it was there before, and was not written again"
        )

    def _stored(self, name: str, stamp: Stamp, stored: str) -> ReportFile:
        too_large = f"it is larger than {size_text(self.most)}; raise `limits: report-size`"
        if stamp.size > self.most:
            return _unreadable(name, too_large)
        try:
            sha256, size = self.files.copy(name, f"{self.folder}/{stored}", self.most)
            # The copy is handed on, perhaps as an artifact that anybody can read.
            sha256, size = mask_file(self.files.path(f"{self.folder}/{stored}"), self.mask.many) or (
                sha256,
                size,
            )
        except TooLarge:
            return _unreadable(name, too_large)
        except (OSError, ValueError) as problem:
            return _unreadable(name, getattr(problem, "strerror", None) or str(problem))
        self.ledger.take(name, stamp, self.owner)
        return ReportFile(path=name, stored=stored, sha256=sha256, size=size)


def _missing(path: str, note: str = "") -> ReportFile:
    return ReportFile(path=path, freshness=Freshness.MISSING, note=note)


def _taken(path: str, note: str) -> ReportFile:
    return ReportFile(path=path, freshness=Freshness.TAKEN, note=note)


def _unreadable(path: str, note: str) -> ReportFile:
    return ReportFile(path=path, freshness=Freshness.UNREADABLE, note=note)


def _plain_name(path: str) -> str:
    """A name that every file system and every artifact upload takes."""
    return _ODD.sub("_", path.rsplit("/", 1)[-1])[-100:]
