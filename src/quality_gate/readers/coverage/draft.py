"""Coverage while it is being read: one draft per file, finished into frozen values."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Final

from quality_gate.model.coverage import MOST_LINES, Branches, Coverage, FileCoverage, Unit, bits_of
from quality_gate.model.ratio import NOTHING, Ratio
from quality_gate.model.reading import Reading, State
from quality_gate.model.wording import listed
from quality_gate.readers.coverage.allowance import Allowance
from quality_gate.readers.coverage.runs import Run
from quality_gate.readers.coverage.shortfall import nothing, shortfall

_MOST_WAITING: Final = 4096


@dataclass(slots=True)
class FileDraft:
    """What is known of one file so far; `mentions` counts its lines as often as they were listed."""

    allowance: Allowance = field(default_factory=Allowance)
    measured: int = 0
    covered: int = 0
    mentions: int = 0
    ignored: int = 0
    branches: dict[int, Branches] = field(default_factory=dict)
    functions: dict[str, bool] = field(default_factory=dict)
    statements: dict[str, tuple[int, bool]] = field(default_factory=dict)
    counts: Mapping[Unit, Ratio] = field(default_factory=dict)
    too_high: bool = False
    waiting: list[int] = field(default_factory=list)
    waiting_hit: list[int] = field(default_factory=list)

    def add_line(self, line: int, hit: bool) -> None:
        """One measured line; a wrong number is left out."""
        self.mentions += 1
        if not 0 < line <= MOST_LINES:
            self.ignored += 1
            self.too_high = self.too_high or line > MOST_LINES
            return
        self.waiting.append(line)
        if hit:
            self.waiting_hit.append(line)
        if len(self.waiting) >= _MOST_WAITING:
            self.settle()

    def add_all(self, lines: Collection[int], hit: bool) -> None:
        """Measured lines, each as `add_line` takes it, and faster."""
        if lines and (min(lines) < 1 or max(lines) > MOST_LINES):
            for line in lines:
                self.add_line(line, hit)
            return
        self.mentions += len(lines)
        self.waiting += lines
        if hit:
            self.waiting_hit += lines
        if len(self.waiting) >= _MOST_WAITING:
            self.settle()

    def add_lines(self, first: int, last: int, hit: bool) -> None:
        """Every line from the first to the last; bounds that make no sense are left out, and told."""
        if not 0 < first <= last <= MOST_LINES or self.allowance.worked < 0:
            self.too_high = True
            return
        lines = (1 << (last + 1)) - (1 << first)
        self.add_run(Run(lines, lines if hit else 0, last - first + 1))

    def add_run(self, run: Run) -> None:
        """Many measured lines at once."""
        self.mentions += run.count
        self._take(run.measured, run.covered)

    def part(self) -> FileDraft:
        """A draft of its own for one record or class, which `add` then takes in."""
        return FileDraft(Allowance(worked=self.allowance.worked))

    def add(self, part: FileDraft) -> None:
        part.settle()
        self.too_high = self.too_high or part.too_high
        self.ignored += part.ignored
        if part.allowance.worked < 0:
            self.allowance.worked = 0
        self.add_run(Run(part.measured, part.covered, part.mentions))
        for line, views in part.branches.items():
            self.add_branches(line, views)

    def settle(self) -> None:
        """Turns waiting lines into bits: one big integer for many lines, not one for each."""
        if self.waiting and self.allowance.worked > 0:
            measured, covered = bits_of(self.waiting), bits_of(self.waiting_hit)
            self.waiting.clear()
            self.waiting_hit.clear()
            self._take(measured, covered)
        elif self.waiting:
            self.too_high = True
            self.waiting.clear()
            self.waiting_hit.clear()

    def _take(self, measured: int, covered: int) -> None:
        length = measured.bit_length()
        growth = length - self.measured.bit_length()
        self.allowance.worked -= length
        if growth > self.allowance.kept or self.allowance.worked < 0:
            self.too_high = True
            return
        self.allowance.kept -= max(0, growth)
        self.measured |= measured
        self.covered |= covered

    def add_branches(self, line: int, views: Branches) -> None:
        old = self.branches.get(line)
        if old is None:
            self.branches[line] = views
        elif old != views and not self.allowance.copies(old):
            self.too_high = True
        elif old != views:
            joined = FileCoverage(branches={line: old}).joined(FileCoverage(branches={line: views}))
            self.branches[line] = joined.branches[line]

    @property
    def repeats(self) -> bool:
        """Some line was listed twice, or could not be taken: a declared total may then be larger."""
        self.settle()
        return self.ignored > 0 or self.mentions > self.measured.bit_count()

    def finished(self, dialect: str = "") -> FileCoverage:
        """What the file declares of that which it also lists is only compared with it."""
        self.settle()
        listed = dict(zip(Unit, (self.measured, self.branches, self.functions, self.statements), strict=True))
        return FileCoverage(
            self.measured,
            self.covered,
            self.branches,
            {dialect: self.functions} if self.functions else {},
            self.statements,
            {unit: ratio for unit, ratio in self.counts.items() if not listed[unit]},
        )


@dataclass(slots=True)
class Drafts:
    """All files of one report, in the order they were first named."""

    files: dict[str, FileDraft] = field(default_factory=dict)
    doubts: list[str] = field(default_factory=list)  # why the report contradicts itself
    allowance: Allowance = field(default_factory=Allowance)

    def at(self, path: str) -> FileDraft:
        draft = self.files.get(path)
        if draft is None:
            draft = self.files[path] = FileDraft(self.allowance)
        return draft

    def reading(
        self,
        format_name: str,
        declared: Mapping[Unit, Ratio],
        *,
        producer: str = "",
        roots: tuple[str, ...] = (),
        slack: int | None = None,
    ) -> Reading:
        """The finished reading, with its state: empty, suspect or fine; `slack` is that of `shortfall`."""
        coverage = Coverage({path: draft.finished(format_name) for path, draft in self.files.items()})
        doubts = self.doubts + self._too_high() or self._shortfall(coverage, declared, slack)
        state, note = State.OK, "; ".join(doubts)
        lines = coverage.ratio(Unit.LINES) or coverage.ratio(Unit.STATEMENTS) or NOTHING
        if doubts:
            state = State.SUSPECT
        elif not lines.whole:
            state, note = State.EMPTY, nothing(declared)
        return Reading(
            format=format_name,
            state=state,
            note=note,
            coverage=coverage,
            declared=declared,
            producer=producer,
            roots=roots,
        )

    def _too_high(self) -> list[str]:
        names = [path for path, draft in self.files.items() if draft.too_high]
        return [f"names lines above {MOST_LINES:,}, or too many of them, in {listed(names)}"] if names else []

    def _shortfall(self, coverage: Coverage, declared: Mapping[Unit, Ratio], slack: int | None) -> list[str]:
        lines = coverage.ratio(Unit.LINES) or NOTHING
        if Unit.LINES not in declared or not lines.whole:
            return []
        repeated = any(draft.repeats for draft in self.files.values())
        return [] if repeated else shortfall(declared[Unit.LINES], lines, slack)
