"""Reads Clover XML of PHPUnit, Istanbul, OpenClover and gcovr; authoritative are the project's metrics.

Lines are those of statements and conditions; a method's own line counts as a function. What the
tests themselves covered (`testproject`) is no coverage of the product, and is left out.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import BinaryIO, Final

from quality_gate.model.coverage import Unit
from quality_gate.model.ratio import Ratio
from quality_gate.model.reading import Reading, invalid
from quality_gate.readers.coverage.draft import Drafts, FileDraft
from quality_gate.readers.coverage.written import ran
from quality_gate.readers.coverage.written_counts import anonymous, counter, whole
from quality_gate.readers.reader import Head, ReadLimits
from quality_gate.readers.xml_stream import read_xml

NAME: Final = "clover"
_TESTS: Final = "testproject"
_ISTANBUL: Final = "3.2.0"  # the version of Clover that Istanbul claims to be
_PAIRS: Final = (
    (Unit.STATEMENTS, "statements"),
    (Unit.BRANCHES, "conditionals"),
    (Unit.FUNCTIONS, "methods"),
)


def recognises(head: Head) -> bool:
    return head.root == "coverage" and ("<project" in head.text or f"<{_TESTS}" in head.text)


def read(stream: BinaryIO, limits: ReadLimits) -> Reading:
    outcome = read_xml(stream, limits, _Tree)
    if outcome.problem:
        return invalid(NAME, outcome.problem)
    return outcome.handler.reading()


@dataclass(slots=True)
class _File:
    """One `<file>` while it is read."""

    path: str
    listed: int = 0
    conditions: list[tuple[int, int, int]] = field(default_factory=list)  # line, true, false
    metrics: dict[Unit, Ratio] = field(default_factory=dict)


class _Tree:
    """Where in the document the parser stands, and what has been gathered."""

    wants_text = False

    def __init__(self) -> None:
        self._drafts = Drafts()
        self._declared: dict[Unit, Ratio] = {}
        self._open: list[str] = []
        self._file: _File | None = None
        self._by_istanbul = False

    def start(self, name: str, attributes: dict[str, str]) -> None:
        self._open.append(name)
        if _TESTS in self._open:
            return
        if name == "line" and self._file is not None:
            self._take_line(self._file, attributes)
        elif name == "metrics":
            self._take_metrics(attributes)
        elif name == "file":
            # Istanbul's `name` has no folders; PHPUnit has no `path`.
            self._file = _File(attributes.get("path") or attributes.get("name", ""))
            self._drafts.at(self._file.path)
        elif name == "coverage":
            self._by_istanbul = attributes.get("clover") == _ISTANBUL

    def end(self, name: str) -> None:
        self._open.pop()
        if name == "file" and self._file is not None:
            self._end_file(self._file)
            self._file = None

    def text(self, _: str) -> None: ...

    def _take_line(self, file: _File, attributes: dict[str, str]) -> None:
        draft = self._drafts.at(file.path)
        number = whole(attributes.get("num")) or 0
        hit = ran(attributes.get("count", "")) is True
        file.listed += 1
        match attributes.get("type", "stmt"):
            case "method":
                name = f"{number}:{attributes.get('name') or attributes.get('signature', '')}"
                draft.functions[name] = draft.functions.get(name, False) or hit
            case "cond":
                true, false = whole(attributes.get("truecount")), whole(attributes.get("falsecount"))
                file.conditions.append((number, true or 0, false or 0))
                draft.add_line(number, hit or ("count" not in attributes and bool(true or false)))
            case "stmt":
                draft.add_line(number, hit)

    def _take_metrics(self, attributes: dict[str, str]) -> None:
        found = {
            unit: ratio
            for unit, name in _PAIRS
            if (ratio := counter(attributes.get(f"covered{name}"), attributes.get(name))) is not None
        }
        parent = self._open[-2:-1]
        if parent == ["project"]:
            self._declared = found
        elif parent == ["file"] and self._file is not None:
            self._file.metrics = found

    def _end_file(self, file: _File) -> None:
        draft = self._drafts.at(file.path)
        draft.counts = {
            **draft.counts,
            **{u: r.joined(draft.counts.get(u, r)) for u, r in file.metrics.items()},
        }
        self._add_branches(draft, file)
        statements = file.metrics.get(Unit.STATEMENTS)
        if statements is None:
            return
        if not file.listed and statements.whole:
            # Without lines, what a file declares is all there is; Clover's statements are lines.
            draft.counts = {**draft.counts, Unit.LINES: statements}
        elif statements.whole > file.listed:
            said = f"{file.path} declares {statements.whole:,} statements"
            self._drafts.doubts.append(f"{said} but lists {file.listed:,} lines")

    def _add_branches(self, draft: FileDraft, file: _File) -> None:
        both = [(line, (true > 0) + (false > 0), 2) for line, true, false in file.conditions]
        shares = [(line, true, true + false) for line, true, false in file.conditions]
        for line, part, total in shares if self._as_shares(file, both, shares) else both:
            views = anonymous(NAME, part, total)
            if views:
                draft.add_branches(line, views)

    def _as_shares(
        self, file: _File, both: list[tuple[int, int, int]], shares: list[tuple[int, int, int]]
    ) -> bool:
        """Istanbul writes branches taken and not taken, Clover how often a condition was true and false."""
        declared = file.metrics.get(Unit.BRANCHES)
        fits = [
            declared == Ratio(sum(part for _, part, _ in views), sum(total for _, _, total in views))
            for views in (both, shares)
        ]
        return fits[1] if fits[0] != fits[1] else self._by_istanbul

    def reading(self) -> Reading:
        return self._drafts.reading(NAME, self._declared)
