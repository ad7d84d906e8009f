"""Reads gcovr's JSON; authoritative is gcovr's arithmetic: what it excluded does not count.

A line that several functions share, as the instances of a template do, is one line, and ran if it
ran in any of them; its branches are told apart by their number and their blocks.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import BinaryIO, Final

from quality_gate.model.reading import Reading, invalid
from quality_gate.readers.coverage.draft import Drafts, FileDraft
from quality_gate.readers.coverage.strict_json import (
    Json,
    NotReadable,
    as_int,
    as_list,
    as_object,
    is_positive,
    read_object,
)
from quality_gate.readers.coverage.written_counts import named, note_outcome
from quality_gate.readers.reader import Head, ReadLimits

NAME: Final = "gcovr"
_KEY: Final = "gcovr/format_version"


def recognises(head: Head) -> bool:
    return head.is_json and f'"{_KEY}"' in head.text


def read(stream: BinaryIO, limits: ReadLimits) -> Reading:
    try:
        report = read_object(stream, limits)
        drafts = Drafts()
        for value in as_list(report.get("files"), "files"):
            entry = as_object(value, "a file")
            path = entry.get("file")
            if not isinstance(path, str):
                raise NotReadable("a file has no name")
            _add_file(drafts.at(path), entry, path)
    except NotReadable as error:
        return invalid(NAME, str(error))
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
    parts = (branch.get("branchno", position), branch.get("source_block_id"), branch.get("destination_block_id"))
    return "-".join("" if part is None else str(part) for part in parts)
