"""Reads LCOV tracefiles; authoritative is how lcov 2 sums them up.

A file's records are united. Its lines are those of DA, and those that only BRDA names. Branches
count with the exceptional ones, without those marked unreachable. A function that FNL numbers is
one function with all its aliases. LF, LH and their like count only where they stand alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import BinaryIO, Final

from quality_gate.model.coverage import Unit
from quality_gate.model.ratio import NOTHING, Ratio
from quality_gate.model.reading import Reading, invalid
from quality_gate.readers.coverage.draft import Drafts
from quality_gate.readers.coverage.lcov_branches import ViewCache
from quality_gate.readers.coverage.lcov_record import Record
from quality_gate.readers.coverage.runs import DIGITS, run_of, run_of_usual
from quality_gate.readers.reader import Head, ReadLimits
from quality_gate.readers.stray_bytes import text_of
from quality_gate.readers.text_lines import Bytes
from quality_gate.readers.utf8_stream import Utf8Stream, utf8_head

NAME: Final = "lcov"
_CHUNK: Final = 1 << 20
_END: Final = b"end_of_record"
_LINES: Final = b"\nDA:"
_BRANCHES: Final = b"\nBRDA:"
_RUNS: Final = (_LINES, _BRANCHES)
_FIRST: Final = re.compile(rb"(?:\xef\xbb\xbf)?+(?:\s++|#[^\n]*+\n)*+(?:TN|SF|VER|KF):")
_TAG: Final = re.compile(rb"[A-Z][A-Z0-9_]*\Z")
_MOST_DOUBTS: Final = 3


def recognises(head: Head) -> bool:
    return _FIRST.match(utf8_head(head)) is not None


def read(stream: BinaryIO, limits: ReadLimits) -> Reading:
    tracefile = _Tracefile()
    size = 0
    for block in _blocks(Utf8Stream(stream), limits.max_token):
        size += len(block)
        if size > limits.max_bytes:
            return invalid(NAME, limits.too_large)
        if len(block) > limits.max_token and b"\n" not in block:
            return invalid(NAME, limits.too_long)
        tracefile.take(block)
    return tracefile.reading()


def _blocks(stream: Bytes, most: int) -> Iterator[bytes]:
    """Pieces that end with a record where records are short, else with a line."""
    rest = b""
    while chunk := stream.read(_CHUNK):
        rest += chunk
        cut = rest.rfind(b"\n" + _END)
        if cut < 0 and len(rest) > most // 2:
            cut = rest.rfind(b"\n") + 1 or (len(rest) if len(rest) > most else 0)
        else:
            cut = rest.find(b"\n", cut + 1) + 1 if cut >= 0 else 0
        if cut:
            yield rest[:cut]
            rest = rest[cut:]
    if rest:
        yield rest


class _Tracefile:
    """What has been read so far, and the record that is open."""

    def __init__(self) -> None:
        self._drafts = Drafts()
        self._views = ViewCache()
        self._record: Record | None = None
        self._declared: dict[str, dict[Unit, Ratio]] = {}
        self._unfinished = 0
        self._strange: list[str] = []

    def take(self, block: bytes) -> None:
        if block.startswith(b"\xef\xbb\xbf"):
            block = block[3:]
        if b"\r" in block:
            block = block.replace(b"\r\n", b"\n")
        records = block.split(b"\n" + _END + b"\n")
        for text in records[:-1]:
            self._take_record(text + b"\n")
            self._close()
        self._take_lines(records[-1])

    def _take_record(self, text: bytes) -> None:
        """One whole record: its runs of plain DA and BRDA lines at once, all the rest line by line."""
        at = 0
        for start, tag in sorted((text.find(tag) + 1, tag) for tag in _RUNS):
            if not start or start < at:
                continue
            self._take_lines(text[at:start])
            at = text.find(b"\n", text.rfind(tag) + 1) + 1
            run = text[start:at]
            if not self._taken_at_once(tag, run):
                self._take_lines(run)
        self._take_lines(text[at:])

    def _taken_at_once(self, tag: bytes, text: bytes) -> bool:
        if self._record is None:
            return False
        if tag == _BRANCHES:
            return self._record.take_branches(text)
        usual = run_of_usual(text[3:-1].split(_LINES))
        if usual is not None:
            self._record.add_run(usual)
            return True
        count = text.count(b"\n")
        if text.translate(None, DIGITS) != b"DA:,\n" * count or b":," in text or b",\n" in text:
            return False
        run = run_of(text, count)
        if run is not None:
            self._record.add_run(run)
        return run is not None

    def _take_lines(self, text: bytes) -> None:
        for line in text.split(b"\n"):
            if not line:
                continue
            record = self._record
            tag, colon, value = line.partition(b":")
            if record is not None and colon:
                if tag == b"BRDA":
                    record.take_branch(value)
                    continue
                if record.take(tag, value):
                    continue
            self._take_other(line.strip(), tag.strip(), colon, value)

    def _take_other(self, line: bytes, tag: bytes, colon: bytes, value: bytes) -> None:
        if tag == b"SF" and colon:
            self._unfinished += self._record is not None
            self._close()
            path = text_of(value).strip()
            self._record = Record(path, self._drafts.at(path), self._views)
        elif line == _END:
            self._close()
        elif not line or line.startswith(b"#") or line == b"EOF":
            return
        elif not colon or not _TAG.match(tag) or tag in Record.TAGS:
            self._doubt(line)  # cut off, garbled, or outside of any record

    def _doubt(self, line: bytes) -> None:
        if len(self._strange) <= _MOST_DOUBTS:
            self._strange.append(f"{line[:60].decode('utf-8', 'replace')!r} is no record")

    def _close(self) -> None:
        record, self._record = self._record, None
        if record is None:
            return
        declared = self._declared.setdefault(record.path, {})
        for unit, ratio in record.finished().items():
            declared[unit] = ratio.joined(declared.get(unit, NOTHING))
        if record.doubt and len(self._strange) <= _MOST_DOUBTS:
            self._strange.append(record.doubt)

    def reading(self) -> Reading:
        if self._record is not None:
            self._unfinished += 1
            self._close()
        if self._unfinished:
            missing = f"{self._unfinished:,} without end_of_record: the file may be cut off"
            self._drafts.doubts.append(missing)
        if len(self._strange) > _MOST_DOUBTS:
            self._strange[_MOST_DOUBTS:] = ["and more"]
        self._drafts.doubts.extend(self._strange)
        totals: dict[Unit, Ratio] = {}
        for declared in self._declared.values():
            for unit, ratio in declared.items():
                totals[unit] = totals.get(unit, NOTHING) + ratio
        # Each record has been held against what it declares itself.
        return replace(self._drafts.reading(NAME, {}), declared=totals)
