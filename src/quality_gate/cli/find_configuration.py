"""Finds the configuration, and with it the root that all paths start from."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from pathlib import Path

from quality_gate.config.places import PLACES
from quality_gate.model.errors import UsageError
from quality_gate.model.wording import listed
from quality_gate.world.console import Console
from quality_gate.world.environment import Environment
from quality_gate.world.git import Git
from quality_gate.world.world import World


def find(start: Path, named: str | None) -> Path | None:
    """The configuration: the one that is named, else the nearest from here up to the repository's root."""
    if named:
        path = start / named
        if not path.is_file():
            raise UsageError(
                f"there is no configuration {named}", "correct --config, or run `quality-gate init`"
            )
        return path
    git = World.at(start, Console(), Environment()).git
    for folder in _up_from(start, git):
        for name in PLACES:
            if (folder / name).is_file():
                return folder / name
            if (folder / name).exists():
                raise UsageError(f"{folder / name} is no file", "remove it, or name another with --config")
    _refuse_to_overlook(git)
    return None


def _up_from(start: Path, git: Git) -> Iterator[Path]:
    """Git is asked only where the first folder has none: asking takes longer than looking."""
    yield start
    top = git.top()
    if top and start.is_relative_to(top):
        yield from (parent for parent in start.parents if parent.is_relative_to(top))


def _refuse_to_overlook(git: Git) -> None:
    """Gates further down are not a repository without a configuration."""
    known = [path for path in git.tracked() if posixpath.basename(path) in PLACES]
    elsewhere = [path for path in known if (git.root / path).is_file()]
    if elsewhere:
        raise UsageError(
            f"there is no configuration here; further down there are: {listed(elsewhere)}",
            "name the one you mean: -C FOLDER or --config FILE",
        )


def placed(file: Path) -> tuple[Path, str]:
    """The root, where the file or a link to it stands (`.github/` is the root), and its path in there."""
    folder = file.parent
    if folder.name == ".github":
        return folder.parent.resolve(), f".github/{file.name}"
    return folder.resolve(), file.name
