"""Reads Checkstyle XML, which many linters write; authoritative is each `<error>`.

An `<exception>` says that a file could not be checked, and so does an `<error>` of Checkstyle itself.
Severities: error is high, warning is medium, info is low, ignore is suppressed; without one it is an error.
"""

from __future__ import annotations

from typing import BinaryIO, Final

from quality_gate.model.findings import Severity
from quality_gate.model.reading import Reading, invalid
from quality_gate.readers.findings.found import Found
from quality_gate.readers.reader import Head, ReadLimits
from quality_gate.readers.xml_stream import read_xml

NAME: Final = "checkstyle"
_MOST_PIECES: Final = 100
_SEVERITIES: Final = {"warning": Severity.MEDIUM, "info": Severity.LOW, "ignore": Severity.NOTE}
# Not of a check: told to go on, Checkstyle writes so of a file that it cannot parse.
_OWN: Final = ("com.puppycrawl.tools.checkstyle.Checker", "com.puppycrawl.tools.checkstyle.TreeWalker")


def recognises(head: Head) -> bool:
    return head.root == "checkstyle"


def read(stream: BinaryIO, limits: ReadLimits) -> Reading:
    outcome = read_xml(stream, limits, _Report)
    if outcome.problem or outcome.repaired:
        return invalid(NAME, outcome.problem or f"{outcome.repaired}; findings may be missing")
    report = outcome.handler
    if "<exception>" in "".join(report.stray):
        report.found.fail("a file", "an exception")
    report.found.scanned = max(report.files - len(report.unread), 0)
    return report.found.reading(NAME, "no file is listed")


class _Report:
    wants_text = True

    def __init__(self) -> None:
        self.found = Found("Checkstyle")
        self.files = 0
        self.unread: set[int] = set()
        self.stray: list[str] = []  # text where none belongs: Checkstyle itself has written exceptions there
        self._path = ""
        self._exception: list[str] | None = None

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name == "file":
            self.files += 1
            self._path = attributes.get("name", "")
        elif name == "error":
            self._add(attributes)
        elif name == "exception":
            self._exception = []

    def end(self, name: str) -> None:
        if name == "exception" and self._exception is not None:
            lines = "".join(self._exception).strip().splitlines()
            self.found.fail(self._path or "a file", lines[0] if lines else "an exception")
            self.unread.add(self.files)
            self._exception = None

    def text(self, data: str) -> None:
        pieces = self.stray if self._exception is None else self._exception
        if len(pieces) < _MOST_PIECES and not data.isspace():
            pieces.append(data[:1000])

    def _add(self, attributes: dict[str, str]) -> None:
        word = attributes.get("severity", "").lower()
        line = attributes.get("line", "")
        source, message = attributes.get("source", ""), attributes.get("message", "")
        number = int(line) if line.isascii() and line.isdigit() and len(line) < 10 else None
        self.found.add(
            source,
            _SEVERITIES.get(word, Severity.HIGH),
            message,
            place=(self._path, number),
            suppressed=word == "ignore",
        )
        if source in _OWN:
            self.found.fail(self._path or "a file", message.partition("\n")[0])
            self.unread.add(self.files)
