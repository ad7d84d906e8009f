"""Files of the same repository outside the gate's folder: a path that fits one of them better is not ours."""

from __future__ import annotations

import posixpath
from collections.abc import Iterable
from typing import Final

from quality_gate.readers.candidates import GROUP_END, Located, folded, normal
from quality_gate.readers.suffix_index import indexed


class Neighbours:
    """In a repository of several gates: `folder` is this one's, `files` are those around it, from the top.

    `root` is the absolute path of the folder.
    """

    def __init__(
        self, folder: str = "", files: Iterable[str] = (), ours: Iterable[str] = (), root: str = ""
    ) -> None:
        self._folder = folded(folder)
        # Only a namesake of a file of ours can be taken for it: the others need no place in memory.
        names = {folded(posixpath.basename(path)) for path in ours}
        theirs = [folded(path) for path in files if folded(posixpath.basename(path)) in names]
        self._files = indexed((path, path) for path in theirs)
        self._root = folded(normal(root))
        top = self._root.removesuffix(self._folder)
        self._here = frozenset(top + path for path in theirs) if root else frozenset()

    def without_theirs(self, found: Located, path: str, roots: tuple[str, ...]) -> Located:
        if not (found.paths and self._files.below):
            return found
        plain = normal(path.rpartition(GROUP_END)[2])
        below = (normal(f"{normal(root)}/{plain}") for root in roots)
        spellings = [folded(spelling) for spelling in (plain, *below)]
        # However much the ends agree: `/repo/a.py`, or `../a.py`, ends like `/repo/folder/a.py`.
        if not self._here.isdisjoint(normal(posixpath.join(self._root, one)) for one in spellings):
            return Located()
        theirs = max(map(self._agrees, spellings))
        ours = tuple(
            one
            for one in found.paths
            if max(_common(spelling, f"{self._folder}/{folded(one)}") for spelling in spellings) >= theirs
        )
        return Located(ours)

    def _agrees(self, path: str) -> int:
        """How many segments the end of a path shares with the end of one of the files."""
        node, depth = self._files, 0
        for segment in reversed(path.split("/")):
            if segment not in node.below:
                break
            node = node.below[segment]
            depth += 1
        return depth


def _common(one: str, other: str) -> int:
    depth = 0
    for a, b in zip(reversed(one.split("/")), reversed(other.split("/")), strict=False):
        if a != b:
            break
        depth += 1
    return depth


NOBODY: Final = Neighbours()
