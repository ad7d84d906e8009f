"""Which row of the module table a test belongs to."""

from __future__ import annotations

import posixpath
from collections.abc import Callable, Iterable, Iterator
from typing import Final

from quality_gate.model.cases import Cases, Counts, Place, count
from quality_gate.model.evidence import StageEvidence

# Where suites state counts and list no case; a name with slashes serves every way to group.
COUNTS_ONLY: Final = Place(suite="(counts only)", file="(counts only)/", classname="")
_BY: Final[dict[str, Callable[[Place], str]]] = {
    "folder": lambda place: posixpath.dirname(place.file) or _package(place) or "(no folder)",
    "file": lambda place: place.file or place.classname or "(no file)",
    "class": lambda place: "::".join(part for part in (place.file, place.classname) if part) or "(no class)",
    "suite": lambda place: place.suite or "(no suite)",
}


def by_module(stages: Iterable[StageEvidence], by: str) -> dict[str, Counts]:
    """The counts of each module, by its name."""
    cells: dict[str, Counts] = {}
    for stage in stages:
        for place, counts in _by_place(stage.cases) if stage.cases is not None else ():
            name = stage.name if by == "stage" else _BY[by](place)
            cells[name] = cells.get(name, Counts()) + counts
    return dict(sorted(cells.items()))


def _by_place(cases: Cases) -> Iterator[tuple[Place, Counts]]:
    """Counted per place, not per case: a million passing tests stand in few classes."""
    for place, names in cases.passed.items():
        yield place, Counts(passed=len(names))
    for case in cases.others:
        yield case.place, count([case])
    if cases.attributes.total:
        yield COUNTS_ONLY, cases.attributes


def _package(place: Place) -> str:
    """A package with slashes, as Go has them, is the module itself: its dots are those of an address."""
    return place.classname if "/" in place.classname else place.classname.rpartition(".")[0]
