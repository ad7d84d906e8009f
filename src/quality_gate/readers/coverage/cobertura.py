"""Reads Cobertura XML of any producer; authoritative are the distinct lines of each file.

A class's `<lines>` count, or its methods' where it has none. A file may be spread over many
classes: its lines are united, and one that ran anywhere ran. For coverage.py's own XML the
percentage that coverage.py prints is rebuilt from the totals that it declares.
"""

from __future__ import annotations

from typing import BinaryIO, Final
from xml.parsers.expat import ExpatError

from quality_gate.model.reading import Reading, invalid
from quality_gate.readers.coverage.cobertura_feed import feed_all
from quality_gate.readers.coverage.cobertura_tree import Tree
from quality_gate.readers.reader import Head, ReadLimits
from quality_gate.readers.xml_chunks import Refused
from quality_gate.readers.xml_stream import BAD_CONTENT, problem_text

NAME: Final = "cobertura"
_MARKS: Final = ("line-rate", "lines-valid", "<packages", "<classes")
_OTHERS: Final = ("<project", "<lineToCover")  # Clover and SonarQube have the same root element


def recognises(head: Head) -> bool:
    if head.root != "coverage":
        return False
    text = head.text
    return any(mark in text for mark in _MARKS) and not any(other in text for other in _OTHERS)


def read(stream: BinaryIO, limits: ReadLimits) -> Reading:
    tree = Tree()
    try:
        feed_all(stream, tree, limits)
    except (Refused, ExpatError, *BAD_CONTENT) as error:
        return invalid(NAME, problem_text(error))
    return tree.reading(NAME)
