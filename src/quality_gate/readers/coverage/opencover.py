"""Reads OpenCover's XML, also as coverlet and AltCover write it; authoritative is the session's summary.

Its sequence points are statements, and their lines are the lines. The summary also counts points
that the compiler made up, so it may name more branches than the report lists.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import BinaryIO, Final

from quality_gate.model.coverage import MOST_LINES, Unit
from quality_gate.model.ratio import NOTHING, Ratio
from quality_gate.model.reading import Reading
from quality_gate.readers.coverage.draft import Drafts, FileDraft
from quality_gate.readers.coverage.shortfall import worse
from quality_gate.readers.coverage.written import ran
from quality_gate.readers.coverage.written_counts import counter, named, note_outcome, whole
from quality_gate.readers.coverage.xml_report import xml_reading
from quality_gate.readers.reader import Head, ReadLimits

NAME: Final = "opencover"
_HIDDEN: Final = 0xFEEFEE  # the line of what has none
_SLACK: Final = 10  # percent
_PAIRS: Final = (
    (Unit.STATEMENTS, "visitedSequencePoints", "numSequencePoints"),
    (Unit.BRANCHES, "visitedBranchPoints", "numBranchPoints"),
    (Unit.FUNCTIONS, "visitedMethods", "numMethods"),
)


def recognises(head: Head) -> bool:
    return head.root == "CoverageSession"


def read(stream: BinaryIO, limits: ReadLimits) -> Reading:
    return xml_reading(NAME, stream, limits, _Tree)


@dataclass(slots=True)
class _Method:
    """One method while it is read; its file is that of its points, or the one it refers to."""

    name: str = ""
    file: str = ""
    first: int = 0
    ran: bool = False
    path: str | None = None


@dataclass(slots=True)
class _File:
    draft: FileDraft
    branches: dict[int, dict[str, bool]] = field(default_factory=dict)


class _Tree:
    """Where in the document the parser stands, and what has been gathered."""

    wants_text = True

    def __init__(self) -> None:
        self._drafts = Drafts()
        self._declared: dict[Unit, Ratio] = {}
        self._open: list[str] = []
        self._paths: dict[str, str] = {}  # of the files of this module, by their number
        self._files: dict[str, _File] = {}
        self._method: _Method | None = None
        self._text = ""
        self._points = NOTHING  # as often as they are listed

    def start(self, name: str, attributes: dict[str, str]) -> None:
        self._open.append(name)
        self._text = ""
        method = self._method
        match name:
            case "SequencePoint" if method is not None:
                self._take_point(method, attributes)
            case "BranchPoint" if method is not None:
                self._take_branch(method, attributes)
            case "FileRef" if method is not None:
                method.file = attributes.get("uid", "")
            case "Method":
                self._method = _Method()
            case "Module":
                self._paths = {}
            case "File":
                self._paths[attributes.get("uid", "")] = attributes.get("fullPath", "")
            case "Summary" if self._open[:-1] == ["CoverageSession"]:
                self._declared = {
                    unit: ratio
                    for unit, part, total in _PAIRS
                    if (ratio := counter(attributes.get(part), attributes.get(total))) is not None
                }

    def end(self, name: str) -> None:
        self._open.pop()
        method = self._method
        if method is None:
            return
        if name == "Name":
            method.name = self._text.strip()
        elif name == "Method":
            self._method = None
            if method.path is not None:
                functions = self._files[method.path].draft.functions
                identity = f"{method.first}:{method.name}"
                functions[identity] = functions.get(identity, False) or method.ran

    def text(self, data: str) -> None:
        # In a repaired report there is text around the root.
        if self._open and self._open[-1] == "Name":
            self._text += data

    def _file(self, method: _Method, attributes: dict[str, str]) -> _File | None:
        number = attributes.get("fileid", "")
        path = self._paths.get(number) or self._paths.get(method.file)
        if path is None:
            return None
        if path not in self._files:
            self._files[path] = _File(self._drafts.at(path))
        method.path = path
        return self._files[path]

    def _take_point(self, method: _Method, attributes: dict[str, str]) -> None:
        first = whole(attributes.get("sl")) or 0
        hit = ran(attributes.get("vc", "")) is True
        self._points += Ratio(int(hit), 1)
        file = self._file(method, attributes) if first != _HIDDEN else None
        if file is None:
            return
        method.first = method.first or first
        method.ran = method.ran or hit
        last = whole(attributes.get("el")) or first
        columns = f"{attributes.get('sc', '')}-{last}:{attributes.get('ec', '')}"
        identity = f"{first}:{columns}@{attributes.get('offset', '')} {method.name}"
        known = file.draft.statements.get(identity, (1, False))
        file.draft.statements[identity] = (1, known[1] or hit)
        if not first < last <= MOST_LINES or file.draft.allowance.worked < 0:
            file.draft.add_line(first, hit)
            return
        file.draft.add_lines(first, last, hit)

    def _take_branch(self, method: _Method, attributes: dict[str, str]) -> None:
        line = whole(attributes.get("sl")) or 0
        file = self._file(method, attributes) if line != _HIDDEN else None
        if file is not None:
            place = "-".join(attributes.get(key, "") for key in ("offset", "offsetend", "path", "ordinal"))
            note_outcome(file.branches, line, f"{place} {method.name}", ran(attributes.get("vc", "")) is True)

    def reading(self) -> Reading:
        for file in self._files.values():
            for line, outcomes in file.branches.items():
                file.draft.add_branches(line, named(NAME, outcomes))
        total = self._declared.get(Unit.STATEMENTS)
        if total is not None and self._points.whole:
            self._drafts.doubts += worse(total, self._points, _SLACK, Unit.STATEMENTS)
        return self._drafts.reading(NAME, self._declared)
