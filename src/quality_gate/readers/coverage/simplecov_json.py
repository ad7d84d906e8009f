"""Reads SimpleCov's `coverage.json`, of version 1.0 and before; authoritative is its own `total`."""

from __future__ import annotations

from collections import Counter
from typing import BinaryIO, Final

from quality_gate.model.coverage import Unit
from quality_gate.model.ratio import Ratio
from quality_gate.model.reading import Reading
from quality_gate.readers.coverage.draft import Drafts, FileDraft
from quality_gate.readers.coverage.written_counts import (
    add_hits,
    contradiction,
    hit_of,
    named,
    note_outcome,
    pair,
)
from quality_gate.readers.reader import Head, ReadLimits
from quality_gate.readers.strict_json import (
    Json,
    as_int,
    as_list,
    as_object,
    json_reading,
)

NAME: Final = "simplecov-json"
_KINDS: Final = ((Unit.LINES, "lines"), (Unit.BRANCHES, "branches"), (Unit.FUNCTIONS, "methods"))


def recognises(head: Head) -> bool:
    return head.is_json and '"simplecov_version"' in head.text and "meta" in head.json_keys


def read(stream: BinaryIO, limits: ReadLimits) -> Reading:
    return json_reading(NAME, stream, limits, _reading)


def _reading(value: object) -> Reading:
    report = as_object(value, "the report")
    drafts = Drafts()
    for path, entry in as_object(report.get("coverage"), "coverage").items():
        _add_file(drafts.at(path), as_object(entry, path), path)
    total = as_object(report.get("total", {}), "total")
    declared: dict[Unit, Ratio] = {}
    for unit, kind in _KINDS:
        ratio = pair(as_object(total.get(kind, {}), kind), "covered", "total")
        if ratio is not None:
            declared[unit] = ratio
    root = as_object(report.get("meta", {}), "meta").get("root")
    drafts.doubts += contradiction(drafts, declared, "the total")
    return drafts.reading(NAME, declared, roots=(root,) if isinstance(root, str) and root else ())


def _add_file(draft: FileDraft, entry: Json, path: str) -> None:
    for unit, kind in _KINDS:
        ratio = pair(entry, f"covered_{kind}", f"total_{kind}")
        if ratio is not None:
            draft.counts = {**draft.counts, unit: ratio}
    if "lines" in entry:
        add_hits(draft, entry["lines"], path)
    branches: dict[int, dict[str, bool]] = {}
    times: Counter[str] = Counter()
    for value in as_list(entry.get("branches", []), f"the branches of {path}"):
        branch = as_object(value, f"a branch of {path}")
        hit = hit_of(branch.get("coverage"), f"a branch of {path}")
        line = as_int(branch.get("report_line")) or as_int(branch.get("start_line")) or 0
        name = f"{branch.get('type')} {branch.get('start_line')}-{branch.get('end_line')}"
        times[name] += 1  # two branches of one kind may stand on one line
        if hit is not None:
            note_outcome(branches, line, f"{name}#{times[name]}", hit)
    for line, outcomes in branches.items():
        draft.add_branches(line, named(NAME, outcomes))
    for value in as_list(entry.get("methods", []), f"the methods of {path}"):
        method = as_object(value, f"a method of {path}")
        hit = hit_of(method.get("coverage"), f"a method of {path}")
        identity = f"{method.get('start_line')}:{method.get('name')}"
        if hit is not None:
            draft.functions[identity] = draft.functions.get(identity, False) or hit
