"""What readers of text share: lines within bounds, and numbers as they are written."""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction
from typing import BinaryIO, Final

from quality_gate.readers.reader import ReadLimits, encoding_of

_DECIMAL: Final = re.compile(
    r"[-+]?(?:[0-9]{1,400}(?:\.[0-9]{0,400})?|\.[0-9]{1,400})(?:[eE][-+]?[0-9]{1,3})?"
)


def text_lines(stream: BinaryIO, limits: ReadLimits) -> Iterator[str]:
    """Line by line, without line ends; too much of anything is refused."""
    seen = 0
    for number, raw in enumerate(_raw_lines(stream, limits), start=1):
        seen += len(raw)
        if len(raw) > limits.max_token:
            raise ValueError(f"line {number:,} is longer than {limits.max_token:,} bytes")
        if seen > limits.max_bytes:
            raise ValueError(f"larger than {limits.max_bytes:,} bytes")
        if b"\0" in raw:
            raise ValueError(f"not text: there is a zero byte in line {number:,}")
        yield raw.decode("utf-8-sig" if number == 1 else "utf-8").rstrip("\r\n")


def _raw_lines(stream: BinaryIO, limits: ReadLimits) -> Iterator[bytes]:
    """In UTF-8; what some shells write as UTF-16 is small enough to be read at once."""
    most = limits.max_token + 1
    first = stream.readline(most)
    encoding = encoding_of(first)
    if encoding not in ("utf-8", "utf-8-sig"):
        first += stream.read(most)
        if len(first) > min(limits.max_bytes, limits.max_token):
            raise ValueError(f"larger than {min(limits.max_bytes, limits.max_token):,} bytes")
        yield from (line.encode() for line in first.decode(encoding).splitlines(keepends=True))
        return
    while first:
        yield first
        first = stream.readline(most)


def decimal(text: str) -> Fraction:
    if not _DECIMAL.fullmatch(text):
        raise ValueError(f"{text[:40]!r} is not a number")
    return Fraction(text)


def decimal_or_none(text: str) -> Fraction | None:
    return decimal(text) if _DECIMAL.fullmatch(text) else None
