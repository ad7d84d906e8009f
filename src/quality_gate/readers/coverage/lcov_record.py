"""One record of an LCOV tracefile: what stands between SF and end_of_record."""

from __future__ import annotations

import re
from collections import Counter
from typing import ClassVar, Final

from quality_gate.model.coverage import MOST_LINES, Branches, Unit, bits_of
from quality_gate.model.ratio import Ratio
from quality_gate.readers.coverage.draft import FileDraft
from quality_gate.readers.coverage.lcov_branches import ViewCache
from quality_gate.readers.coverage.runs import Run
from quality_gate.readers.coverage.written import ran, ratio_or_none

_FEW_DIGITS: Final = 10
_NUMBER: Final = re.compile(rb"[+-]?\d{1,40}\Z")
_FUNCTION: Final = re.compile(rb"(\d{1,18})(?:,\d+)?,(.+)\Z", re.DOTALL)
_GROUP: Final = re.compile(rb"(\d+),(\d{1,18})(?:,\d+)?\Z")
_PLAIN_BRANCHES: Final = re.compile(rb"(?:BRDA:\d{1,9},[^\n]*+\n)++")
_BRANCHES_OF_LINE: Final = re.compile(rb"BRDA:(\d++),([^\n]*+\n(?:BRDA:\1,[^\n]*+\n)*+)")
_PAIRS: Final = (
    (Unit.LINES, b"LH", b"LF"),
    (Unit.BRANCHES, b"BRH", b"BRF"),
    (Unit.FUNCTIONS, b"FNH", b"FNF"),
)


class Record:
    """Collects one record; `take` refuses a line that does not hold what its tag says."""

    TAGS: ClassVar = frozenset(
        (b"DA", b"BRDA", b"FN", b"FNDA", b"FNL", b"FNA", b"LF", b"LH", b"BRF", b"BRH", b"FNF", b"FNH")
    )

    def __init__(self, path: str, draft: FileDraft, views: ViewCache) -> None:
        self.path = path
        self.doubt = ""
        self._draft = draft
        self._views = views
        self._branches: dict[bytes, list[bytes]] = {}
        self._plain_branches: dict[bytes, bytes] = {}  # all of them, where they could be taken at once
        self._functions: list[tuple[str, str]] = []  # name, identity
        self._calls: dict[str, list[bool]] = {}
        self._groups: dict[bytes, str] = {}
        self._groups_hit: dict[bytes, bool] = {}
        self._totals: dict[bytes, int] = {}
        self._own = draft.part()

    def add_run(self, run: Run) -> None:
        self._own.add_run(run)

    def take(self, tag: bytes, value: bytes) -> bool:
        """False where the line is not one of ours, or cannot be read; BRDA goes to `take_branch`."""
        match tag:
            case b"DA":
                return self._take_line(value)
            case b"FN" | b"FNDA" | b"FNL" | b"FNA":
                return self._take_function(tag, value)
            case b"LF" | b"LH" | b"BRF" | b"BRH" | b"FNF" | b"FNH":
                number = value.strip()
                if _NUMBER.match(number):
                    self._totals[tag] = int(number)
                return True  # what a tool declares wrongly, it declares; the lines decide
        return False

    def take_branches(self, text: bytes) -> bool:
        """Lines of nothing but BRDA at once; False, and nothing taken, where that may not be the same."""
        if self._branches or self._plain_branches or not _PLAIN_BRANCHES.fullmatch(text):
            return False
        groups = _BRANCHES_OF_LINE.findall(text)
        plain = {number: rest[:-1].replace(b"\nBRDA:%b," % number, b"\n") for number, rest in groups}
        if len(plain) < len(groups):  # a line of the source that comes again
            return False
        self._plain_branches = plain
        return True

    def take_branch(self, value: bytes) -> None:
        number, _, branch = value.partition(b",")
        if number in self._branches:
            self._branches[number].append(branch)
        else:
            self._branches[number] = [branch]

    def _take_line(self, value: bytes) -> bool:
        number, comma, rest = value.partition(b",")
        hit = _ran(rest.partition(b",")[0])
        if not comma or hit is None:
            return False
        self._own.add_line(_line_number(number), hit)
        return True

    def _take_function(self, tag: bytes, value: bytes) -> bool:
        if tag == b"FNL":
            group = _GROUP.match(value.strip())
            if group:
                self._groups[group[1]] = f"{int(group[2])}:"
            return group is not None
        if tag == b"FNA":
            index, _, rest = value.partition(b",")
            hit = _ran(rest.partition(b",")[0])
            self._groups_hit[index] = self._groups_hit.get(index, False) or bool(hit)
            return hit is not None
        if tag == b"FN":
            found = _FUNCTION.match(value)
            if found:
                name = found[2].decode("utf-8", "replace").strip()
                self._functions.append((name, f"{int(found[1])}:{name}"))
            return found is not None
        count, comma, called = value.partition(b",")
        hit = _ran(count)
        if comma and hit is not None:
            self._calls.setdefault(called.decode("utf-8", "replace").strip(), []).append(hit)
        return bool(comma) and hit is not None

    def finished(self) -> dict[Unit, Ratio]:
        """Adds all to the file's draft; returns what the record declares of itself."""
        self._finish_branches()
        self._finish_functions()
        own, draft = self._own, self._draft
        draft.add(own)
        declared = {
            unit: ratio
            for unit, part, whole in _PAIRS
            if (ratio := ratio_or_none(self._totals.get(part), self._totals.get(whole))) is not None
        }
        lines = declared.get(Unit.LINES)
        listed = own.measured.bit_count()
        # Some producers count a closure's lines twice; a record that lost lines lacks more than a few.
        if lines and listed and lines.whole * 9 > listed * 10 and not self._explained(lines.whole):
            self.doubt = f"{self.path} declares {lines.whole:,} lines but lists {listed:,}"
        elif lines is None and (self._totals.get(b"LF") or 0) > 0 and not listed:
            self.doubt = f"{self.path} declares lines in a way that cannot be"
        draft.counts = {**draft.counts, **{u: r.joined(draft.counts.get(u, r)) for u, r in declared.items()}}
        return declared

    def _explained(self, declared: int) -> bool:
        """By lines listed twice, or by functions that start on one: gcovr counts a line for each of them."""
        starts = Counter(identity.partition(":")[0] for _, identity in self._functions)
        most = max(starts.values(), default=1)
        return self._own.repeats or declared * 9 <= self._own.measured.bit_count() * 10 * most

    def _finish_branches(self) -> None:
        fresh: dict[int, Branches] = {}
        taken: list[int] = []
        joined = {number: b"\n".join(branches) for number, branches in self._branches.items()}
        for number, text in {**self._plain_branches, **joined}.items():
            line = _line_number(number)
            found = self._views.view(text)
            if found is None:
                first = text.partition(b"\n")[0]
                self.doubt = f"a branch of {self.path} cannot be read: {first[:60]!r}"
            elif not 0 < line <= MOST_LINES:
                self._own.add_line(line, hit=False)
            elif found[0]:
                fresh[line] = found[0]
                if found[1]:
                    taken.append(line)
        if self._draft.branches:
            for line, views in fresh.items():
                self._draft.add_branches(line, views)
        else:
            self._draft.branches = fresh
        self._own.settle()
        only_here = bits_of(fresh) & ~self._own.measured
        self._own.add_run(Run(only_here, bits_of(taken) & only_here, only_here.bit_count()))

    def _finish_functions(self) -> None:
        functions = self._draft.functions
        for index, identity in self._groups.items():
            functions[identity] = functions.get(identity, False) or self._groups_hit.get(index, False)
        turn: dict[str, int] = {}
        times = Counter(name for name, _ in self._functions)
        for name, identity in self._functions:
            calls = self._calls.get(name, [])
            # One name on several lines: the counts come in the order of the functions, or not at all.
            exact = len(calls) > 1 and len(calls) == times[name]
            hit = calls[turn.get(name, 0)] if exact else any(calls)
            turn[name] = turn.get(name, 0) + 1
            functions[identity] = functions.get(identity, False) or hit


def _ran(count: bytes) -> bool | None:
    return ran(count.decode("ascii", "replace"))


def _line_number(text: bytes) -> int:
    if len(text) < _FEW_DIGITS and text.isdigit():
        return int(text)
    text = text.strip()
    return int(text) if _NUMBER.match(text) else 0
