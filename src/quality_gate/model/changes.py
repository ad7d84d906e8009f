"""What this commit changes against its base: files, and the lines it adds or edits."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class Change(StrEnum):
    ADDED = "added"
    EDITED = "edited"
    RENAMED = "renamed"  # perhaps edited, too
    DELETED = "deleted"


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangedFile:
    """`lines` is a set of line numbers of the new file, as coverage keeps them: bit n is line n."""

    change: Change
    lines: int = 0
    before: str = ""  # the old path, where it was renamed
    binary: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Changes:
    base: str  # the commit that this one is compared with
    files: Mapping[str, ChangedFile] = field(default_factory=dict)

    @property
    def renames(self) -> dict[str, str]:
        """The old path of each renamed file, and its new one."""
        return {file.before: path for path, file in self.files.items() if file.before}

    @property
    def touched(self) -> frozenset[str]:
        """A renamed file is touched where it lay, too."""
        return frozenset((*self.files, *self.renames))
