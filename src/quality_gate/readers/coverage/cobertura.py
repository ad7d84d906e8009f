"""Reads Cobertura XML of any producer; authoritative are the distinct lines of each file.

A class's `<lines>` count, or its methods' where it has none. A file may be spread over many
classes: its lines are united, and one that ran anywhere ran. For coverage.py's own XML the
percentage that coverage.py prints is rebuilt from the totals that it declares.
"""

from __future__ import annotations

from typing import BinaryIO, Final
from xml.parsers.expat import ExpatError, errors

from quality_gate.model.reading import Reading, invalid
from quality_gate.readers.coverage.cobertura_feed import feed_all
from quality_gate.readers.coverage.cobertura_tree import Tree
from quality_gate.readers.coverage.xml_report import xml_reading
from quality_gate.readers.reader import Head, ReadLimits
from quality_gate.readers.xml_chunks import Refused
from quality_gate.readers.xml_stream import BAD_CONTENT, problem_text

NAME: Final = "cobertura"
_MARKS: Final = ("line-rate", "lines-valid", "<packages", "<classes")
_OF_CHARACTERS: Final = frozenset(
    errors.codes[message] for message in (errors.XML_ERROR_INVALID_TOKEN, errors.XML_ERROR_INCORRECT_ENCODING)
)
_OTHERS: Final = ("<project", "<lineToCover")  # Clover and SonarQube have the same root element


def recognises(head: Head) -> bool:
    if head.root != "coverage":
        return False
    text = head.text
    return any(mark in text for mark in _MARKS) and not any(other in text for other in _OTHERS)


def read(stream: BinaryIO, limits: ReadLimits) -> Reading:
    start = stream.tell() if stream.seekable() else None
    tree = Tree()
    try:
        feed_all(stream, tree, limits)
    except (Refused, ExpatError, *BAD_CONTENT) as error:
        if start is None or not _is_of_characters(error) or _holds_nul(stream, start, limits):
            return invalid(NAME, problem_text(error))
    else:
        return tree.reading()
    stream.seek(start)
    return xml_reading(NAME, stream, limits, lambda: Tree(by_coverage_py=tree.by_coverage_py))


def _is_of_characters(error: BaseException) -> bool:
    """Bytes of another encoding in a path, and the like: then no element is missing."""
    return isinstance(error, UnicodeError) or (isinstance(error, ExpatError) and error.code in _OF_CHARACTERS)


def _holds_nul(stream: BinaryIO, start: int, limits: ReadLimits) -> bool:
    """In no encoding of a path: who writes such bytes has written no text."""
    stream.seek(start)
    return b"\0" in stream.read(limits.max_repair)
