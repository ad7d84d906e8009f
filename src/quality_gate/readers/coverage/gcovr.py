"""Reads gcovr's JSON; authoritative is gcovr's arithmetic: what it excluded does not count.

A line that several functions share, as the instances of a template do, is one line, and ran if it
ran in any of them; its branches are told apart by their number and their blocks.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import BinaryIO, Final

from quality_gate.model.reading import Reading
from quality_gate.readers.coverage.draft import Drafts, FileDraft
from quality_gate.readers.coverage.written_counts import named, note_outcome, path_in
from quality_gate.readers.reader import Head, ReadLimits
from quality_gate.readers.strict_json import (
    Json,
    as_int,
    as_list,
    as_object,
    is_positive,
    json_reading,
)

NAME: Final = "gcovr"
_KEY: Final = "gcovr/format_version"


def recognises(head: Head) -> bool:
    return head.is_json and f'"{_KEY}"' in head.text


def read(stream: BinaryIO, limits: ReadLimits) -> Reading:
    return json_reading(NAME, stream, limits, _reading)


def _reading(value: object) -> Reading:
    report = as_object(value, "the report")
    drafts = Drafts()
    for item in as_list(report.get("files"), "files"):
        entry = as_object(item, "a file")
        path = path_in(entry, "file")
        _add_file(drafts.at(path), entry, path)
    return drafts.reading(NAME, {})


def _excluded(entry: Json) -> bool:
    return entry.get("gcovr/noncode") is True or entry.get("gcovr/excluded") is True


def _add_file(draft: FileDraft, entry: Json, path: str) -> None:
    branches: dict[int, dict[str, bool]] = {}
    for value in as_list(entry.get("lines"), f"the lines of {path}"):
        line = as_object(value, f"a line of {path}")
        number = as_int(line.get("line_number")) or 0
        if _excluded(line):
            continue
        draft.add_line(number, is_positive(line.get("count")))
        listed = as_list(line.get("branches", []), f"the branches of {path}:{number}")
        for position, outcome in enumerate(listed):
            branch = as_object(outcome, f"a branch of {path}:{number}")
            if not _excluded(branch):
                note_outcome(branches, number, _name(branch, position), is_positive(branch.get("count")))
    for number, outcomes in branches.items():
        draft.add_branches(number, named(NAME, outcomes))
    for value in as_list(entry.get("functions", []), f"the functions of {path}"):
        function = as_object(value, f"a function of {path}")
        if not _excluded(function):
            identity = f"{function.get('lineno')}:{function.get('name') or function.get('demangled_name')}"
            hit = is_positive(function.get("execution_count"))
            draft.functions[identity] = draft.functions.get(identity, False) or hit


def _name(branch: Mapping[str, object], position: int) -> str:
    parts = (
        branch.get("branchno", position),
        branch.get("source_block_id"),
        branch.get("destination_block_id"),
    )
    return "-".join("" if part is None else str(part) for part in parts)
