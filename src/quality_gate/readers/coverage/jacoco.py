"""Reads JaCoCo's XML, also as Kover, Pester and gcovr write it; authoritative are the report's counters.

Lines are those of `sourcefile`, where each stands once; those of classes would repeat. A line is
covered where one of its instructions ran. Where lines come without instructions, as gcovr writes
them, nobody can say which of them ran: the counters of the file stand in for its lines.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import BinaryIO, Final
from xml.parsers.expat import ExpatError

from quality_gate.model.coverage import Unit
from quality_gate.model.ratio import NOTHING, Ratio
from quality_gate.model.reading import Reading
from quality_gate.readers.candidates import GROUP_END
from quality_gate.readers.coverage.draft import Drafts, FileDraft
from quality_gate.readers.coverage.jacoco_feed import feed_all
from quality_gate.readers.coverage.runs import Run
from quality_gate.readers.coverage.written import BIGGEST
from quality_gate.readers.coverage.written_counts import anonymous, contradiction, whole
from quality_gate.readers.coverage.xml_report import xml_reading
from quality_gate.readers.reader import Head, ReadLimits
from quality_gate.readers.xml_chunks import Refused
from quality_gate.readers.xml_stream import BAD_CONTENT

NAME: Final = "jacoco"
_UNITS: Final = {"LINE": Unit.LINES, "BRANCH": Unit.BRANCHES, "METHOD": Unit.FUNCTIONS}
_NO_BRANCHES: Final = {Unit.BRANCHES: NOTHING}  # measured, and there are none: not the same as unmeasured
_NONE: Final = ("0", "0")  # what most lines say of their branches
_MOST_GROUPS: Final = 4  # in each other: a hostile report could make its paths endless
_LONGEST_GROUP: Final = 200
_MARKS: Final = ("<package", "<group", "<counter", "<sessioninfo", "JACOCO", "jacoco")


def recognises(head: Head) -> bool:
    return head.root == "report" and any(mark in head.text for mark in _MARKS)


def read(stream: BinaryIO, limits: ReadLimits) -> Reading:
    if stream.seekable():
        start, tree = stream.tell(), _Tree()
        try:
            feed_all(stream, tree, limits)
        except (Refused, ExpatError, *BAD_CONTENT):
            stream.seek(start)  # the plain way says what is wrong, or repairs it
        else:
            return tree.reading()
    return read_plainly(stream, limits)


def read_plainly(stream: BinaryIO, limits: ReadLimits) -> Reading:
    """Without the fast way: the measure of what is right, and the way for all that is not ordinary."""
    return xml_reading(NAME, stream, limits, _Tree)


@dataclass(slots=True)
class _Package:
    """What is known of one package: its name, and the counters of classes by their file."""

    name: str
    group: str = ""  # in front of each path: two modules may have files of one name
    classes: dict[str, dict[Unit, Ratio]] = field(default_factory=dict)
    files: set[str] = field(default_factory=set)

    def path(self, file: str) -> str:
        return self.group + (f"{self.name}/{file}" if self.name else file)


class _Tree:
    """Where in the document the parser stands, and what has been gathered."""

    wants_text = False

    def __init__(self) -> None:
        self._drafts = Drafts()
        self._declared: dict[Unit, Ratio] = {}
        self._open: list[str] = []
        self._name = ""
        self._groups: list[str] = []
        self._package = _Package("")
        self._class = ("", "")  # its name and its path
        self._method = (0, "")  # its line, and its name within the class
        self._path = ""
        self._lines = FileDraft()
        self._counters: dict[Unit, Ratio] = {}

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name == "line":  # by far the most, so nothing else is done for them
            self._take_line(attributes)
            return
        self._open.append(name)
        match name:
            case "counter":
                self._take_counter(attributes)
            case "report":
                self._name = attributes.get("name", "")
            case "group":
                self._groups.append(attributes.get("name", "")[:_LONGEST_GROUP])
            case "package":
                group = "".join(f"{name}{GROUP_END}" for name in self._groups[-_MOST_GROUPS:])
                self._package = _Package(attributes.get("name", ""), group)
            case "class":
                full = attributes.get("name", "")
                self._class = (full, self._path_of(full, attributes.get("sourcefilename", "")))
            case "method":
                line, name = whole(attributes.get("line")) or 0, attributes.get("name", "")
                self._method = (line, name + attributes.get("desc", ""))
            case "sourcefile":
                if name in self._open[:-1]:
                    self._drafts.doubts = ["a source file within a source file"]  # whose lines would be lost
                self._path = self._package.path(attributes.get("name", ""))
                self._lines = FileDraft(self._drafts.allowance).part()
                self._counters = {}

    def end(self, name: str) -> None:
        if name == "line":
            return
        self._open.pop()
        if name == "sourcefile":
            self._end_file()
        elif name == "group":
            self._groups.pop()
        elif name == "package":
            for path, counters in self._package.classes.items():
                if path not in self._package.files:
                    _add_counts(self._drafts.at(path), counters)

    def text(self, _: str) -> None: ...

    def run(self, lines: Run, branches: Iterator[tuple[int, int, int]]) -> None:
        """Many plain lines of the open source file; branches as line, missed and taken."""
        self._lines.add_run(lines)
        for number, missed, taken in branches:
            views = anonymous(NAME, taken, missed + taken)
            if views:
                self._lines.add_branches(number, views)

    def method(self, line: int, name: str, *, ran: bool) -> None:
        identity = f"{line}:{self._class[0]}.{name}"
        functions = self._drafts.at(self._class[1]).functions
        functions[identity] = functions.get(identity, False) or ran

    def _path_of(self, full_name: str, file: str) -> str:
        package = self._package
        return package.path(file) if file else package.group + full_name.partition("$")[0]

    def _take_line(self, attributes: dict[str, str]) -> None:
        number = whole(attributes.get("nr")) or 0
        covered = whole(attributes.get("ci"))
        if covered is not None or "mi" in attributes:
            self._lines.add_line(number, bool(covered))
        written = attributes.get("mb"), attributes.get("cb")
        if written != _NONE:
            missed, taken = whole(written[0]) or 0, whole(written[1]) or 0
            views = anonymous(NAME, taken, missed + taken)
            if views:
                self._lines.add_branches(number, views)

    def _take_counter(self, attributes: dict[str, str]) -> None:
        unit = _UNITS.get(attributes.get("type", ""))
        missed, covered = whole(attributes.get("missed")), whole(attributes.get("covered"))
        if unit is None or missed is None or covered is None or missed + covered >= BIGGEST:
            return
        ratio = Ratio(covered, missed + covered)
        match self._open[-2:-1]:
            case ["report"]:
                self._declared[unit] = ratio
            case ["sourcefile"]:
                self._counters[unit] = ratio
            case ["class"] if unit is not Unit.FUNCTIONS:
                counters = self._package.classes.setdefault(self._class[1], {})
                counters[unit] = counters.get(unit, NOTHING) + ratio
            case ["method"] if unit is Unit.FUNCTIONS:
                self.method(*self._method, ran=covered > 0)

    def _end_file(self) -> None:
        lines, draft = self._lines, self._drafts.at(self._path)
        lines.settle()
        self._package.files.add(self._path)
        if draft.measured and lines.measured and draft.measured != lines.measured:
            self._drafts.doubts.append(f"two files with different lines are both called {self._path}")
        draft.too_high = draft.too_high or lines.too_high
        draft.ignored += lines.ignored
        draft.add_run(Run(lines.measured, lines.covered, lines.mentions))
        for line, views in lines.branches.items():
            draft.add_branches(line, views)
        _add_counts(draft, {**(_NO_BRANCHES if lines.measured else {}), **self._counters})

    def reading(self) -> Reading:
        drafts, declared = self._drafts, self._declared
        drafts.doubts += contradiction(drafts, declared, "the report's counter")
        # The report is called like the module that it is of, if it is of one.
        return drafts.reading(NAME, declared, roots=(self._name,) if self._name else ())


def _add_counts(draft: FileDraft, counters: dict[Unit, Ratio]) -> None:
    draft.counts = {**draft.counts, **{u: r.joined(draft.counts.get(u, r)) for u, r in counters.items()}}
