"""Feeds JaCoCo's XML to expat, and past it the runs of plain lines and methods, which need no parser.

A run is taken only where expat has just opened its `sourcefile` or `class`, and only as far as its
elements are of the plainest shape. Everything else goes through expat, with the same result.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import BinaryIO, Final, Protocol

from quality_gate.readers.coverage.runs import ONLY_DIGITS, Run, run_of_tokens
from quality_gate.readers.reader import ReadLimits
from quality_gate.readers.xml_chunks import open_chunks
from quality_gate.readers.xml_stream import XmlHandler, XmlParser

_OPEN: Final = re.compile(
    rb'<(?:(class)(?: [a-z]++="[^"<>]*+")*+|sourcefile name="[^"<>]*+")>(?=[ \t\r\n]*+<(?:line|method) )'
)
_LINES: Final = re.compile(
    rb'(?:[ \t\r\n]*+<line nr="[0-9]{1,9}+" mi="[0-9]{1,9}+" ci="[0-9]{1,9}+"'
    rb' mb="[0-9]{1,9}+" cb="[0-9]{1,9}+"/>)++'
)
# Byte 0xEF starts the two characters that Python takes and expat refuses, so it is left to expat.
_TEXT: Final = rb'((?:[^"<&\x00-\x1f\xef]|&(?:lt|gt|amp|quot|apos);)*+)'
_COUNTERS: Final = (
    rb'(?:[ \t\r\n]*+<counter type="(?:INSTRUCTION|BRANCH|LINE|COMPLEXITY)"'
    rb' missed="[0-9]{1,9}+" covered="[0-9]{1,9}+"/>)*+'
)
_METHOD: Final = re.compile(
    rb'[ \t\r\n]*+<method name="%b" desc="%b"(?: line="([0-9]{1,9}+)")?+>%b'
    rb'(?:[ \t\r\n]*+<counter type="METHOD" missed="[0-9]{1,9}+" covered="([0-9]{1,9}+)"/>)?+%b'
    rb"[ \t\r\n]*+</method>" % (_TEXT, _TEXT, _COUNTERS, _COUNTERS)
)
_ENTITIES: Final = (("&lt;", "<"), ("&gt;", ">"), ("&quot;", '"'), ("&apos;", "'"), ("&amp;", "&"))


class Tree(XmlHandler, Protocol):
    """What takes runs as well as elements."""

    def run(self, lines: Run, branches: Iterator[tuple[int, int, int]], /) -> None: ...

    def method(self, line: int, name: str, /, *, ran: bool) -> None: ...


def feed_all(stream: BinaryIO, tree: Tree, limits: ReadLimits) -> None:
    """Reads the stream to its end."""
    chunks, encoding = open_chunks(stream, limits)
    parser = XmlParser(tree, limits, encoding)
    plainly = True
    for number, chunk in enumerate(chunks):
        # Attributes with defaults would be known to expat only.
        plainly = plainly and (bool(parser.roots) if number else b"<!ATTLIST" not in chunk)
        _feed(chunk, parser, tree, plainly)
    parser.finish()


def _feed(text: bytes, parser: XmlParser, tree: Tree, plainly: bool) -> None:
    position = 0
    while plainly and (opened := _OPEN.search(text, position)):
        parser.feed(text[position : opened.end()])
        position = opened.end()
        if parser.last_event == parser.fed - len(opened[0]):
            take = _take_methods if opened[1] else _take_lines
            position = take(text, position, tree)
    parser.feed(text[position:])


def _take_lines(text: bytes, start: int, tree: Tree) -> int:
    """Where the lines end that were taken."""
    found = _LINES.match(text, start)
    if not found:
        return start
    tokens = found[0].translate(ONLY_DIGITS).split()
    numbers, missed, taken = tokens[::5], tokens[3::5], tokens[4::5]
    run = run_of_tokens(numbers, tokens[2::5])
    if run is None:
        return start
    each = zip(numbers, missed, taken, strict=True)
    tree.run(run, ((int(n), int(m), int(t)) for n, m, t in each if m != b"0" or t != b"0"))
    return found.end()


def _take_methods(text: bytes, start: int, tree: Tree) -> int:
    while found := _METHOD.match(text, start):
        name, desc, line, covered = found.groups()
        full = _plain(name) + _plain(desc)
        if covered is not None:
            tree.method(int(line or 0), full, ran=covered.strip(b"0") != b"")
        start = found.end()
    return start


def _plain(written: bytes) -> str:
    text = written.decode()  # raises where expat would
    if "&" in text:
        for entity, character in _ENTITIES:
            text = text.replace(entity, character)
    return text
