"""Reads SimpleCov's `.resultset.json`; authoritative is how SimpleCov itself combines the suites.

The suites of a file are added line by line. A line that never ran, and that one suite does not
call code, is no code: that is SimpleCov's own rule.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import BinaryIO, Final

from quality_gate.model.reading import Reading
from quality_gate.readers.coverage.draft import Drafts, FileDraft
from quality_gate.readers.coverage.written_counts import hit_of, named, note_outcome
from quality_gate.readers.reader import Head, ReadLimits
from quality_gate.readers.strict_json import (
    Json,
    as_list,
    as_object,
    is_positive,
    json_reading,
)

NAME: Final = "simplecov"
_KEY: Final = r'\s*+"(?:[^"\\]|\\.)*+"\s*+:\s*+'
_FIRST: Final = re.compile(
    r'\s*+\{(?!\s*+"(?:coverage|meta|files)")' + _KEY + r'\{\s*+"(coverage|timestamp)"\s*+:'
)
_LINE: Final = re.compile(r"\[\s*:?\"?\w+\"?\s*,\s*\d+\s*,\s*(\d{1,9})\s*,")  # of [:if, 0, 4, 4, 8, 7]
_METHOD: Final = re.compile(r"\[(.*),\s*(\d{1,9})(?:,\s*\d+){3}\s*\]\Z", re.DOTALL)


def recognises(head: Head) -> bool:
    return head.is_json and _FIRST.match(head.text) is not None


def read(stream: BinaryIO, limits: ReadLimits) -> Reading:
    return json_reading(NAME, stream, limits, _reading)


@dataclass(slots=True)
class _File:
    """One file, as all suites so far have seen it."""

    draft: FileDraft
    hit: set[int] = field(default_factory=set)
    missed: set[int] = field(default_factory=set)
    no_code: set[int] = field(default_factory=set)
    branches: dict[int, dict[str, bool]] = field(default_factory=dict)


def _reading(value: object) -> Reading:
    report = as_object(value, "the report")
    drafts = Drafts()
    files: dict[str, _File] = {}
    for suite, results in report.items():
        where = f"the coverage of {suite}"
        for path, entry in as_object(as_object(results, suite).get("coverage"), where).items():
            if path not in files:
                files[path] = _File(drafts.at(path))
            _add_suite(files[path], entry, path)
    for file in files.values():
        for line in file.hit:
            file.draft.add_line(line, True)
        for line in file.missed - file.hit - file.no_code:
            file.draft.add_line(line, False)
        for line, outcomes in file.branches.items():
            file.draft.add_branches(line, named(NAME, outcomes))
    return drafts.reading(NAME, {})


def _add_suite(file: _File, entry: object, path: str) -> None:
    """One suite's view of a file: only its lines, as old versions wrote it, or an object of all kinds."""
    kinds: Json = entry if isinstance(entry, dict) else {"lines": entry}
    for line, value in enumerate(as_list(kinds.get("lines"), f"the lines of {path}"), start=1):
        hit = hit_of(value, f"line {line} of {path}")
        (file.no_code if hit is None else file.hit if hit else file.missed).add(line)
    for condition, outcomes in as_object(kinds.get("branches") or {}, f"the branches of {path}").items():
        found = _LINE.match(condition)
        for branch, count in as_object(outcomes, f"the branches of {path}").items():
            line = int(found[1]) if found else 0
            note_outcome(file.branches, line, f"{condition} {branch}", is_positive(count))
    for method, count in as_object(kinds.get("methods") or {}, f"the methods of {path}").items():
        named_at = _METHOD.match(method)
        identity = f"{named_at[2]}:{named_at[1]}" if named_at else f"0:{method}"
        functions = file.draft.functions
        functions[identity] = functions.get(identity, False) or is_positive(count)
