"""What a finder proposes: stages, limits, and words that teach."""

from __future__ import annotations

import posixpath
from collections.abc import Mapping
from dataclasses import dataclass, field, replace


@dataclass(frozen=True, slots=True, kw_only=True)
class Stage:
    name: str
    run: str
    setup: str = ""
    reports: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()
    env: Mapping[str, str] = field(default_factory=dict)
    folder: str = ""  # where the command runs
    tests: bool = False  # one of the reports lists test cases
    comments: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """Coverage limits for some files; each limit is the text of a number."""

    name: str
    paths: tuple[str, ...]
    limits: Mapping[str, str]
    per_file: bool = False
    comments: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    found: str = ""  # in one line, for people
    stages: tuple[Stage, ...] = ()
    total: str = ""  # the least total coverage, as it was written
    total_comments: tuple[str, ...] = ()
    groups: tuple[Group, ...] = ()
    coverage_comments: tuple[str, ...] = ()  # what could not be carried over
    lost: tuple[str, ...] = ()  # the same in one line each, to be said aloud

    def within(self, folder: str) -> Proposal:
        """The same for a folder of the repository: reports and paths start at the root."""
        return replace(
            self,
            found=f"{self.found} in {folder}/",
            stages=tuple(_stage_within(stage, folder) for stage in self.stages),
            groups=tuple(
                replace(group, paths=tuple(_within(path, folder) for path in group.paths))
                for group in self.groups
            ),
        )


def _stage_within(stage: Stage, folder: str) -> Stage:
    reports = tuple(_within(path, folder) for path in stage.reports)
    return replace(stage, folder=posixpath.join(folder, stage.folder).rstrip("/"), reports=reports)


def _within(path: str, folder: str) -> str:
    mark, rest = ("!", path[1:]) if path.startswith("!") else ("", path)
    return f"{mark}{folder}/{rest}"
