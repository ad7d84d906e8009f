"""Makes XML readable that careless tools wrote: stray bytes, control characters, bare `<` and `&`."""

from __future__ import annotations

import codecs
import re
from typing import Final

from quality_gate.readers.reader import encoding_of

_DECLARED: Final = re.compile(rb"\s*<\?xml[^>]{0,200}?\sencoding\s*=\s*[\"']([A-Za-z0-9._-]{1,40})[\"']")
_FAMILIES: Final = ("iso8859", "cp", "koi8", "mac", "gb", "big5", "euc_", "shift_jis")
_ILLEGAL: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_STRAY_BYTE: Final = re.compile("[\udc80-\udcff]")
_NEXT: Final = re.compile("[<&]")
_REFERENCE: Final = re.compile(r"&(?:(?:lt|gt|amp|quot|apos)|#([0-9]{1,7})|#x([0-9A-Fa-f]{1,6}));")
_ATTRIBUTES: Final = re.compile(r"(?:\s+[^\s=<>\"'/]+\s*=\s*(?:\"[^\"]*+\"|'[^']*+'))*+")
_TAG_START: Final = re.compile(r"</?[^\W\d][\w.:-]*+")
_TAG_END: Final = re.compile(r"\s*+/?>")
_DOCTYPE: Final = re.compile(r"<!DOCTYPE[^\[\]<>]*+>")
_REPLACEMENT: Final = "\ufffd"


class Unrepairable(Exception):
    """What is wrong could hide results, so that no reading of it can be trusted."""


def declared_encoding(raw: bytes) -> str | None:
    """Python's name for the encoding in the XML declaration, if it is one that reports are written in."""
    name = _declared(raw)
    return name if name.startswith(_FAMILIES) else None


def declares_utf_8(raw: bytes) -> bool:
    """Under any name that Python writes, as `utf8`, which expat does not know."""
    return _declared(raw) == "utf-8"


def _declared(raw: bytes) -> str:
    found = _DECLARED.match(raw[:1024])
    if not found:
        return ""
    try:
        return codecs.lookup(found[1].decode("ascii")).name
    except LookupError:
        return ""


def repaired(raw: bytes) -> str:
    """The same elements as text that expat takes, without declarations; nothing is ever closed or added."""
    text = _ILLEGAL.sub(_REPLACEMENT, _decoded(raw))
    pieces: list[str] = []
    position = 0
    while found := _NEXT.search(text, position):
        pieces.append(text[position : found.start()])
        piece, position = _markup(text, found.start()) if found[0] == "<" else _reference(text, found.start())
        pieces.append(piece)
    pieces.append(text[position:])
    return "".join(pieces)


def _decoded(raw: bytes) -> str:
    encoding = encoding_of(raw)
    if encoding == "utf-8" and (declared := declared_encoding(raw)):
        return raw.decode(declared, errors="replace")
    if not encoding.startswith("utf-8"):
        return raw.decode(encoding, errors="replace").removeprefix("\ufeff")
    text = raw.decode(encoding, errors="surrogateescape")
    return _STRAY_BYTE.sub(lambda byte: chr(ord(byte[0]) - 0xDC00), text)  # read as Latin-1


def _reference(text: str, start: int) -> tuple[str, int]:
    found = _REFERENCE.match(text, start)
    if not found:
        return "&amp;", start + 1
    if number := found[1] or found[2]:
        code = int(number, 10 if found[1] else 16)
        if code > 0x10FFFF or _ILLEGAL.match(chr(code)):
            return _REPLACEMENT, found.end()
    return found[0], found.end()


def _markup(text: str, start: int) -> tuple[str, int]:
    for opening, closing, kept in (("<!--", "-->", False), ("<![CDATA[", "]]>", True), ("<?", "?>", False)):
        if text.startswith(opening, start):
            end = text.find(closing, start + len(opening))
            if end < 0:
                raise Unrepairable
            end += len(closing)
            return (text[start:end] if kept else ""), end
    if found := _DOCTYPE.match(text, start):
        return "", found.end()
    if found := _TAG_START.match(text, start):
        return _tag(text, start, found.end())
    if text.startswith(("<!", "</"), start):
        raise Unrepairable
    return "&lt;", start + 1


def _tag(text: str, start: int, name_end: int) -> tuple[str, int]:
    attributes = _ATTRIBUTES.match(text, name_end)
    end = _TAG_END.match(text, attributes.end()) if attributes else None
    if not attributes or not end:
        raise Unrepairable
    inside = attributes[0]
    if "<" in inside:
        if "</" in inside or "/>" in inside:
            raise Unrepairable  # a missing quote may have swallowed elements
        inside = inside.replace("<", "&lt;")
    return text[start:name_end] + _escaped(inside) + end[0], end.end()


def _escaped(inside: str) -> str:
    pieces: list[str] = []
    position = 0
    while (start := inside.find("&", position)) >= 0:
        piece, after = _reference(inside, start)
        pieces += (inside[position:start], piece)
        position = after
    return "".join(pieces) + inside[position:]
