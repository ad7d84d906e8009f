"""The coverage of a record: lines as ranges, everything else as counts."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Final

from quality_gate.model.coverage import MOST_LINES, FileCoverage, Unit
from quality_gate.model.ratio import Ratio
from quality_gate.readers.record_fields import BadRecord, Fields

_RANGES: Final = re.compile(r"[0-9]{1,9}(?:-[0-9]{1,9})?(?:,[0-9]{1,9}(?:-[0-9]{1,9})?)*+\Z")
_MOST_BITS: Final = 300_000_000  # of all files together: a small hostile record can ask for terabytes


def coverage_of(files: Fields) -> dict[str, FileCoverage]:
    left = _MOST_BITS
    found = {}
    for path in files.names:
        found[path] = _file(files.inner(path))
        left -= found[path].measured.bit_length()
        if left < 0:
            raise BadRecord("its files have more lines than can be true")
    return found


def _file(one: Fields) -> FileCoverage:
    measured = _bits(one.text("measured"))
    units = one.inner("units")
    counts = {}
    for name in units.names:
        if name not in list(Unit):
            raise BadRecord(f"{name[:60]!r} is no unit of coverage")
        inner = units.inner(name)
        part, whole = inner.count("covered"), inner.count("total")
        if part > whole:
            raise BadRecord(f"{part} of {whole} {name} are covered")
        counts[Unit(name)] = Ratio(part, whole)
    file = FileCoverage(
        measured,
        _bits(one.text("covered"), max(measured.bit_length() - 1, 0)) & measured,
        counts=counts,
        headline=one.choice("headline", Unit),
    )
    return replace(file, counts={**counts, **_beyond_lines(file)})


def _beyond_lines(file: FileCoverage) -> dict[Unit, Ratio]:
    """What totals knew beyond the lines is part of what was written: it must not be taken off again."""
    listed, written = file.listed(Unit.LINES), file.counts.get(Unit.LINES)
    if listed is None or written is None:
        return {}
    beyond = max(written.part - listed.part, 0)
    return {Unit.LINES: Ratio(min(listed.whole + beyond, written.whole), written.whole)}


def _bits(text: str, last: int = MOST_LINES) -> int:
    """`1-9,12`: drawn as text first, which is quick however many ranges there are; none is drawn twice."""
    if not text:
        return 0
    if not _RANGES.match(text):
        raise BadRecord(f"{text[:60]!r} are no ranges of lines")
    runs, before = [], -1
    for written in text.split(","):
        first, _, second = written.partition("-")
        start, end = int(first), int(second or first)
        if not before < start <= end <= last:
            raise BadRecord(f"{written} is no range of lines here: they ascend up to {last:,}")
        runs.append((start, end))
        before = end
    drawn = bytearray(b"0") * (before + 1)
    for start, end in runs:
        drawn[start : end + 1] = b"1" * (end + 1 - start)
    return int(drawn[::-1], 2)
