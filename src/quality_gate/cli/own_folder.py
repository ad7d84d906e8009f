"""Sees to it that what the gate deletes and writes lies in its own folder, and not where a link leads."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from quality_gate.model.errors import CannotWork
from quality_gate.model.output import ENVELOPES, FOLDER
from quality_gate.world.world import World


def refuse_links(world: World, *, deep: bool) -> None:
    """Deep: also what lies in the envelopes, where it is not deleted first."""
    folder, envelopes = world.files.path(FOLDER), world.files.path(ENVELOPES)
    for path in (folder, envelopes, folder / ".gitignore", *(_below(envelopes) if deep else ())):
        if path.is_symlink():
            shown = path.relative_to(world.files.root).as_posix()
            raise CannotWork(
                f"{shown} is a link, and nothing is written where it leads", "remove the link, also from git"
            )


def forget_outputs(world: World, base: str) -> None:
    """An earlier verdict must not stand where this one is looked for, even if this run comes to none."""
    from quality_gate.publishers.table import FILES

    for name in FILES:
        path = world.files.path(name)
        with suppress(OSError):  # what cannot be removed cannot be written either, as its outlet will say
            if not (base and Path(base).exists() and path.samefile(base)):
                path.unlink()


def _below(folder: Path) -> Iterator[Path]:
    for parent, folders, files in os.walk(folder):
        yield from (Path(parent, name) for name in (*folders, *files))
