"""Which lines, branches, functions and statements of which file were executed; it all adds up."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import reduce
from typing import Final, TypeVar

from quality_gate.model import functions as function_sums
from quality_gate.model.functions import Functions
from quality_gate.model.ratio import NOTHING, Ratio

MOST_LINES: Final = 5_000_000  # a higher line number makes a file suspect: a bit set would eat the memory
_ONES: Final = re.compile("1+")
K = TypeVar("K")
V = TypeVar("V")


class Unit(StrEnum):
    LINES = "lines"
    BRANCHES = "branches"
    FUNCTIONS = "functions"
    STATEMENTS = "statements"


@dataclass(frozen=True, slots=True)
class BranchView:
    """The branches that start on one line, as one dialect of reports names or counts them.

    Merging is a join of each part, so order and repetition do not matter: names taken are
    united, names missed lose what was taken, bare counts keep their maximum, and names known
    only as missed (coverage.py's XML) keep what every report missed.
    """

    dialect: str
    taken: frozenset[str] = frozenset()
    missed: frozenset[str] = frozenset()
    part: int = 0
    whole: int = 0
    still_missed: frozenset[str] | None = None

    def joined(self, other: BranchView) -> BranchView:
        taken = self.taken | other.taken
        sets = [view.still_missed for view in (self, other) if view.still_missed is not None]
        return BranchView(
            self.dialect,
            taken,
            (self.missed | other.missed) - taken,
            max(self.part, other.part),
            max(self.whole, other.whole),
            frozenset.intersection(*sets) if sets else None,
        )

    @property
    def ratio(self) -> Ratio:
        whole = max(self.whole, len(self.taken) + len(self.missed))
        known = 0 if self.still_missed is None else self.whole - len(self.still_missed)
        return Ratio(min(whole, max(self.part, len(self.taken), known)), whole)


Branches = tuple[BranchView, ...]  # one view per dialect that spoke of this line


@dataclass(frozen=True, slots=True)
class FileCoverage:
    """One file. Lines are bit sets: bit n is line n, merging is `|`, counting is `bit_count()`."""

    measured: int = 0
    covered: int = 0
    branches: Mapping[int, Branches] = field(default_factory=dict)
    functions: Mapping[str, Functions] = field(default_factory=dict)  # by the dialect that names them
    statements: Mapping[str, tuple[int, bool]] = field(default_factory=dict)  # range → weight, executed
    counts: Mapping[Unit, Ratio] = field(default_factory=dict)  # declared by those that list nothing
    headline: Unit = Unit.LINES

    def joined(self, other: FileCoverage) -> FileCoverage:
        return FileCoverage(
            self.measured | other.measured,
            self.covered | other.covered,
            _merged(self.branches, other.branches, _joined_branches),
            _merged(self.functions, other.functions, function_sums.joined),
            _merged(self.statements, other.statements, lambda a, b: (max(a[0], b[0]), a[1] or b[1])),
            _merged(self.counts, other.counts, Ratio.joined),
            min(self.headline, other.headline),
        )

    def ratio(self, unit: Unit) -> Ratio | None:
        """None when the reports say nothing about this unit.

        Totals can neither cover what is listed nor hide it: they add only what they know beyond it.
        """
        listed, declared = self.listed(unit), self.counts.get(unit)
        if listed is None or declared is None:
            return declared if listed is None else listed
        beyond = max(declared.part - listed.whole, 0)
        return Ratio(listed.part + beyond, max(listed.whole, declared.whole))

    def listed(self, unit: Unit) -> Ratio | None:
        """What stands one by one in the reports; None where none of them lists any."""
        match unit:
            case Unit.LINES if self.measured:
                return Ratio((self.covered & self.measured).bit_count(), self.measured.bit_count())
            case Unit.BRANCHES if self.branches:
                return sum((line_ratio(views) for views in self.branches.values()), NOTHING)
            case Unit.FUNCTIONS if self.functions:
                return function_sums.ratio_of(self.functions)
            case Unit.STATEMENTS if self.statements:
                pairs = self.statements.values()
                return Ratio(sum(w for w, done in pairs if done), sum(w for w, _ in pairs))
        return None

    @property
    def missed_lines(self) -> list[int]:
        return list(lines_of(self.measured & ~self.covered))

    @property
    def missed_runs(self) -> list[tuple[int, int]]:
        return runs_of(self.measured & ~self.covered)

    @property
    def partial_lines(self) -> list[int]:
        """Lines with a branch that was never taken; line 0 holds branches of which no line is known."""
        return sorted(line for line, views in self.branches.items() if line and line_ratio(views).missing)


@dataclass(frozen=True, slots=True)
class Coverage:
    """Files by path: the report's spelling first, the repository's once located."""

    files: Mapping[str, FileCoverage] = field(default_factory=dict)

    def ratio(self, unit: Unit) -> Ratio | None:
        found = [ratio for file in self.files.values() if (ratio := file.ratio(unit)) is not None]
        return sum(found, NOTHING) if found else None

    @property
    def headline(self) -> tuple[str, Ratio]:
        """The ratio people mean by 'coverage', and the unit's name: lines, or Go's statements."""
        units = sorted({file.headline for file in self.files.values()})
        ratios = [ratio for file in self.files.values() if (ratio := file.ratio(file.headline)) is not None]
        return " and ".join(units) or str(Unit.LINES), sum(ratios, NOTHING)

    def only(self, wanted: Callable[[str], bool]) -> Coverage:
        return Coverage({path: file for path, file in self.files.items() if wanted(path)})


def merged(parts: Iterable[Coverage]) -> Coverage:
    """Several reports as one, in any order and any mix of formats."""
    files: dict[str, FileCoverage] = {}
    for part in parts:
        for path, file in part.files.items():
            files[path] = files[path].joined(file) if path in files else file
    return Coverage(files)


def line_ratio(views: Branches) -> Ratio:
    """One line's branches; where dialects differ, the larger count and the better result stand."""
    return views[0].ratio if len(views) == 1 else reduce(Ratio.joined, [view.ratio for view in views])


def bits_of(lines: Iterable[int]) -> int:
    """A bit set of line numbers, built through bytes: one big integer instead of one per line."""
    numbers = list(lines)
    if not numbers:
        return 0
    buffer = bytearray(max(numbers) // 8 + 1)
    for number in numbers:
        buffer[number >> 3] |= 1 << (number & 7)
    return int.from_bytes(buffer, "little")


def lines_of(bits: int) -> Iterator[int]:
    """The line numbers in a bit set, ascending."""
    for first, last in runs_of(bits):
        yield from range(first, last + 1)


def runs_of(bits: int) -> list[tuple[int, int]]:
    """Neighbouring lines as first and last; written out, a bit set is searched as fast as text."""
    spans = [run.span() for run in _ONES.finditer(f"{bits:b}"[::-1])]
    return [(first, behind - 1) for first, behind in spans]


def _joined_branches(one: Branches, other: Branches) -> Branches:
    views = {view.dialect: view for view in one}
    for view in other:
        views[view.dialect] = views[view.dialect].joined(view) if view.dialect in views else view
    return tuple(views[dialect] for dialect in sorted(views))


def _merged(one: Mapping[K, V], other: Mapping[K, V], join: Callable[[V, V], V]) -> Mapping[K, V]:
    if not one or not other:
        return one or other
    both = dict(one)
    for key, value in other.items():
        both[key] = join(both[key], value) if key in both else value
    return both
