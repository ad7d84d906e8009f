"""Reads gcovr's JSON summary; authoritative are its own totals, for it holds no lines."""

from __future__ import annotations

from typing import BinaryIO, Final

from quality_gate.model.coverage import Unit
from quality_gate.model.ratio import Ratio
from quality_gate.model.reading import Reading
from quality_gate.readers.coverage.draft import Drafts
from quality_gate.readers.coverage.written_counts import pair, path_in
from quality_gate.readers.reader import Head, ReadLimits
from quality_gate.readers.strict_json import Json, NotReadable, as_list, as_object, json_reading

NAME: Final = "gcovr-summary"
_KEY: Final = "gcovr/summary_format_version"
_KINDS: Final = ((Unit.LINES, "line"), (Unit.BRANCHES, "branch"), (Unit.FUNCTIONS, "function"))


def recognises(head: Head) -> bool:
    return head.is_json and f'"{_KEY}"' in head.text


def read(stream: BinaryIO, limits: ReadLimits) -> Reading:
    return json_reading(NAME, stream, limits, _reading)


def _reading(value: object) -> Reading:
    report = as_object(value, "the report")
    drafts = Drafts()
    for item in as_list(report.get("files"), "files"):
        entry = as_object(item, "a file")
        drafts.at(path_in(entry, "filename")).counts = _counts(entry)
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
