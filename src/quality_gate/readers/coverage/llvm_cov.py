"""Reads the JSON of `llvm-cov export`; authoritative are its own totals, per file and for all.

Lines come from the segments as `llvm-cov show` counts them: a line ran as often as the most
executed region that starts on it, or else as the one that wraps it. Instances of a generic
function are one function. A summary without segments has counts only.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import BinaryIO, Final

from quality_gate.model.coverage import Coverage, Unit
from quality_gate.model.ratio import NOTHING, Ratio
from quality_gate.model.reading import Reading, State
from quality_gate.readers.coverage.draft import Drafts
from quality_gate.readers.coverage.llvm_branches import LlvmBranches
from quality_gate.readers.coverage.llvm_segments import Segment, lines_of_segments
from quality_gate.readers.coverage.shortfall import worse
from quality_gate.readers.coverage.written_counts import pair, path_in
from quality_gate.readers.reader import Head, ReadLimits
from quality_gate.readers.strict_json import (
    Json,
    as_list,
    as_object,
    is_positive,
    json_reading,
)

NAME: Final = "llvm-cov"
_TYPE: Final = '"llvm.coverage.json.export"'
_FIRST: Final = re.compile(r'\s*+\{\s*+"data"\s*+:\s*+\[\s*+\{\s*+"(?:files|functions|totals)"')
_SLACK: Final = 50  # percent
_UNITS: Final = (Unit.LINES, Unit.BRANCHES, Unit.FUNCTIONS)


def recognises(head: Head) -> bool:
    return head.is_json and (_TYPE in head.text or _FIRST.match(head.text) is not None)


def read(stream: BinaryIO, limits: ReadLimits) -> Reading:
    return json_reading(NAME, stream, limits, _reading)


def _reading(value: object) -> Reading:
    report = as_object(value, "the report")
    drafts = Drafts()
    declared: dict[Unit, Ratio] = {}
    exports = as_list(report.get("data"), "data")
    for item in exports:
        export = as_object(item, "data")
        branches = LlvmBranches()
        listed = as_list(export.get("functions", []), "functions")
        functions = [as_object(entry, "a function") for entry in listed]
        of_functions = any(entry.get("branches") for entry in functions)
        for part in as_list(export.get("files", []), "files"):
            entry = as_object(part, "a file")
            path = _add_file(drafts, entry)
            if not of_functions:
                branches.add_file(path, entry)
        for entry in functions:
            _add_function(drafts, branches, entry)
        for path, line, views in branches.views():
            drafts.at(path).add_branches(line, views)
        for unit, ratio in _counts(as_object(export.get("totals", {}), "totals")).items():
            declared[unit] = declared.get(unit, NOTHING) + ratio
    # Closures and instances make llvm-cov count some lines twice, so its totals may well be larger.
    reading = drafts.reading(NAME, {})
    total = declared.get(Unit.LINES, NOTHING)
    lines = (reading.coverage or Coverage()).ratio(Unit.LINES) or NOTHING
    if reading.state is State.OK and len(exports) == 1 and (doubts := worse(total, lines, _SLACK)):
        return replace(reading, declared=declared, state=State.SUSPECT, note=doubts[0])
    if reading.state is State.EMPTY and total.whole:
        return replace(reading, declared=declared, note=f"declares {total} lines but lists none")
    return replace(reading, declared=declared)


def _counts(summary: Json) -> dict[Unit, Ratio]:
    counts: dict[Unit, Ratio] = {}
    for unit in _UNITS:
        ratio = pair(as_object(summary.get(unit.value, {}), unit.value), "covered", "count")
        # No branches at all: they were not instrumented, as in Rust, which is not the same as none.
        if ratio is not None and (ratio.whole or unit is not Unit.BRANCHES):
            counts[unit] = ratio
    return counts


def _add_file(drafts: Drafts, entry: Json) -> str:
    path = path_in(entry, "filename")
    draft = drafts.at(path)
    counts = _counts(as_object(entry.get("summary", {}), f"the summary of {path}"))
    draft.counts = {**draft.counts, **{u: r.joined(draft.counts.get(u, r)) for u, r in counts.items()}}
    segments = as_list(entry.get("segments", []), f"the segments of {path}")
    for first, last, hit in lines_of_segments([Segment.of(part, path) for part in segments]):
        draft.add_lines(first, last, hit)
    return path


def _add_function(drafts: Drafts, branches: LlvmBranches, entry: Json) -> None:
    paths = as_list(entry.get("filenames"), "the files of a function")
    regions = as_list(entry.get("regions"), "the regions of a function")
    if not paths or not regions or paths[0] not in drafts.files:
        return
    place = as_list(regions[0], "a region")
    functions = drafts.at(str(paths[0])).functions
    identity = ":".join(str(part) for part in place[:2])
    functions[identity] = functions.get(identity, False) or is_positive(entry.get("count"))
    branches.add_function(str(paths[0]), identity, entry)
