"""Walks TAP line by line, subtests in subtests, and checks each plan against the points that came."""

from __future__ import annotations

from typing import Final

from quality_gate.model.cases import Case, Outcome, Place
from quality_gate.model.wording import plural
from quality_gate.readers.reader import ReadLimits
from quality_gate.readers.tests.records import Records
from quality_gate.readers.tests.tap_levels import Level, Levels, counts
from quality_gate.readers.tests.tap_lines import (
    BAIL_OUT,
    PLAN,
    TOTAL,
    VERSION,
    Point,
    point_of,
    subtest_name,
)

_MEANT: Final = frozenset("#-}1BTbno")  # what a line of TAP can begin with
_INDENT: Final = 4
_MOST_DOUBTS: Final = 100


class Document:
    """Several TAP streams one after the other are one document, if each of them came to its end."""

    def __init__(self, limits: ReadLimits) -> None:
        self.records = Records(limits)
        self.problem = ""  # why this is not all that there should be
        self.doubts: list[str] = []
        self.notes: list[str] = []
        self.claimed = 0  # failures, in the totals that some tools write at the end
        self.shown = 0
        self._limits = limits
        self._levels = Levels(self._doubt)
        self._point: tuple[Level, Point, Level | None] | None = None
        self._room = 0
        self._block: int | None = None  # the indent of an open diagnostic block
        self._braces: list[tuple[Level, Point]] = []
        self._waiting: list[tuple[Level, Case]] = []  # names of subtests may stand behind them
        self._bailed_out = False

    def feed(self, line: str) -> None:
        if self._block is None and line.lstrip()[:1] not in _MEANT:
            return  # words of the script's own, or nothing
        bare = line.strip()
        indent = len(line) - len(line.lstrip(" "))
        if self._bailed_out or self._is_diagnostic(line, bare, indent) or not bare:
            return
        if found := BAIL_OUT.fullmatch(line):
            self._bail_out(found[1].strip())
        elif bare.startswith("#"):
            self._comment(bare, indent // _INDENT)
        elif indent % _INDENT == 0:
            self._tap(bare, indent // _INDENT)

    def finish(self) -> None:
        """At the end of the input, and before a second stream begins."""
        if self._block is not None:
            self._fail("ends in the middle of a diagnostic block")
        self._settle()
        document = self._levels.go_to(0)
        self._place_waiting()
        if self._bailed_out:
            return
        if document.plan is None:
            self._fail("has no plan: it was cut off, or the tool that wrote it was killed")
        elif document.points < document.plan:
            ran = f"planned {plural(document.plan, 'test')} and ran {document.points:,}"
            self._fail(f"{ran}: the tool that wrote it ended too soon")
        elif document.points > document.plan:
            self._doubt(f"planned {plural(document.plan, 'test')} and ran {document.points:,}")
        elif document.skipped:
            self.notes.append(f"skipped as a whole: {document.skipped}")

    def _doubt(self, doubt: str) -> None:
        if len(self.doubts) < _MOST_DOUBTS:
            self.doubts.append(doubt)

    def _fail(self, problem: str) -> None:
        self.problem = self.problem or problem

    def _is_diagnostic(self, line: str, bare: str, indent: int) -> bool:
        if self._point is None:
            return False
        level, point, _ = self._point
        if self._block is None:
            starts = bare == "---" and indent > level.depth * _INDENT
            self._block = indent if starts else None
            return starts
        if bare and indent < self._block:  # the block never ended
            self._block = None
            return False
        if bare == "..." and indent == self._block:
            self._block = None
            return True
        point.tell(line)
        self._keep(point, line[self._block :])
        return True

    def _keep(self, point: Point, line: str) -> None:
        if not point.ok and self._room > 0:
            point.lines.append(line[: self._room])
            self._room -= len(line) + 1

    def _comment(self, bare: str, depth: int) -> None:
        name = subtest_name(bare)
        level = self._levels.innermost
        if name is not None and depth <= level.depth + 1:
            self._settle()
            heads_itself = depth == level.depth + 1 and level.announced is None
            level = self._levels.go_to(depth)
            if heads_itself:
                level.call(name)
            else:
                level.announced = name
        elif depth == 0 and (total := TOTAL.fullmatch(bare)):
            self.claimed += int(total[1])
        elif self._point is not None:
            self._keep(self._point[1], bare)

    def _tap(self, bare: str, depth: int) -> None:
        if VERSION.fullmatch(bare):
            if depth == 0:
                self._begin()
        elif bare == "}" and self._braces and self._braces[-1][0].depth == depth:
            self._settle()
            level, point = self._braces.pop()
            self._levels.go_to(depth)
            self._point = (level, point, level.taken())
        elif found := PLAN.fullmatch(bare):
            self._plan(depth, int(found[1]), (found[2] or "").strip())
        else:
            self._meet(depth, point_of(bare))

    def _begin(self) -> None:
        """A second stream, behind a whole first one."""
        document = self._levels.document
        if document.points or document.plan is not None or self._levels.innermost is not document:
            self.finish()
            self._levels = Levels(self._doubt)
            self._braces.clear()

    def _plan(self, depth: int, count: int, reason: str) -> None:
        self._settle()
        level = self._levels.go_to(depth)
        if depth == 0 and level.plan is not None:
            self._begin()
            level = self._levels.document
        level.plan = count
        level.closed = level.points > 0
        level.skipped = reason if count == 0 else ""

    def _meet(self, depth: int, point: Point | None) -> None:
        """Numbers are not compared: node's own are wrong where several files run, and plans count too."""
        if point is None or (point.number is None and not self._levels.expects(depth)):
            return
        self._settle()
        level = self._levels.point_at(depth)
        self._room = self._limits.max_text
        if point.opens:
            level.announced = point.name
            self._braces.append((level, point))
            self._levels.go_to(level.depth + 1)
            return
        subtest = level.taken()
        if subtest is not None and not subtest.name:
            subtest.call(point.name)
        self._point = (level, point, subtest)

    def _settle(self) -> None:
        """All that stands below the last point has been read."""
        if self._point is None:
            return
        level, point, subtest = self._point
        self._point = self._block = None
        self.shown += point.fails
        if counts(point, subtest):
            level.cases += 1
            level.failing += point.fails
            name, text = point.name or f"#{level.points}", "\n".join(point.lines)
            case = Case(Place(), name, point.outcome, False, point.message, point.kind, text)
            self._waiting.append((level, case))
        if level.parent is None:
            self._place_waiting()

    def _place_waiting(self) -> None:
        for level, case in self._waiting:
            self.records.add(level.placed(case))
        self._waiting.clear()

    def _bail_out(self, reason: str) -> None:
        self._settle()
        self._place_waiting()
        message = reason or "the run was given up"
        self.records.add(Case(Place(), "Bail out!", Outcome.ERROR, False, message))
        self._bailed_out = True
