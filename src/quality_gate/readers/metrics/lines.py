"""What readers of text share: lines within bounds, and numbers as they are written."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from fractions import Fraction
from typing import BinaryIO, Final

from quality_gate.readers.reader import ReadLimits

_DECIMAL: Final = re.compile(r"[-+]?(?:[0-9]{1,400}(?:\.[0-9]{0,400})?|\.[0-9]{1,400})(?:[eE][-+]?[0-9]{1,3})?")


def text_lines(stream: BinaryIO, limits: ReadLimits) -> Iterator[str]:
    """Line by line, without line ends; too much of anything is refused."""
    with_room = limits.max_token + 1
    seen = 0
    text = io.TextIOWrapper(_Kept(stream), encoding="utf-8-sig", newline="")
    while line := text.readline(with_room):
        seen += len(line)
        if len(line) > limits.max_token:
            raise ValueError(f"a line is longer than {limits.max_token:,} characters")
        if seen > limits.max_bytes:
            raise ValueError(f"larger than {limits.max_bytes:,} bytes")
        if "\0" in line:
            raise ValueError("not text: there is a zero byte in it")
        yield line.rstrip("\r\n")


def decimal(text: str) -> Fraction:
    if not _DECIMAL.fullmatch(text):
        raise ValueError(f"{text[:40]!r} is not a number")
    return Fraction(text)


def decimal_or_none(text: str) -> Fraction | None:
    return decimal(text) if _DECIMAL.fullmatch(text) else None


class _Kept(io.BufferedIOBase):
    """A stream that stays open when the text over it is gone."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream

    def readable(self) -> bool:
        return True

    def read1(self, size: int = -1, /) -> bytes:
        return self._stream.read(size)
