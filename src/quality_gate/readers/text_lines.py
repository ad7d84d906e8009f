"""A text report line by line, in any encoding that tools write, without holding the whole file."""

from __future__ import annotations

import codecs
from collections.abc import Iterator
from itertools import chain
from typing import Final, Protocol

from quality_gate.readers.reader import ReadLimits, encoding_of

_CHUNK: Final = 1024 * 1024


class Bytes(Protocol):
    """All that is asked of a stream here."""

    def read(self, size: int, /) -> bytes: ...


def text_lines(stream: Bytes, limits: ReadLimits, *, errors: str = "replace") -> Iterator[str]:
    """Every line without its end; a ValueError where there is too much of anything, or no text."""
    return chain.from_iterable(_batches(stream, limits, errors))


def _batches(stream: Bytes, limits: ReadLimits, errors: str) -> Iterator[list[str]]:
    """What is checked is checked for many lines at once: a hostile file holds millions of empty ones."""
    count = 0
    rest: list[str] = []  # pieces of the line that has not ended yet
    for text in _texts(stream, limits, errors):
        *whole, last = text.split("\n")
        if whole:
            whole[0] = "".join((*rest, whole[0]))
            rest = []
            count += len(whole)
            _check(whole, limits)
            yield _bare(whole, text + whole[0])
        rest.append(last)
        if sum(map(len, rest)) > limits.max_token:
            raise ValueError(limits.too_long)
        if count > limits.max_lines:
            raise ValueError(limits.too_many_lines)
    if line := "".join(rest):
        yield _bare([line], line)


def _texts(stream: Bytes, limits: ReadLimits, errors: str) -> Iterator[str]:
    seen = 0
    decoder: codecs.IncrementalDecoder | None = None
    while chunk := stream.read(_CHUNK):
        seen += len(chunk)
        if seen > limits.max_bytes:
            raise ValueError(limits.too_large)
        decoder = decoder or codecs.getincrementaldecoder(encoding_of(chunk))(errors)
        text = decoder.decode(chunk)
        if "\0" in text:
            raise ValueError("holds zero bytes: it was not written to the end, or is no text")
        yield text
    if decoder:
        yield decoder.decode(b"", final=True)


def _check(lines: list[str], limits: ReadLimits) -> None:
    # But for the first, which began earlier, none can be longer than one piece of the file.
    doubtful = lines if limits.max_token < _CHUNK else lines[:1]
    if max(map(len, doubtful)) > limits.max_token:
        raise ValueError(limits.too_long)


def _bare(lines: list[str], text: str) -> list[str]:
    if "\r" not in text and "\ufeff" not in text:
        return lines
    return [line.rstrip("\r").removeprefix("\ufeff") for line in lines]
