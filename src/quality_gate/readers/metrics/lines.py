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


def text_lines(stream: BinaryIO, limits: ReadLimits) -> Iterator[str]:
    """Line by line, without line ends; bytes that are no text are refused, since numbers stand in them."""
    return text_report.text_lines(stream, limits, errors="strict")


def decimal(text: str) -> Fraction:
    if not _DECIMAL.fullmatch(text):
        raise ValueError(f"{text[:40]!r} is not a number")
    return Fraction(text)


def decimal_or_none(text: str) -> Fraction | None:
    return decimal(text) if _DECIMAL.fullmatch(text) else None
