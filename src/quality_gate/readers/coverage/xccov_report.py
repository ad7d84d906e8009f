"""Reads `xccov view --report --json` of Xcode; authoritative are its counts, for it holds no lines.

Targets of tests are left out: that the tests ran themselves says nothing about the product.
"""

from __future__ import annotations

from typing import BinaryIO, Final

from quality_gate.model.coverage import Unit
from quality_gate.model.ratio import NOTHING, Ratio
from quality_gate.model.reading import Reading
from quality_gate.readers.coverage.draft import Drafts, FileDraft
from quality_gate.readers.coverage.written_counts import pair
from quality_gate.readers.reader import Head, ReadLimits
from quality_gate.readers.strict_json import (
    Json,
    NotReadable,
    as_list,
    as_object,
    is_positive,
    json_reading,
)

NAME: Final = "xccov-report"
_TESTS: Final = ".xctest"
_EXACT: Final = 0


def recognises(head: Head) -> bool:
    return "targets" in head.json_keys and ("lineCoverage" in head.text or "executableLines" in head.text)


def read(stream: BinaryIO, limits: ReadLimits) -> Reading:
    return json_reading(NAME, stream, limits, _reading)


def _reading(value: object) -> Reading:
    report = as_object(value, "the report")
    drafts = Drafts()
    declared = NOTHING
    for item in as_list(report.get("targets"), "targets"):
        target = as_object(item, "a target")
        if str(target.get("name", "")).endswith(_TESTS):
            continue
        declared += _lines(target, "a target")
        for file in as_list(target.get("files"), "the files of a target"):
            _add_file(drafts, as_object(file, "a file"))
    return drafts.reading(NAME, {Unit.LINES: declared}, slack=_EXACT)


def _lines(entry: Json, what: str) -> Ratio:
    ratio = pair(entry, "coveredLines", "executableLines")
    if ratio is None:
        raise NotReadable(f"coveredLines and executableLines of {what[:200]} are not counts")
    return ratio


def _add_file(drafts: Drafts, entry: Json) -> None:
    path = str(entry.get("path") or entry.get("name") or "")
    again = path in drafts.files
    draft: FileDraft = drafts.at(path)
    draft.mentions += again  # several targets may share a file; their sum is then larger than the whole
    lines = _lines(entry, path)
    draft.counts = {Unit.LINES: lines.joined(draft.counts.get(Unit.LINES, lines))}
    for value in as_list(entry.get("functions", []), f"the functions of {path}"):
        function = as_object(value, f"a function of {path}")
        identity = f"{function.get('lineNumber')}:{function.get('name')}"
        hit = is_positive(function.get("executionCount")) or is_positive(function.get("coveredLines"))
        draft.functions[identity] = draft.functions.get(identity, False) or hit
