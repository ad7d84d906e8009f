"""Reads gcov's own JSON, one document or one in each line; authoritative are its lines and branches."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import BinaryIO, Final

from quality_gate.model.reading import Reading, invalid
from quality_gate.readers.coverage.draft import Drafts, FileDraft
from quality_gate.readers.coverage.written_counts import named, note_outcome, path_in
from quality_gate.readers.reader import Head, ReadLimits, encoding_of
from quality_gate.readers.stray_bytes import text_of
from quality_gate.readers.strict_json import (
    Json,
    NotReadable,
    as_int,
    as_list,
    as_object,
    is_positive,
    read_object,
)
from quality_gate.readers.whole import read_whole

NAME: Final = "gcov"


def recognises(head: Head) -> bool:
    return "gcc_version" in head.json_keys


def read(stream: BinaryIO, limits: ReadLimits) -> Reading:
    drafts = Drafts()
    roots: dict[str, None] = {}
    try:
        for report in _documents(stream, limits):
            folder = report.get("current_working_directory")
            if isinstance(folder, str) and folder:
                roots[folder] = None
            for value in as_list(report.get("files"), "files"):
                entry = as_object(value, "a file")
                path = path_in(entry, "file")
                _add_file(drafts.at(path), entry, path)
    except NotReadable as error:
        return invalid(NAME, str(error))
    return drafts.reading(NAME, {}, roots=tuple(roots))


def _documents(stream: BinaryIO, limits: ReadLimits) -> Iterator[Json]:
    """`gcov --stdout` writes one line for each data file, a formatter may have spread a single one."""
    raw = read_whole(stream, limits.max_bytes)
    if len(raw) > limits.max_bytes:
        raise NotReadable(limits.too_large)
    lines = [line for line in raw.split(b"\n") if line.strip()]
    each_is_one = len(lines) > 1 and all(line.strip().endswith(b"}") for line in lines)
    for text in lines if each_is_one else [raw]:
        # gcov writes the names of sources as they are, in whatever encoding.
        plain = text_of(text).encode() if encoding_of(text) == "utf-8" else text
        yield read_object(io.BytesIO(plain), limits)


def _add_file(draft: FileDraft, entry: Json, path: str) -> None:
    branches: dict[int, dict[str, bool]] = {}
    for value in as_list(entry.get("lines"), f"the lines of {path}"):
        line = as_object(value, f"a line of {path}")
        number, function = as_int(line.get("line_number")) or 0, line.get("function_name", "")
        draft.add_line(number, is_positive(line.get("count")))
        listed = as_list(line.get("branches", []), f"the branches of {path}:{number}")
        for position, outcome in enumerate(listed):
            branch = as_object(outcome, f"a branch of {path}:{number}")
            note_outcome(branches, number, f"{position} {function}", is_positive(branch.get("count")))
    for number, outcomes in branches.items():
        draft.add_branches(number, named(NAME, outcomes))
    for value in as_list(entry.get("functions", []), f"the functions of {path}"):
        called = as_object(value, f"a function of {path}")
        identity = f"{called.get('start_line')}:{called.get('name')}"
        hit = is_positive(called.get("execution_count"))
        draft.functions[identity] = draft.functions.get(identity, False) or hit
