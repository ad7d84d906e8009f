"""Report path → repository path, also where only case or composed letters differ; never one next door."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from quality_gate.model.coverage import Coverage, FileCoverage
from quality_gate.model.paths import Globs
from quality_gate.model.verdict import Cause, Problem
from quality_gate.model.wording import listed
from quality_gate.readers.candidates import (
    Located,
    candidates,
    folded,
    in_module,
    is_absolute,
    normal,
)
from quality_gate.readers.mounts import settled
from quality_gate.readers.next_door import NOBODY, Neighbours
from quality_gate.readers.path_index import PathIndex, is_fetched

NONE: Final = Globs(())


class Locator:
    """Finds the repository's files.

    `root` is its own absolute path, `modules` are the names of Go's modules, each with its folder.
    """

    def __init__(
        self,
        tracked: Sequence[str],
        root: str = "",
        modules: Iterable[tuple[str, str]] = (),
        neighbours: Neighbours = NOBODY,
    ) -> None:
        self._tracked, self._root, self._modules = tracked, root, tuple(modules)
        self._index = PathIndex(tracked, root, self._modules)
        self._loose: tuple[dict[str, list[str]], PathIndex] | None = None
        self._neighbours = neighbours
        self._known: dict[tuple[str, tuple[str, ...]], Located] = {}

    def locate(self, path: str, roots: tuple[str, ...] = ()) -> Located:
        key = (path, roots)
        if key not in self._known:
            found = self._index.locate(path, roots)
            found = found if found.paths else self._loosely(path, roots)
            self._known[key] = self._neighbours.without_theirs(found, path, roots)
        return self._known[key]

    def like(self, path: str, roots: tuple[str, ...]) -> Located:
        """All files that end as the path does, also where one is no more than this end."""
        return self._neighbours.without_theirs(self._index.like(path, roots), path, roots)

    def spells(self, path: str, roots: tuple[str, ...], file: str) -> bool:
        """Whether the path is the file's own name, and does not only end like it."""
        return self._index.spells(path, roots, file)

    def _loosely(self, path: str, roots: tuple[str, ...]) -> Located:
        """As macOS and Windows may spell it: letters composed otherwise, or in another case."""
        if self._loose is None:
            names: dict[str, list[str]] = {}
            for name in self._tracked:
                names.setdefault(folded(name), []).append(name)
            modules = [(folded(name), folded(folder)) for name, folder in self._modules]
            self._loose = names, PathIndex(list(names), folded(self._root), modules)
        names, index = self._loose
        found = index.locate(folded(path), tuple(map(folded, roots)))
        # A name alone, of a folder that we do not know, is too little where not even that is the same.
        close = [one for one in found.paths if "/" in one or folded(normal(path)) == one]
        return Located(tuple(sorted(name for one in close for name in names[one])))

    def locate_class(self, name: str, report: str = "") -> tuple[str, str] | None:
        """The file of a dotted class name and the rest of it; of several, the one in the report's module."""
        if "/" in name or "\\" in name:
            path = in_module(self.locate(name), report).path
            return (path, "") if path else None
        return self._index.by_class(name, report)


def located(
    coverage: Coverage,
    locator: Locator,
    roots: tuple[str, ...] = (),
    name: str = "the report",
    excluded: Globs = NONE,
) -> tuple[Coverage, tuple[Problem, ...], tuple[str, ...]]:
    """The same coverage under the repository's paths, without foreign files, and what is doubtful.

    Last the foreign ones that are few enough to be no problem: what was fetched or installed is none of ours.
    What nobody wants to judge need not be found: generated code is often none that git knows.
    """
    files: dict[str, FileCoverage] = {}
    unclear: dict[str, Located] = {}
    outside: list[str] = []
    where, rivals = where_they_lead(coverage.files, locator, roots, name)
    for path, file in coverage.files.items():
        found = where[path]
        if found.path is not None and found.path in rivals:
            unclear[found.path] = rivals[found.path]
        elif found.path is not None:
            files[found.path] = files[found.path].joined(file) if found.path in files else file
        elif found.ambiguous:
            unclear[path] = found
        else:
            outside.append(path or "(a file without a name)")
    lost = [path for path in outside if not excludes(excluded, path)]
    foreign = tuple(_foreigners(lost, len(coverage.files) - len(outside) + len(lost), name))
    few = () if foreign else tuple(path for path in lost if not is_fetched(path))
    return Coverage(files), (*_ambiguities(unclear, name), *foreign), few


def excludes(excluded: Globs, path: str) -> bool:
    """Whether the path of a report, which is nowhere here, is none that anybody wants to judge."""
    return excluded.match(normal(path).lstrip("/"))


def where_they_lead(
    paths: Iterable[str], locator: Locator, roots: tuple[str, ...], name: str
) -> tuple[dict[str, Located], dict[str, Located]]:
    """Each path's place, as the report's other paths let it be; and the files that several of them claim.

    A report that knows our file by its own name means another one where only the end is the same. Of two
    such paths without that name, one is somebody else's, and nothing tells which.
    """
    found = {path: in_module(locator.locate(path, roots), name) for path in paths}
    exact = {
        path: one.path for path, one in found.items() if one.path and locator.spells(path, roots, one.path)
    }
    where = settled(found, exact, lambda path: locator.like(path, roots), name)
    known = frozenset(exact.values())
    claims: dict[str, dict[str, str]] = {}
    for path, one in where.items():
        if one.path in known and path not in exact:
            where[path] = Located()
        elif one.path is not None and path not in exact and is_absolute(plain := normal(path)):
            claims.setdefault(one.path, {}).setdefault(folded(plain), path)
    rivals = {file: Located(tuple(by.values())) for file, by in claims.items() if len(by) > 1}
    return where, rivals


def _ambiguities(unclear: dict[str, Located], name: str) -> Iterator[Problem]:
    if unclear:
        said = [f"{path} could be {candidates(found)}" for path, found in unclear.items()]
        fix = (
            "let the tool write paths relative to the repository's root, or name its source folder; "
            "see `quality-gate doctor --paths`"
        )
        yield Problem(Cause.NO_MATCH, f"{name}: {listed(said, 2)}", fix)


def _foreigners(outside: list[str], total: int, name: str) -> Iterator[Problem]:
    if len(outside) * 10 > total:
        which = f"{len(outside):,} of {total:,} files in {name} are not in this repository"
        fix = (
            "run the tests in this checkout, let the tool write relative paths, or leave these files out by "
            "`coverage: {exclude: …}`; "
            "see `quality-gate doctor --paths`"
        )
        yield Problem(Cause.NO_MATCH, f"{which}: {listed(outside, 2)}", fix)
