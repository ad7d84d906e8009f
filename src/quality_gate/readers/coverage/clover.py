"""Reads Clover XML of PHPUnit, Istanbul, OpenClover and gcovr; authoritative are the project's metrics.

Lines are those of statements and conditions; a method's own line counts as a function. What the
tests themselves covered (`testproject`) is no coverage of the product, and is left out.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import BinaryIO, Final

from quality_gate.model.coverage import Unit
from quality_gate.model.ratio import NOTHING, Ratio
from quality_gate.model.reading import Reading
from quality_gate.model.wording import plural
from quality_gate.readers.coverage.clover_counts import elements_left, one_line_methods, unlisted
from quality_gate.readers.coverage.draft import Drafts, FileDraft
from quality_gate.readers.coverage.written import ran
from quality_gate.readers.coverage.written_counts import anonymous, counter, whole
from quality_gate.readers.coverage.xml_report import xml_reading
from quality_gate.readers.reader import Head, ReadLimits

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
    return xml_reading(NAME, stream, limits, _Tree)


@dataclass(slots=True)
class _File:
    """One `<file>` while it is read."""

    path: str
    listed: int = 0
    ran: int = 0
    statements_ran: int = 0
    statements_missed: int = 0
    lines: dict[int, bool] = field(default_factory=dict)  # of statements and conditions: whether it ran
    methods: dict[int, bool] = field(default_factory=dict)
    conditions: list[tuple[int, int, int]] = field(default_factory=list)  # line, true, false
    metrics: dict[Unit, Ratio] = field(default_factory=dict)

    def contradicts(self, statements: Ratio, counts_lines: bool) -> bool:
        """OpenClover lists one statement of each line; PHPUnit and Istanbul count lines as statements."""
        if self.statements_ran > statements.part or self.statements_missed > statements.missing:
            return True
        return counts_lines and (statements.part > self.ran or statements.whole > self.listed)


class _Tree:
    """Where in the document the parser stands, and what has been gathered."""

    wants_text = False

    def __init__(self) -> None:
        self._drafts = Drafts()
        self._declared: dict[Unit, Ratio] = {}
        self._open: list[str] = []
        self._file: _File | None = None
        self._sum = NOTHING  # of the statements of all files
        self._by_istanbul = self._by_phpunit = False
        self._counts_lines = True

    def start(self, name: str, attributes: dict[str, str]) -> None:
        self._open.append(name)
        if _TESTS in self._open:
            return
        if name == "line" and self._file is not None:
            self._take_line(self._file, attributes)
        elif name == "metrics":
            self._take_metrics(attributes)
        elif name == "file":
            if self._file is not None:
                self._drafts.doubts.append(f"a file within the file {self._file.path}")
            # Istanbul's `name` has no folders; PHPUnit has no `path`.
            self._file = _File(attributes.get("path") or attributes.get("name", ""))
            self._drafts.at(self._file.path)
        elif name == "coverage":
            self._by_istanbul = attributes.get("clover") == _ISTANBUL
            self._by_phpunit = "clover" not in attributes
            self._counts_lines = self._by_istanbul or self._by_phpunit

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
        true, false = whole(attributes.get("truecount")) or 0, whole(attributes.get("falsecount")) or 0
        if "count" not in attributes:
            hit = bool(true or false)
        file.listed += 1
        file.ran += hit
        match attributes.get("type", "stmt"):
            case "method":
                name = f"{number}:{attributes.get('name') or attributes.get('signature', '')}"
                draft.functions[name] = draft.functions.get(name, False) or hit
                file.methods[number] = file.methods.get(number, False) or hit
            case "cond":
                file.conditions.append((number, true, false))
                file.lines[number] = file.lines.get(number, False) or hit
                draft.add_line(number, hit)
            case "stmt":
                file.lines[number] = file.lines.get(number, False) or hit
                draft.add_line(number, hit)
                file.statements_ran += hit
                file.statements_missed += not hit

    def _take_metrics(self, attributes: dict[str, str]) -> None:
        found = {
            unit: ratio
            for unit, name in _PAIRS
            if (ratio := counter(attributes.get(f"covered{name}"), attributes.get(name))) is not None
            # Where no conditions or methods were looked at, others than Istanbul write zeros too.
            and (ratio.whole or unit is Unit.STATEMENTS or self._by_istanbul)
        }
        if found.get(Unit.STATEMENTS) == NOTHING and (lines := elements_left(attributes, found)) is not None:
            found[Unit.STATEMENTS] = lines
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
        self._sum += statements
        if self._by_phpunit:
            for line, hit in one_line_methods(file.lines, file.methods, statements):
                draft.add_line(line, hit)
        if not file.listed and statements.whole:
            # Without lines, what a file declares is all there is; Clover's statements are lines.
            draft.counts = {**draft.counts, Unit.LINES: statements}
        elif file.contradicts(statements, self._counts_lines):
            said = f"{file.path} declares {statements.part:,} of {plural(statements.whole, 'statement')}"
            self._drafts.doubts.append(
                f"{said}, and lists {plural(file.listed, 'line')}, {file.ran:,} that ran"
            )

    def _add_branches(self, draft: FileDraft, file: _File) -> None:
        both = [(line, (true > 0) + (false > 0), 2) for line, true, false in file.conditions]
        shares = [(line, true, true + false) for line, true, false in file.conditions]
        on_line: dict[int, tuple[int, int]] = {}
        for line, part, total in shares if self._as_shares(file, both, shares) else both:
            known = on_line.get(line, (0, 0))  # OpenClover lists each condition of a line
            on_line[line] = known[0] + part, known[1] + total
        if on_line:
            # Istanbul lists no line on which no statement starts, as that of a default argument.
            listed = sum((Ratio(part, total) for part, total in on_line.values()), NOTHING)
            on_line[0] = unlisted(file.metrics.get(Unit.BRANCHES, listed), listed)
        for line, (part, total) in on_line.items():
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
        total = self._declared.get(Unit.STATEMENTS)
        if total is not None and self._sum.whole and total != self._sum:
            said = f"the project declares {total.part:,} of {plural(total.whole, 'statement')}"
            self._drafts.doubts.append(f"{said}, its files {self._sum.part:,} of {self._sum.whole:,}")
        return self._drafts.reading(NAME, self._declared)
