"""Reads covdir JSON, a tree of folders as grcov writes it; authoritative are its lines."""

from __future__ import annotations

from typing import BinaryIO, Final

from quality_gate.model.coverage import Unit
from quality_gate.model.reading import Reading
from quality_gate.readers.coverage.draft import Drafts, FileDraft
from quality_gate.readers.coverage.written_counts import contradiction, pair
from quality_gate.readers.reader import Head, ReadLimits
from quality_gate.readers.strict_json import (
    Json,
    NotReadable,
    as_int,
    as_list,
    as_object,
    json_reading,
)

NAME: Final = "covdir"
_NO_CODE: Final = -1


def recognises(head: Head) -> bool:
    return "children" in head.json_keys and '"linesCovered"' in head.text


def read(stream: BinaryIO, limits: ReadLimits) -> Reading:
    return json_reading(NAME, stream, limits, _reading)


def _reading(value: object) -> Reading:
    report = as_object(value, "the report")
    drafts = Drafts()
    waiting: list[tuple[str, Json]] = [("", report)]
    while waiting:
        path, entry = waiting.pop()
        if "children" not in entry:
            _add_lines(drafts.at(path), as_list(entry.get("coverage"), f"the coverage of {path}"), path)
            continue
        for name, child in as_object(entry["children"], f"the children of {path}").items():
            below = f"{path}/{name}" if path else name
            waiting.append((below, as_object(child, below)))
    total = pair(report, "linesCovered", "linesTotal")
    declared = {} if total is None else {Unit.LINES: total}
    drafts.doubts += contradiction(drafts, declared, "the total")
    return drafts.reading(NAME, declared)


def _add_lines(draft: FileDraft, counts: list[object], path: str) -> None:
    for line, value in enumerate(counts, start=1):
        count = as_int(value)
        if count is None or count < _NO_CODE:
            raise NotReadable(f"line {line} of {path[:200]} is not a number of hits")
        if count != _NO_CODE:
            draft.add_line(line, count > 0)
