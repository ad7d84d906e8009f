"""Reads gcovr's JSON summary; authoritative are its own totals, for it holds no lines."""

from __future__ import annotations

from typing import BinaryIO, Final

from quality_gate.model.coverage import Unit
from quality_gate.model.ratio import Ratio
from quality_gate.model.reading import Reading, invalid
from quality_gate.readers.coverage.draft import Drafts
from quality_gate.readers.coverage.strict_json import Json, NotReadable, as_list, as_object, read_object
from quality_gate.readers.coverage.written_counts import pair
from quality_gate.readers.reader import Head, ReadLimits

NAME: Final = "gcovr-summary"
_KEY: Final = "gcovr/summary_format_version"
_KINDS: Final = ((Unit.LINES, "line"), (Unit.BRANCHES, "branch"), (Unit.FUNCTIONS, "function"))


def recognises(head: Head) -> bool:
    return head.is_json and f'"{_KEY}"' in head.text


def read(stream: BinaryIO, limits: ReadLimits) -> Reading:
    try:
        report = read_object(stream, limits)
        drafts = Drafts()
        for value in as_list(report.get("files"), "files"):
            entry = as_object(value, "a file")
            name = entry.get("filename")
            drafts.at(name if isinstance(name, str) else "").counts = _counts(entry)
    except NotReadable as error:
        return invalid(NAME, str(error))
    declared = _counts(report)
    found = sum((draft.counts[Unit.LINES] for draft in drafts.files.values()), Ratio(0, 0))
    if declared[Unit.LINES] != found:
        drafts.doubts.append(f"declares {declared[Unit.LINES]} lines, and {found} by file")
    return drafts.reading(NAME, declared)


def _counts(entry: Json) -> dict[Unit, Ratio]:
    counts: dict[Unit, Ratio] = {}
    for unit, kind in _KINDS:
        ratio = pair(entry, f"{kind}_covered", f"{kind}_total")
        if ratio is not None:
            counts[unit] = ratio
        elif unit is Unit.LINES:
            raise NotReadable("line_covered and line_total are not counts")
    return counts
