"""Reads cargo-tarpaulin's JSON; authoritative are the traces, with its own totals beside them."""

from __future__ import annotations

import re
from typing import BinaryIO, Final

from quality_gate.model.coverage import Unit
from quality_gate.model.ratio import NOTHING, Ratio
from quality_gate.model.reading import Reading
from quality_gate.readers.coverage.draft import Drafts, FileDraft
from quality_gate.readers.coverage.written_counts import contradiction, pair
from quality_gate.readers.reader import Head, ReadLimits
from quality_gate.readers.strict_json import (
    Json,
    as_int,
    as_list,
    as_object,
    is_positive,
    json_reading,
)

NAME: Final = "tarpaulin"
_FIRST: Final = re.compile(r'\s*+\{\s*+"files"\s*+:\s*+\[\s*+\{\s*+"path"\s*+:\s*+\[')


def recognises(head: Head) -> bool:
    return head.is_json and (_FIRST.match(head.text) is not None or "coverable" in head.json_keys)


def read(stream: BinaryIO, limits: ReadLimits) -> Reading:
    return json_reading(NAME, stream, limits, _reading)


def _reading(value: object) -> Reading:
    report = as_object(value, "the report")
    drafts = Drafts()
    sums: list[Ratio] = []
    for item in as_list(report.get("files"), "files"):
        entry = as_object(item, "a file")
        path = _path(as_list(entry.get("path"), "the path of a file"))
        _add_traces(drafts.at(path), entry, path)
        counted = pair(entry, "covered", "coverable")
        if counted is not None:
            sums.append(counted)
    total = pair(report, "covered", "coverable")  # which old versions do not write
    if total is None and sums:
        total = sum(sums, NOTHING)
    declared = {Unit.LINES: total} if total is not None else {}
    drafts.doubts += contradiction(drafts, declared, "its total")
    return drafts.reading(NAME, declared)


def _path(parts: list[object]) -> str:
    """A path in pieces, of which the first may be a slash or a drive."""
    names = [str(part).rstrip("/\\") for part in parts]
    return "/".join(name for position, name in enumerate(names) if name or not position)


def _add_traces(draft: FileDraft, entry: Json, path: str) -> None:
    for value in as_list(entry.get("traces"), f"the traces of {path}"):
        trace = as_object(value, f"a trace of {path}")
        stats = as_object(trace.get("stats"), f"the stats of {path}")
        if "Line" in stats:
            draft.add_line(as_int(trace.get("line")) or 0, is_positive(stats["Line"]))
