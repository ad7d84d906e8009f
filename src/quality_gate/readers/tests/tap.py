"""TAP 12 to 14, with subtests: test points decide; plans and totals in comments are compared with them."""

from __future__ import annotations

import re
from typing import BinaryIO, Final

from quality_gate.model.reading import Reading
from quality_gate.readers.reader import Head, ReadLimits
from quality_gate.readers.tests.records import broken, claims_more, concluded
from quality_gate.readers.tests.tap_document import Document
from quality_gate.readers.text_lines import text_lines

NAME: Final = "tap"
_VERSION: Final = re.compile(r"^TAP version [0-9]{1,3}[ \t\r]*$", re.MULTILINE)
_FIRST: Final = re.compile(
    r"(?:[ \t\r]*+(?:#[^\n]*+)?\n)*+(?:1\.\.[0-9]+|(?:not )?ok [0-9]+)(?:[ \t\r]*(?:#|\n|$)|[ \t]+\S)"
)


def recognises(head: Head) -> bool:
    """Scripts may have written their own words before the version."""
    if head.is_json or head.root:
        return False
    return _VERSION.search(head.text) is not None or _FIRST.match(head.text) is not None


def read(stream: BinaryIO, limits: ReadLimits) -> Reading:
    document = Document(limits)
    try:
        for line in text_lines(stream, limits):
            document.feed(line)
    except ValueError as error:
        return broken(NAME, str(error), document.records)
    document.finish()
    if document.problem:
        return broken(NAME, document.problem, document.records)
    doubts = [*document.doubts, *claims_more(document.claimed, document.shown)]
    return concluded(NAME, document.records, doubts=doubts, notes=document.notes)
