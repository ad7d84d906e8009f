"""Reads `xccov view --archive --json` of Xcode; authoritative are its executable lines."""

from __future__ import annotations

from typing import BinaryIO, Final

from quality_gate.model.reading import Reading, invalid
from quality_gate.readers.coverage.draft import Drafts
from quality_gate.readers.coverage.strict_json import (
    NotReadable,
    as_int,
    as_list,
    as_object,
    is_positive,
    read_object,
)
from quality_gate.readers.reader import Head, ReadLimits

NAME: Final = "xccov-archive"


def recognises(head: Head) -> bool:
    return head.is_json and '"isExecutable"' in head.text


def read(stream: BinaryIO, limits: ReadLimits) -> Reading:
    try:
        report = read_object(stream, limits)
        drafts = Drafts()
        for path, lines in report.items():
            draft = drafts.at(path)
            for value in as_list(lines, path):
                line = as_object(value, f"a line of {path}")
                if line.get("isExecutable") is True:
                    draft.add_line(as_int(line.get("line")) or 0, is_positive(line.get("executionCount")))
    except NotReadable as error:
        return invalid(NAME, str(error))
    return drafts.reading(NAME, {})
