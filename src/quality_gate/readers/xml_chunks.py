"""An XML file as bytes in pieces: counted, without leading blanks, in an encoding that expat takes."""

from __future__ import annotations

import codecs
from collections.abc import Iterable, Iterator
from typing import BinaryIO, Final

from quality_gate.readers.reader import ReadLimits, encoding_of
from quality_gate.readers.xml_repair import declared_encoding, declares_utf_8

CHUNK: Final = 1024 * 1024
_LEFT_TO_US: Final = frozenset(  # encodings of XML declarations that expat does not know
    (
        *("big5", "big5hkscs", "cp932", "cp949", "cp950", "euc_jp", "euc_kr"),
        *("gb18030", "gb2312", "gbk", "shift_jis", "utf-32"),
    )
)


class Refused(Exception):
    """The input is of a kind that is never taken: the reason, in words."""


def open_chunks(stream: BinaryIO, limits: ReadLimits) -> tuple[Iterator[bytes], str | None]:
    """The stream in pieces, and the encoding to tell expat; None leaves that to the declaration."""
    chunks = _counted(stream, limits)
    first = _without_leading_blanks(chunks)
    encoding = encoding_of(first)
    if encoding == "utf-8":
        encoding = declared_encoding(first) or encoding
    if encoding not in _LEFT_TO_US:
        return _again(first, chunks), "utf-8" if encoding == "utf-8" and declares_utf_8(first) else None
    return _transcoded(_again(first, chunks), encoding), "utf-8"


def _counted(stream: BinaryIO, limits: ReadLimits) -> Iterator[bytes]:
    seen = 0
    while chunk := stream.read(CHUNK):
        seen += len(chunk)
        if seen > limits.max_bytes:
            raise Refused(limits.too_large)
        yield chunk


def _without_leading_blanks(chunks: Iterator[bytes]) -> bytes:
    """Blank lines before the XML declaration are a common slip that can hide nothing."""
    for chunk in chunks:
        if rest := chunk.removeprefix(codecs.BOM_UTF8).lstrip(b" \t\r\n"):
            return rest
    return b""


def _again(first: bytes, rest: Iterable[bytes]) -> Iterator[bytes]:
    yield first
    yield from rest


def _transcoded(chunks: Iterable[bytes], encoding: str) -> Iterator[bytes]:
    decoder = codecs.getincrementaldecoder(encoding)()
    for chunk in chunks:
        yield decoder.decode(chunk).encode()
    yield decoder.decode(b"", final=True).encode()
