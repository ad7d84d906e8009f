"""The Cobertura elements that matter, gathered into coverage as they open and close."""

from __future__ import annotations

import re
from collections.abc import Iterable
from decimal import Decimal, InvalidOperation
from typing import Final

from quality_gate.model.coverage import MOST_LINES, Branches, BranchView, Unit
from quality_gate.model.ratio import NOTHING, Ratio
from quality_gate.model.reading import Reading
from quality_gate.readers.coverage.cobertura_class import ClassDraft, line_number
from quality_gate.readers.coverage.draft import Drafts
from quality_gate.readers.coverage.runs import Run
from quality_gate.readers.coverage.written import BIGGEST, coverage_py_text, ratio_or_none

_MOST_CACHED: Final = 20_000
_SLACK: Final = 10  # percent: some producers count in ways of their own
_DIALECT: Final = "cobertura"
_COVERAGE_PY_DIALECT: Final = "coverage.py-xml"
_OUT_OF: Final = re.compile(r"\(\s*(-?\d{1,9})\s*/\s*(\d{1,9})\s*\)")
_PERCENT: Final = re.compile(r"\s*(\d{1,3})(?:\.\d*)?\s*%")


class Tree:
    """Where in the document the parser stands, and what has been gathered."""

    def __init__(self, *, by_coverage_py: bool = False) -> None:
        self._drafts = Drafts()
        self._roots: list[str] = []
        self._source: list[str] | None = None
        self._attributes: dict[str, str] | None = None
        self.by_coverage_py = by_coverage_py
        self.wants_text = True
        self._class: ClassDraft | None = None
        self._cache: dict[tuple[int, int, str | None], Branches] = {}

    def start(self, name: str, attributes: dict[str, str]) -> None:
        inside = self._class
        if name == "line":
            if inside is not None:
                inside.start_line(attributes)
        elif name == "condition":
            if inside is not None:
                inside.conditions.append(attributes.get("coverage", ""))
        elif name == "method":
            if inside is not None:
                inside.start_method(attributes)
        elif name == "class":
            self._start_class(attributes)
        elif name == "source":
            self._source = []
        elif self._attributes is None:
            self._attributes = attributes

    def _start_class(self, attributes: dict[str, str]) -> None:
        if self._class is not None:
            self._drafts.doubts = ["a class within a class"]  # whose lines would be lost
        path = attributes.get("filename") or attributes.get("name", "")
        self._class = ClassDraft(self._drafts.at(path), attributes.get("name", ""))

    def end(self, name: str) -> None:
        inside = self._class
        if name == "source" and self._source is not None:
            self._roots.append("".join(self._source).strip())
            self._source = None
        elif inside is None:
            return
        elif name == "line":
            self._end_line(inside)
        elif name == "method":
            inside.end_method()
        elif name == "class":
            inside.end()
            self._class = None

    def text(self, text: str) -> None:
        if self._source is not None:
            self._source.append(text)

    def run(self, run: Run, branches: Iterable[tuple[int, Branches]]) -> None:
        """Many plain lines at once, as if each had been started and ended."""
        if self._class is not None:
            self._class.lines.add_run(run)
            for line, views in branches:
                if views:
                    self._class.lines.add_branches(line, views)

    def views(self, condition: str, missing: str | None) -> Branches:
        """The branches of one line; none where the text does not count them."""
        found = _OUT_OF.search(condition)
        if not found or not int(found[2]):
            return ()
        whole = int(found[2])
        return self._view(max(0, min(int(found[1]), whole)), whole, missing)

    def reading(self, format_name: str = "cobertura") -> Reading:
        declared = _declared(self._attributes or {})
        producer = ""
        if self.by_coverage_py:
            lines, branches = declared.get(Unit.LINES, NOTHING), declared.get(Unit.BRANCHES, NOTHING)
            producer = coverage_py_text(lines.part + branches.part, lines.whole + branches.whole)
        roots = tuple(dict.fromkeys(root for root in self._roots if root))
        return self._drafts.reading(format_name, declared, producer=producer, roots=roots, slack=_SLACK)

    def _end_line(self, inside: ClassDraft) -> None:
        attributes, inside.line = inside.line, None
        conditions, inside.conditions = inside.conditions, []
        number = line_number((attributes or {}).get("number", ""))
        if attributes is None or not 0 < number <= MOST_LINES:
            return
        if attributes.get("branch", "true").strip().lower() != "true":
            return
        views = self.views(attributes.get("condition-coverage", ""), attributes.get("missing-branches"))
        if not views and conditions:
            # Each condition of a jump has two outcomes, and says which share of them was seen.
            shares = [_PERCENT.match(condition) for condition in conditions]
            part = sum(min(2, int(share[1]) * 2 // 100) for share in shares if share)
            views = self._view(part, 2 * len(conditions), None)
        if views:
            inside.lines.add_branches(number, views)

    def _view(self, part: int, whole: int, missing: str | None) -> Branches:
        key = (part, whole, missing)
        known = self._cache.get(key)
        if known is None:
            known = (self._made(part, whole, missing),)
            if len(self._cache) < _MOST_CACHED:
                self._cache[key] = known
        return known

    def _made(self, part: int, whole: int, missing: str | None) -> BranchView:
        if not self.by_coverage_py:
            return BranchView(_DIALECT, part=part, whole=whole)
        names = frozenset(name.strip() for name in (missing or "").split(",") if name.strip())
        # Two exits are both called "exit": then the names cannot tell shards what is still missed.
        still_missed = names if len(names) == whole - part else None
        return BranchView(_COVERAGE_PY_DIALECT, part=part, whole=whole, still_missed=still_missed)


def _declared(attributes: dict[str, str]) -> dict[Unit, Ratio]:
    declared: dict[Unit, Ratio] = {}
    for unit in (Unit.LINES, Unit.BRANCHES):
        part, whole = (_whole(attributes.get(f"{unit}-{end}", "")) for end in ("covered", "valid"))
        ratio = ratio_or_none(part, whole)
        if ratio is not None and ratio.whole:
            declared[unit] = ratio
    return declared


def _whole(text: str) -> int | None:
    """A count, even where it is written as `12.0`; None for NaN and the like."""
    try:
        number = Decimal(text.strip())
        return int(number) if 0 <= number < BIGGEST and number == int(number) else None
    except (InvalidOperation, ValueError, OverflowError):
        return None
