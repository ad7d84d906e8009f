"""The open subtests of a TAP stream: their names, their plans, and what they showed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Final

from quality_gate.model.cases import Case, Place
from quality_gate.model.wording import plural
from quality_gate.readers.tests.tap_lines import Point

MOST_LEVELS: Final = 100
_MOST_NAME: Final = 500


@dataclass(slots=True, eq=False)
class Level:
    """One stream of points: the document, or a subtest."""

    parent: Level | None = None
    depth: int = 0
    name: str = ""
    announced: str | None = None  # the subtest that a comment says will follow
    plan: int | None = None
    closed: bool = False  # its plan stands behind its points, as the end of them
    skipped: str = ""  # why nothing was planned
    points: int = 0
    cases: int = 0  # here and below
    failing: int = 0
    _closed: Level | None = None
    _place: Place | None = None

    @property
    def path(self) -> str:
        above = self.parent.path if self.parent else ""
        return " > ".join(name for name in (above, self.name) if name)

    def call(self, name: str) -> None:
        self.name = name[:_MOST_NAME]

    def taken(self) -> Level | None:
        """The subtest that ended and waits for the point that sums it up."""
        closed, self._closed, self.announced = self._closed, None, None
        return closed

    def close(self, subtest: Level) -> None:
        self._closed = subtest
        self.cases += subtest.cases
        self.failing += subtest.failing

    def placed(self, case: Case) -> Case:
        if self._place is None:
            self._place = Place(self.path)
        return replace(case, place=self._place)


class Levels:
    """The way from the document down to the innermost open subtest."""

    def __init__(self, doubt: Callable[[str], None]) -> None:
        self._doubt = doubt
        self._open = [Level()]

    @property
    def document(self) -> Level:
        return self._open[0]

    @property
    def innermost(self) -> Level:
        return self._open[-1]

    def expects(self, depth: int) -> bool:
        """Where a point without a number is due: in an open stream, and in a subtest that was announced."""
        innermost = self._open[-1]
        return depth <= innermost.depth or (depth == innermost.depth + 1 and innermost.announced is not None)

    def go_to(self, depth: int) -> Level:
        if depth > MOST_LEVELS:
            raise ValueError(f"more than {MOST_LEVELS} subtests within each other")
        while len(self._open) > depth + 1:
            self._close(self._open.pop())
        while len(self._open) <= depth:
            above = self._open[-1]
            subtest = Level(above, len(self._open))
            subtest.call(above.announced or "")
            self._open.append(subtest)
        return self._open[-1]

    def point_at(self, depth: int) -> Level:
        level = self.go_to(depth)
        if level.closed:
            level.closed = False
            self._doubt(f"{level.path or 'the report'} goes on behind the plan that ended it")
        level.points += 1
        return level

    def _close(self, level: Level) -> None:
        if level.plan is not None and level.plan != level.points:
            name = level.path or "a subtest"
            self._doubt(f"{name} planned {plural(level.plan, 'test')} and ran {level.points:,}")
        self._open[-1].close(level)


def counts(point: Point, subtest: Level | None) -> bool:
    """The cases of a subtest count instead of the point that sums them up, unless only that one fails."""
    unexplained = point.fails and not (subtest and subtest.failing)
    if point.is_suite or (subtest and subtest.cases and not point.is_test):
        return unexplained
    return True
