"""Reads Go's coverage profiles; authoritative is the arithmetic of `go tool cover -func`.

A block that is listed again, by another test binary or another profile, is one block, and ran if
it ran anywhere. Statements are counted by block with the weight that it declares; lines are those
within the blocks, and one is covered where any of its blocks ran.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import BinaryIO, Final

from quality_gate.model.coverage import Coverage, Unit
from quality_gate.model.reading import Reading, State, invalid
from quality_gate.model.wording import plural
from quality_gate.readers.coverage.draft import Drafts
from quality_gate.readers.reader import Head, ReadLimits
from quality_gate.readers.stray_bytes import text_of
from quality_gate.readers.text_lines import Bytes
from quality_gate.readers.utf8_stream import Utf8Stream, utf8_head

NAME: Final = "go-cover"
_CHUNK: Final = 1 << 20
_FIRST: Final = re.compile(rb"(?:\xef\xbb\xbf)?\s*mode: ?(?:set|count|atomic)\s")
_MODE: Final = re.compile(rb"mode: ?(?:set|count|atomic)\s*\Z")
_COUNT: Final = re.compile(rb"\d+\s*\Z")
_BLOCK: Final = re.compile(rb"(.+):((\d{1,9})\.\d{1,9},(\d{1,9})\.\d{1,9}) (\d{1,9})\Z")
_MOST_DOUBTS: Final = 3


def recognises(head: Head) -> bool:
    raw = utf8_head(head)
    return _FIRST.match(raw) is not None or raw.strip() in (b"mode: set", b"mode: count")


def read(stream: BinaryIO, limits: ReadLimits) -> Reading:
    profile = _Profile()
    size = -1  # the last line ends without a line end
    for lines in _batches(Utf8Stream(stream), limits.max_token):
        size += sum(map(len, lines), len(lines))
        if size > limits.max_bytes:
            return invalid(NAME, limits.too_large)
        if any(len(line) > limits.max_token for line in lines):
            return invalid(NAME, limits.too_long)
        profile.take(lines)
    return profile.reading()


def _batches(stream: Bytes, most: int) -> Iterator[list[bytes]]:
    """Whole lines, many at a time; a line that is too long comes as soon as that is known."""
    rest = b""
    while chunk := stream.read(_CHUNK):
        *lines, rest = (rest + chunk).split(b"\n")
        yield lines if len(rest) <= most else [*lines, rest]
    yield [rest]


class _Profile:
    def __init__(self) -> None:
        self._blocks: dict[bytes, bool] = {}  # file, range and weight → ran
        self._doubts: list[str] = []

    def take(self, lines: list[bytes]) -> None:
        blocks = self._blocks
        for line in lines:
            block, _, count = line.rpartition(b" ")
            if count.isdigit() or _COUNT.match(count):
                if not blocks.get(block):
                    blocks[block] = bool(count.strip(b"0 \t\r"))
            elif line.strip() and not _MODE.match(line.removeprefix(b"\xef\xbb\xbf")):
                self._doubt(f"{line[:60].decode('utf-8', 'replace').strip()!r} is no block")

    def reading(self) -> Reading:
        drafts = Drafts()
        for block, ran in self._blocks.items():
            found = _BLOCK.match(block)
            if not found or int(found[3]) > int(found[4]):
                self._doubt(f"{block[:60].decode('utf-8', 'replace')!r} is no block")
                continue
            path, place = text_of(found[1]), found[2].decode()
            draft, weight = drafts.at(path), int(found[5])
            known = draft.statements.get(place, (weight, False))
            if known[0] != weight:
                self._doubt(f"{path}:{place} holds {plural(known[0], 'statement')} here and {weight} there")
            draft.statements[place] = (max(known[0], weight), known[1] or ran)
            if weight:
                draft.add_lines(int(found[3]), int(found[4]), ran)
        drafts.doubts += self._doubts[:_MOST_DOUBTS]
        reading = drafts.reading(NAME, {})
        if reading.state is State.EMPTY:
            return replace(reading, note="no statement was measured")
        coverage = reading.coverage or Coverage()
        files = {path: replace(file, headline=Unit.STATEMENTS) for path, file in coverage.files.items()}
        return replace(reading, coverage=Coverage(files))

    def _doubt(self, text: str) -> None:
        if len(self._doubts) < _MOST_DOUBTS:
            self._doubts.append(text)
