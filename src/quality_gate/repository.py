"""What the repository says about its own files: which there are, and what Go calls their modules."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator, Sequence
from typing import Final

from quality_gate.readers.go_modules import module_name
from quality_gate.readers.locate import Locator
from quality_gate.readers.next_door import NOBODY, Neighbours
from quality_gate.world.world import World

_GO_MOD: Final = "go.mod"


def known_files(world: World) -> tuple[str, ...]:
    """Tracked files and new ones; outside a repository, all that are there."""
    return world.git.known() or tuple(world.files.walk())


def locator_of(files: Sequence[str], world: World) -> Locator:
    around, root = world.git.around(), str(world.files.root)
    neighbours = Neighbours(world.git.folder(), around, files, root) if around else NOBODY
    return Locator(files, root, tuple(_modules(files, world)), neighbours)


def _modules(files: Sequence[str], world: World) -> Iterator[tuple[str, str]]:
    """Each module's name and folder; of one above the gate's folder, the name that this folder has in it."""
    for file in files:
        if posixpath.basename(file) == _GO_MOD and (name := module_name(world.files.text(file) or "")):
            yield name, posixpath.dirname(file)
    top = world.git.top() if any(file.endswith(".go") for file in files) else None
    root = world.files.root.resolve()
    above = [folder for folder in root.parents if top and folder.is_relative_to(top.resolve())]
    for folder in above:
        if name := module_name(world.files.text(str(folder / _GO_MOD)) or ""):
            yield f"{name}/{root.relative_to(folder).as_posix()}", ""
            return
