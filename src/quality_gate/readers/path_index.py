"""The files that a path of a report names exactly, below a root that the report gives, or by their end."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from quality_gate.readers.candidates import (
    GROUP_END,
    MOST_KNOWN,
    Located,
    folded,
    in_module,
    is_absolute,
    normal,
    told_apart,
)
from quality_gate.readers.suffix_index import Node, indexed

# Installed packages: a file of theirs is not ours because it has the name of one at our top level.
_INSTALLED: Final = frozenset(("site-packages", "dist-packages", "node_modules"))
# Where tools keep what they have fetched: nothing of ours is ever installed there.
_FETCHED: Final = tuple(
    tuple(folder.split("/"))
    for folder in (".cargo/registry", "_deps", ".m2", ".gradle", "go/pkg/mod", "vendor/bundle", ".venv")
)
_ENOUGH: Final = 2  # trailing segments in common that outweigh different folders above them


class PathIndex:
    """The repository's files, indexed by their last segments.

    `root` is its own absolute path, `modules` are the names of Go's modules, each with its folder.
    """

    def __init__(
        self, tracked: Sequence[str], root: str = "", modules: Iterable[tuple[str, str]] = ()
    ) -> None:
        self._tracked = frozenset(tracked)
        self._modules = tuple(modules)
        self._root = normal(root).rstrip("/") + "/" if root else ""
        self._files = indexed((path, path) for path in tracked)
        self._stems: Node | None = None

    def locate(self, path: str, roots: tuple[str, ...]) -> Located:
        *groups, inner = path.split(GROUP_END)
        found = self._locate(normal(inner), roots)
        return told_apart(found, groups, roots) if found.ambiguous else found

    def _locate(self, path: str, roots: tuple[str, ...]) -> Located:
        if not path:
            return Located()
        if (inside := self._in_modules(path)) is not None:
            return inside
        if roots and not is_absolute(path):
            # The report says what its paths are relative to: that goes before our own guess.
            below = [normal(f"{normal(root)}/{path}") for root in roots]
            exact = {found for spelling in below if (found := self._exact(spelling))}
            longer = () if exact else self._longest(below, more_than=path.count("/") + 1)
            if exact or longer:
                plain = self._exact(path) if longer else None
                return Located(tuple(sorted({*exact, *longer, *([plain] if plain else [])})))
        if found := self._exact(path):
            return Located((found,))
        return Located() if self._imported(path) else Located(self._longest([path], more_than=0))

    def like(self, path: str, roots: tuple[str, ...]) -> Located:
        """All files that share the longest end with an absolute path, if that is more than a name."""
        ends = list(self._ends(_segments(normal(path))))
        alike = ends[-1].all_paths(MOST_KNOWN) if len(ends) >= _ENOUGH else ()
        return told_apart(Located(tuple(alike)), (), roots)

    def spells(self, path: str, roots: tuple[str, ...], file: str) -> bool:
        """Whether the path is the file's own name: from our root, the report's, or its module's."""
        inner = normal(path.rpartition(GROUP_END)[2])
        below = () if is_absolute(inner) else roots
        names = [inner, *(normal(f"{normal(root)}/{inner}") for root in below)]
        own = {folded(name[len(self._root) :] if self._is_ours(name) else name) for name in names}
        return folded(file) in own or file in (self._in_modules(inner) or Located()).paths

    def _imported(self, path: str) -> bool:
        """Whether Go's import path leads out of all our modules, to a file that only ends alike."""
        host = path.partition("/")[0]
        return bool(self._modules) and path.endswith(".go") and "." in host.strip(".")

    def _in_modules(self, path: str) -> Located | None:
        """Where go.mod says that a Go file is; None where no module has its name in front of the path."""
        named = [
            (name, folder)
            for name, folder in self._modules
            if path.endswith(".go") and path.startswith(f"{name}/")
        ]
        if not named:
            return None
        longest = max(len(name) for name, _ in named)  # a module within another one is not part of it
        spellings = {
            normal(f"{folder}/{path[longest:]}" if folder else path[longest + 1 :])
            for name, folder in named
            if len(name) == longest
        }
        return Located(tuple(sorted((spellings | {path}) & self._tracked)))

    def _longest(self, spellings: list[str], more_than: int) -> tuple[str, ...]:
        """The files that share the longest suffix with one of the spellings."""
        matches = [self._by_suffix(spelling) for spelling in spellings if not self._is_ours(spelling)]
        best = max((length for length, _ in matches), default=0)
        if best <= more_than:
            return ()
        return tuple(sorted({path for length, paths in matches if length == best for path in paths}))

    def _is_ours(self, path: str) -> bool:
        return bool(self._root) and path.lower().startswith(self._root.lower())

    def _exact(self, path: str) -> str | None:
        inside = path[len(self._root) :] if self._is_ours(path) else path
        return inside if inside in self._tracked else None

    def _by_suffix(self, path: str) -> tuple[int, Sequence[str]]:
        """How many trailing segments agree, and the files for which they do."""
        segments = _segments(path)
        absolute = is_absolute(path)
        node, depth = self._files, 0
        whole: tuple[int, Sequence[str]] = (0, ())  # the longest of our paths that the report's ends with
        for depth, node in enumerate(self._ends(segments), 1):
            # `/somewhere/setup.py` may be our `setup.py`; `other/setup.py` says that it is not.
            if node.paths and (depth > 1 or absolute):
                whole = (depth, node.paths)
        if needed := _after_installed(segments):
            return (depth, node.all_paths(MOST_KNOWN)) if depth >= max(needed, _ENOUGH) else (0, ())
        if not depth or whole[0] == depth:
            return whole
        if depth == len(segments) or (absolute and depth >= _ENOUGH):
            return depth, node.all_paths(MOST_KNOWN)
        return whole

    def _ends(self, segments: Sequence[str]) -> Iterator[Node]:
        """What ends as the path does: with its last segment, with its last two, as far as there is any."""
        node = self._files
        for segment in reversed(segments):
            if segment not in node.below:
                return
            node = node.below[segment]
            yield node

    def by_class(self, name: str, report: str) -> tuple[str, str] | None:
        parts = [part for part in re.split(r"[.$]", name) if part]
        for length in range(len(parts), 0, -1):
            found = self._by_stem(parts, length)
            if found:
                path = in_module(Located(tuple(found)), report).path
                return (path, ".".join(parts[length:])) if path else None
        return None

    def _by_stem(self, parts: list[str], length: int) -> Sequence[str]:
        if self._stems is None:
            self._stems = indexed((posixpath.splitext(path)[0], path) for path in self._tracked)
        node = self._stems
        for at in reversed(range(length)):  # a copy of a million parts, a million times, would take days
            if parts[at] not in node.below:
                return ()
            node = node.below[parts[at]]
        return node.paths or node.all_paths(MOST_KNOWN)


def _segments(path: str) -> list[str]:
    return [part for part in path.split("/") if part]


def is_fetched(path: str) -> bool:
    """Whether it lies where packages are installed, or where tools keep what they have fetched."""
    return _after_installed(_segments(normal(path))) > 0


def _after_installed(segments: list[str]) -> int:
    """How many segments at the end must be ours: behind packages, or from the folder of fetched ones on."""
    needed = 0
    for place, segment in enumerate(segments):
        if segment in _INSTALLED:
            needed = len(segments) - place - 1
        elif any(tuple(segments[place : place + len(folder)]) == folder for folder in _FETCHED):
            needed = len(segments) - place
    return needed
