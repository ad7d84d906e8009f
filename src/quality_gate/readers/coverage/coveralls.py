"""Reads the JSON that is sent to Coveralls; authoritative are its lists of hits."""

from __future__ import annotations

from typing import BinaryIO, Final

from quality_gate.model.reading import Reading
from quality_gate.readers.coverage.draft import Drafts, FileDraft
from quality_gate.readers.coverage.written_counts import add_hits, named, note_outcome, path_in
from quality_gate.readers.reader import Head, ReadLimits
from quality_gate.readers.strict_json import (
    NotReadable,
    as_int,
    as_list,
    as_object,
    is_positive,
    json_reading,
)

NAME: Final = "coveralls"
_FIELDS: Final = 4  # line, block, branch, hits


def recognises(head: Head) -> bool:
    return "source_files" in head.json_keys


def read(stream: BinaryIO, limits: ReadLimits) -> Reading:
    return json_reading(NAME, stream, limits, _reading)


def _reading(value: object) -> Reading:
    report = as_object(value, "the report")
    drafts = Drafts()
    for item in as_list(report.get("source_files"), "source_files"):
        entry = as_object(item, "a source file")
        name = path_in(entry, "name")
        add_hits(drafts.at(name), entry.get("coverage"), name)
        _add_branches(drafts.at(name), as_list(entry.get("branches") or [], f"the branches of {name}"), name)
    return drafts.reading(NAME, {})


def _add_branches(draft: FileDraft, numbers: list[object], path: str) -> None:
    if len(numbers) % _FIELDS:
        raise NotReadable(f"the branches of {path[:200]} do not come in fours")
    branches: dict[int, dict[str, bool]] = {}
    for start in range(0, len(numbers), _FIELDS):
        line, block, branch, hits = numbers[start : start + _FIELDS]
        note_outcome(branches, as_int(line) or 0, f"{block},{branch}", is_positive(hits))
    for number, outcomes in branches.items():
        draft.add_branches(number, named(NAME, outcomes))
