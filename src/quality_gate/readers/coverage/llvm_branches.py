"""The branches of LLVM's coverage, by file and line, counted as llvm-cov sums them up.

Of a generic function or a template the instance counts in which most were taken. A branch within a
macro stands on the line that uses the macro.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from quality_gate.model.coverage import Branches
from quality_gate.readers.coverage.written_counts import named, note_outcome
from quality_gate.readers.strict_json import Json, NotReadable, as_int, as_list, as_object, is_positive

_EXPANSION: Final = 1  # the kind of a region that is a macro's use
# Where a region names its file, the one that a macro opens there, and its kind; and a branch its file.
_FILE, _EXPANDED_FILE, _KIND, _BRANCH_FILE = 5, 6, 7, 6
_MOST_MACROS: Final = 64  # within each other

Outcome = tuple[int, str, bool]  # line, name, taken


class LlvmBranches:
    """Gathers the instances of all functions; `views` are the branches of each line of one file."""

    def __init__(self) -> None:
        self._best: dict[tuple[str, str], list[Outcome]] = {}

    def add_function(self, path: str, start: str, entry: Json) -> None:
        if not entry.get("branches"):
            return
        regions = as_list(entry.get("regions"), "the regions of a function")
        opened = _uses_of_macros([as_list(region, "a region") for region in regions])
        outcomes: list[Outcome] = []
        for branch in _each(entry, path):
            file = as_int(branch[_BRANCH_FILE] if len(branch) > _BRANCH_FILE else 0) or 0
            place = _place(branch) if file not in opened else f"{start}>{file}>{_place(branch)}"
            outcomes += _outcomes(_line_of_use(branch[0], file, opened), place, branch)
        self._keep(path, start, outcomes)

    def add_file(self, path: str, entry: Json) -> None:
        """For exports without functions: their branches, and those of macros apart."""
        for branch in _each(entry, path):
            self._keep(path, _place(branch), list(_outcomes(branch[0], _place(branch), branch)))
        for value in as_list(entry.get("expansions", []), f"the macros of {path}"):
            use = as_object(value, f"a macro of {path}")
            region = as_list(use.get("source_region"), f"the place of a macro of {path}")
            for branch in _each(use, path):
                place = f"{_place(region)}>{_place(branch)}"
                self._keep(path, place, list(_outcomes(region[0] if region else 0, place, branch)))

    def _keep(self, path: str, instance: str, outcomes: list[Outcome]) -> None:
        known = self._best.setdefault((path, instance), outcomes)
        if sum(hit for *_, hit in outcomes) > sum(hit for *_, hit in known):
            self._best[path, instance] = outcomes

    def views(self) -> Iterator[tuple[str, int, Branches]]:
        by_path: dict[str, dict[int, dict[str, bool]]] = {}
        for (path, _), outcomes in self._best.items():
            lines = by_path.setdefault(path, {})
            for line, name, hit in outcomes:
                note_outcome(lines, line, name, hit)
        for path, lines in by_path.items():
            for line, known in lines.items():
                yield path, line, named("llvm-cov", known)


def _each(entry: Json, path: str) -> Iterator[list[object]]:
    """Start line, column, end line, column, how often true, how often false, and more."""
    for value in as_list(entry.get("branches", []), f"the branches of {path}"):
        branch = as_list(value, f"a branch of {path}")
        if len(branch) < 6:
            raise NotReadable(f"a branch of {path[:200]} is incomplete")
        yield branch


def _place(parts: list[object]) -> str:
    return ":".join(str(part) for part in parts[:4])


def _outcomes(line: object, place: str, branch: list[object]) -> Iterator[Outcome]:
    for name, count in (("true", branch[4]), ("false", branch[5])):
        yield as_int(line) or 0, f"{place} {name}", is_positive(count)


def _uses_of_macros(regions: list[list[object]]) -> dict[int, tuple[object, int]]:
    """By the number of a file that a macro opens: the line of its use, and the file that this line is in."""
    return {
        as_int(region[_EXPANDED_FILE]) or 0: (region[0], as_int(region[_FILE]) or 0)
        for region in regions
        if len(region) > _KIND and region[_KIND] == _EXPANSION
    }


def _line_of_use(line: object, file: int, opened: dict[int, tuple[object, int]]) -> object:
    """Out of macros within macros; a hostile report may go in circles."""
    for _ in range(_MOST_MACROS):
        if file not in opened:
            break
        line, file = opened[file]
    return line
