"""Reads SonarQube's generic coverage; authoritative are its lines, which are all that it has."""

from __future__ import annotations

from typing import BinaryIO, Final

from quality_gate.model.reading import Reading, invalid
from quality_gate.readers.coverage.draft import Drafts, FileDraft
from quality_gate.readers.coverage.written_counts import anonymous, whole
from quality_gate.readers.reader import Head, ReadLimits
from quality_gate.readers.xml_stream import read_xml

NAME: Final = "sonarqube"
_OTHERS: Final = ("line-rate", "lines-valid", "<packages", "<classes", "<project", "<testproject")


def recognises(head: Head) -> bool:
    if head.root != "coverage" or any(other in head.text for other in _OTHERS[4:]):
        return False
    if "<lineToCover" in head.text:
        return True
    return "version" in head.root_attributes_text and not any(other in head.text for other in _OTHERS)


def read(stream: BinaryIO, limits: ReadLimits) -> Reading:
    outcome = read_xml(stream, limits, _Tree)
    if outcome.problem:
        return invalid(NAME, outcome.problem)
    return outcome.handler.drafts.reading(NAME, {})


class _Tree:
    wants_text = False

    def __init__(self) -> None:
        self.drafts = Drafts()
        self._draft: FileDraft | None = None

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name == "file":
            self._draft = self.drafts.at(attributes.get("path", ""))
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
