"""What readers of text share: lines within bounds, and numbers as they are written."""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction
from typing import BinaryIO, Final

from quality_gate.readers import text_lines as text_report
from quality_gate.readers.reader import ReadLimits

_DECIMAL: Final = re.compile(
    r"[-+]?(?:[0-9]{1,400}(?:\.[0-9]{0,400})?|\.[0-9]{1,400})(?:[eE][-+]?[0-9]{1,3})?"
)

_WIDEST: Final = 4  # bytes of one character, in UTF-32


class Lines:
    """Line by line, without line ends; bytes that are no text are refused, since numbers stand in them.

    Afterwards `ended` says whether the last line has its end: a number in one without may be half a number.
    """

    def __init__(self, stream: BinaryIO, limits: ReadLimits) -> None:
        self._stream = stream
        self._limits = limits
        self._last = b""

    def __iter__(self) -> Iterator[str]:
        return text_report.text_lines(self, self._limits, errors="strict")

    def read(self, size: int, /) -> bytes:
        piece = self._stream.read(size)
        self._last = (self._last + piece[-_WIDEST:])[-_WIDEST:]
        return piece

    @property
    def ended(self) -> bool:
        return self._last.rstrip(b"\0").endswith(b"\n") or not self._last


def decimal(text: str) -> Fraction:
    if not _DECIMAL.fullmatch(text):
        raise ValueError(f"{text[:40]!r} is not a number")
    return Fraction(text)


def decimal_or_none(text: str) -> Fraction | None:
    return decimal(text) if _DECIMAL.fullmatch(text) else None
