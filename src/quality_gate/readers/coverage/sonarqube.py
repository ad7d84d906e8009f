"""Reads SonarQube's generic coverage; authoritative are its lines, which are all that it has."""

from __future__ import annotations

import re
from typing import BinaryIO, Final

from quality_gate.model.reading import Reading
from quality_gate.readers.coverage.draft import Drafts, FileDraft
from quality_gate.readers.coverage.written_counts import anonymous, whole
from quality_gate.readers.coverage.xml_report import xml_reading
from quality_gate.readers.reader import Head, ReadLimits

NAME: Final = "sonarqube"
_VERSION: Final = re.compile(r"\bversion\s*=\s*[\"']1[\"']")
_OTHERS: Final = ("line-rate", "lines-valid", "<packages", "<classes", "<project", "<testproject")


def recognises(head: Head) -> bool:
    if head.root != "coverage" or any(other in head.text for other in _OTHERS[4:]):
        return False
    if "<lineToCover" in head.text:
        return True
    is_first = _VERSION.search(head.root_attributes_text) is not None
    return is_first and not any(other in head.text for other in _OTHERS)


def read(stream: BinaryIO, limits: ReadLimits) -> Reading:
    return xml_reading(NAME, stream, limits, _Tree)


class _Tree:
    wants_text = False

    def __init__(self) -> None:
        self._drafts = Drafts()
        self._draft: FileDraft | None = None

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name == "file":
            if self._draft is not None:
                self._drafts.doubts = ["a file within a file"]  # whose lines would be lost
            self._draft = self._drafts.at(attributes.get("path", ""))
        elif name == "lineToCover" and self._draft is not None:
            number = whole(attributes.get("lineNumber")) or 0
            self._draft.add_line(number, attributes.get("covered", "").strip().lower() == "true")
            taken, total = whole(attributes.get("coveredBranches")), whole(attributes.get("branchesToCover"))
            views = anonymous(NAME, taken or 0, total or 0)
            if views:
                self._draft.add_branches(number, views)

    def end(self, name: str) -> None:
        if name == "file":
            self._draft = None

    def text(self, _: str) -> None: ...

    def reading(self) -> Reading:
        return self._drafts.reading(NAME, {})
