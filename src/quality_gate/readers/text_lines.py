"""A text report line by line, in any encoding that tools write, without holding the whole file."""

from __future__ import annotations

import codecs
from collections.abc import Iterator
from typing import BinaryIO, Final

from quality_gate.model.wording import size_text
from quality_gate.readers.reader import ReadLimits, encoding_of

_CHUNK: Final = 1024 * 1024


def text_lines(stream: BinaryIO, limits: ReadLimits) -> Iterator[str]:
    """Every line without its end; a ValueError where the file is too large, or is no text."""
    seen = 0
    decoder: codecs.IncrementalDecoder | None = None
    rest: list[str] = []  # pieces of the line that has not ended yet
    kept = 0
    while chunk := stream.read(_CHUNK):
        seen += len(chunk)
        if seen > limits.max_bytes:
            raise ValueError(f"larger than {size_text(limits.max_bytes)}")
        decoder = decoder or codecs.getincrementaldecoder(encoding_of(chunk))(errors="replace")
        *whole, last = decoder.decode(chunk).split("\n")
        for line in whole:
            yield _ended("".join((*rest, line)), limits)
            rest, kept = [], 0
        rest.append(last)
        kept += len(last)
        if kept > limits.max_token:
            raise ValueError(f"a line of more than {size_text(limits.max_token)}")
    if line := "".join(rest) + (decoder.decode(b"", final=True) if decoder else ""):
        yield _ended(line, limits)


def _ended(line: str, limits: ReadLimits) -> str:
    if len(line) > limits.max_token:
        raise ValueError(f"a line of more than {size_text(limits.max_token)}")
    if "\0" in line:
        raise ValueError("holds zero bytes: it was not written to the end, or is no text")
    return line.removesuffix("\r").removeprefix("\ufeff")
