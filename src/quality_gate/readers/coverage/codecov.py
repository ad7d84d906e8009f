"""Reads Codecov's own JSON; authoritative are its lines, of which a partly covered one did run."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import BinaryIO, Final

from quality_gate.model.reading import Reading
from quality_gate.readers.coverage.draft import Drafts, FileDraft
from quality_gate.readers.coverage.written_counts import anonymous, hit_of, whole
from quality_gate.readers.reader import Head, ReadLimits
from quality_gate.readers.strict_json import NotReadable, as_object, json_reading

NAME: Final = "codecov"
_SHARE: Final = re.compile(r"\s*(\d{1,9})\s*/\s*(\d{1,9})\s*\Z")
# Of other formats; the last is that of our own record.
_OTHERS: Final = ("meta", "files", "result", "coverable", "source_files", "total", "rulings")
_SKIPPED: Final = -1


def recognises(head: Head) -> bool:
    return "coverage" in head.json_keys and not any(key in head.json_keys for key in _OTHERS)


def read(stream: BinaryIO, limits: ReadLimits) -> Reading:
    return json_reading(NAME, stream, limits, _reading)


def _reading(value: object) -> Reading:
    report = as_object(value, "the report")
    drafts = Drafts()
    for path, lines in as_object(report.get("coverage"), "coverage").items():
        for line, count in _numbered(lines, path):
            _add_line(drafts.at(path), line, count, f"line {line} of {path}")
        drafts.at(path)
    return drafts.reading(NAME, {})


def _numbered(lines: object, path: str) -> Iterable[tuple[int, object]]:
    """By number, or as a list whose first value stands for no line."""
    if isinstance(lines, list):
        return enumerate(lines[1:], start=1)
    return ((whole(number) or 0, value) for number, value in as_object(lines, path).items())


def _add_line(draft: FileDraft, line: int, value: object, where: str) -> None:
    if value is None or value == _SKIPPED:
        return
    if isinstance(value, bool):  # old, and never explained: true is partly covered
        value = "1/2" if value else 0
    if not isinstance(value, str):
        draft.add_line(line, hit_of(value, where) is True)
        return
    share = _SHARE.match(value)
    if not share:
        raise NotReadable(f"{where[:200]} is neither a number of hits nor a share of branches")
    part, total = int(share[1]), int(share[2])
    draft.add_line(line, part > 0)
    views = anonymous(NAME, part, total)
    if views:
        draft.add_branches(line, views)
