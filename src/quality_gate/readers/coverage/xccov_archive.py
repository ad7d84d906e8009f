"""Reads `xccov view --archive --json` of Xcode; authoritative are its executable lines."""

from __future__ import annotations

from typing import BinaryIO, Final

from quality_gate.model.reading import Reading
from quality_gate.readers.coverage.draft import Drafts
from quality_gate.readers.reader import Head, ReadLimits
from quality_gate.readers.strict_json import as_int, as_list, as_object, is_positive, json_reading

NAME: Final = "xccov-archive"


def recognises(head: Head) -> bool:
    return head.is_json and '"isExecutable"' in head.text


def read(stream: BinaryIO, limits: ReadLimits) -> Reading:
    return json_reading(NAME, stream, limits, _reading)


def _reading(value: object) -> Reading:
    drafts = Drafts()
    for path, lines in as_object(value, "the report").items():
        draft = drafts.at(path)
        for item in as_list(lines, path):
            line = as_object(item, f"a line of {path}")
            if line.get("isExecutable") is True:
                draft.add_line(as_int(line.get("line")) or 0, is_positive(line.get("executionCount")))
    return drafts.reading(NAME, {})
