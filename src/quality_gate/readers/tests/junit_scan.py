"""The fast way through a JUnit report: runs of plainly passed cases by one pattern, all else by expat.

A run may start only where it is proven that expat stands between two elements of a suite, so
that both ways see the same document. At the first doubt the whole file is read the plain way.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from itertools import takewhile
from operator import attrgetter
from typing import BinaryIO, Final
from xml.parsers import expat

from quality_gate.readers.reader import ReadLimits, encoding_of
from quality_gate.readers.tests.junit_suites import Suite, Suites
from quality_gate.readers.xml_chunks import CHUNK, Refused
from quality_gate.readers.xml_stream import BAD_CONTENT, XmlParser

_MARGIN: Final = 64 * 1024  # an element is tried once this much of the file lies ahead of it
_MOST_SHAPES: Final = 6
_LAST_GROUP: Final = attrgetter("lastindex")
_SPACE: Final = rb"[ \t\r\n]"
# Byte 0xEF starts the two characters that Python takes and expat refuses, so it is left to expat.
_VALUE: Final = rb'[^"<&\x00-\x1f\xef]'
_TEXT: Final = (
    rb"[^<&\]\x00-\x08\x0b\x0c\x0e-\x1f\xef]*+"
    rb"(?:(?:&(?:lt|gt|amp|quot|apos);|\](?!\]>))[^<&\]\x00-\x08\x0b\x0c\x0e-\x1f\xef]*+)*+"
)
_CDATA: Final = (
    rb"<!\[CDATA\[[^\]\x00-\x08\x0b\x0c\x0e-\x1f\xef]*+"
    rb"(?:\](?!\]>)[^\]\x00-\x08\x0b\x0c\x0e-\x1f\xef]*+)*+\]\]>"
)
_OUTPUT: Final = rb"(?:<system-out>(?:%b|%b)</system-out>|<system-err>(?:%b|%b)</system-err>)" % (
    (_TEXT, _CDATA) * 2
)
_PLAIN_STATUS: Final = rb"(?:run|completed|passed|pass|success|ok)"
_TAG: Final = re.compile(rb"<[^<>\"']*+(?:(?:\"[^\"<]*+\"|'[^'<]*+')[^<>\"']*+)*+>%b*+" % _SPACE)
_STOP: Final = re.compile(rb"</testcase>|<testcase")
_CASE: Final = re.compile(
    rb'%b*+<testcase((?:%b++[A-Za-z_][\w.-]*+%b*+=%b*+"[^"<]*+")++)' % (_SPACE, _SPACE, _SPACE, _SPACE)
)
_ATTRIBUTE: Final = re.compile(rb'([A-Za-z_][\w.-]*+)[ \t\r\n]*+=[ \t\r\n]*+"[^"<]*+"')
_DECLARATION: Final = re.compile(
    rb"<\?xml(?:\s+version=[\"']1\.0[\"'])(?:\s+encoding=[\"'](?i:utf-8)[\"'])?[^>e]*\?>"
)


class _Shape:
    """Plain cases with the same attributes in the same order."""

    def __init__(self, names: tuple[bytes, ...]) -> None:
        attributes = [_attribute(name) for name in names]
        self.pattern = re.compile(
            rb"%b*+<testcase%b%b*+(?:/>|>%b*+(?:%b%b*+)*+</testcase>)|"
            % (_SPACE, b"".join(attributes), _SPACE, _SPACE, _OUTPUT, _SPACE)
        )
        self.groups = self.pattern.groupindex


def _attribute(name: bytes) -> bytes:
    if name in (b"status", b"result"):
        value = _PLAIN_STATUS
    elif name in (b"name", b"classname", b"class", b"file"):
        value = b"(?P<%b>%b%b)" % (name, _VALUE, b"++" if name == b"name" else b"*+")
    else:
        value = _VALUE + b"*+"
    return b'%b++%b%b*+=%b*+"%b"' % (_SPACE, re.escape(name), _SPACE, _SPACE, value)


def scanned(stream: BinaryIO, limits: ReadLimits, suites: Suites) -> bool:
    """True when the whole file was read; otherwise nothing that was gathered may be used."""
    try:
        return _Scan(stream, limits, suites).to_the_end()
    except (expat.ExpatError, Refused, *BAD_CONTENT):
        return False


class _Scan:
    def __init__(self, stream: BinaryIO, limits: ReadLimits, suites: Suites) -> None:
        self._stream = stream
        self._limits = limits
        self._suites = suites
        self._parser = XmlParser(suites, limits)
        self._shapes: dict[tuple[bytes, ...], _Shape] = {}
        self._buffer = b""
        self._position = 0
        self._taken = 0
        self._between = False  # expat is known to stand between two elements of a suite

    def to_the_end(self) -> bool:
        more = self._refilled()
        if not _ordinary(self._buffer):
            return False
        while True:
            if self._between:
                self._skip_plain_cases()
            if more and len(self._buffer) - self._position < _MARGIN:
                more = self._refilled()
            elif self._position < len(self._buffer):
                self._feed_to_next_case()
            else:
                break
        self._parser.finish()
        return True

    def _refilled(self) -> bool:
        chunk = self._stream.read(CHUNK)
        self._taken += len(chunk)
        if self._taken > self._limits.max_bytes:
            raise Refused(self._limits.too_large)
        self._buffer = self._buffer[self._position :] + chunk
        self._position = 0
        return bool(chunk)

    def _feed_to_next_case(self) -> None:
        start = self._position
        found = _STOP.search(self._buffer, start + 1)
        end = len(self._buffer) if not found else found.end() if found[0][1:2] == b"/" else found.start()
        parser = self._parser
        before = parser.fed
        parser.feed(self._buffer[start:end])
        self._position = end
        self._between = (
            parser.last_event >= before
            and not parser.has_doctype
            and self._suites.open_suite is not None
            and _TAG.fullmatch(self._buffer, start + parser.last_event - before, end) is not None
        )

    def _skip_plain_cases(self) -> None:
        suite = self._suites.open_suite
        if suite is None or suite.parent is None:
            return
        start = -1
        while start < self._position:
            start = self._position
            for shape in self._shapes.values():
                self._skip_run(shape, suite)
            if start == self._position:
                self._learn_shape(suite)

    def _learn_shape(self, suite: Suite) -> None:
        case = _CASE.match(self._buffer, self._position)
        if not case or len(self._shapes) == _MOST_SHAPES:
            return
        names = tuple(_ATTRIBUTE.findall(case[1]))
        if names not in self._shapes and b"name" in names and len(set(names)) == len(names) <= 20:
            self._shapes[names] = _Shape(names)
            self._skip_run(self._shapes[names], suite)

    def _skip_run(self, shape: _Shape, suite: Suite) -> None:
        start = end = self._position
        name_group = shape.groups["name"]
        keys = [key for key in ("classname", "class", "file") if key in shape.groups]
        place_groups = [shape.groups[key] for key in keys]
        appends: dict[bytes | tuple[bytes, ...], Callable[[str], None]] = {}
        count = 0
        # Where no case stands the pattern matches nothing at all, which leaves no last group.
        for found in takewhile(_LAST_GROUP, shape.pattern.finditer(self._buffer, start)):
            end = found.end()
            count += 1
            key = found.group(*place_groups) if keys else b""
            append = appends.get(key)
            if append is None:
                append = appends[key] = _names_at(suite, keys, key).append
            append(found[name_group].decode())
        if count:
            run = self._buffer[start:end]
            if not run.isascii():
                run.decode()  # raises where expat would
            suite.gathered.count(count)
            suite.records += count
            self._position = end


def _names_at(suite: Suite, keys: list[str], values: bytes | tuple[bytes, ...]) -> list[str]:
    several = values if isinstance(values, tuple) else (values,)
    said = {key: value.decode() for key, value in zip(keys, several, strict=False)}
    return suite.passes(said.get("classname") or said.get("class") or "", said.get("file") or suite.file)


def _ordinary(first: bytes) -> bool:
    """UTF-8, and no byte order mark or declaration that could say otherwise."""
    if encoding_of(first) != "utf-8":
        return False
    return not first.startswith(b"<?xml") or _DECLARATION.match(first) is not None
