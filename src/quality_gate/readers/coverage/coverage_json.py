"""Reads coverage.py's JSON (formats 2 and 3); authoritative is coverage.py's own `totals` arithmetic."""

from __future__ import annotations

from typing import BinaryIO, Final

from quality_gate.model.coverage import BranchView, Unit
from quality_gate.model.ratio import NOTHING, Ratio
from quality_gate.model.reading import Reading, invalid
from quality_gate.readers.coverage.draft import Drafts, FileDraft
from quality_gate.readers.coverage.written import coverage_py_text, ratio_or_none
from quality_gate.readers.reader import Head, ReadLimits
from quality_gate.readers.strict_json import (
    Json,
    NotReadable,
    as_int,
    as_list,
    as_object,
    read_object,
)

NAME: Final = "coverage-json"
DIALECT: Final = "coverage.py"
_NO_BRANCHES: Final = {Unit.BRANCHES: NOTHING}  # measured, and there are none: not the same as unmeasured


def recognises(head: Head) -> bool:
    if not head.is_json or '"simplecov_version"' in head.text:
        return False
    return '"executed_lines"' in head.text or '"branch_coverage"' in head.text


def read(stream: BinaryIO, limits: ReadLimits) -> Reading:
    try:
        return _reading(read_object(stream, limits))
    except NotReadable as error:
        return invalid(NAME, str(error))


def _reading(report: Json) -> Reading:
    meta = as_object(report.get("meta", {}), "meta")
    with_branches = meta.get("branch_coverage") is True
    drafts = Drafts()
    for path, entry in as_object(report.get("files"), "files").items():
        _add_file(drafts.at(path), as_object(entry, path), path, with_branches)
    totals = as_object(report.get("totals", {}), "totals")
    declared = _declared(totals, with_branches)
    lines = declared.get(Unit.LINES, NOTHING)
    branches = declared.get(Unit.BRANCHES, NOTHING)
    producer = coverage_py_text(lines.part + branches.part, lines.whole + branches.whole)
    return drafts.reading(NAME, declared, producer=producer)


def _add_file(draft: FileDraft, entry: Json, path: str, with_branches: bool) -> None:
    # The `functions` and `classes` regions repeat these very lines, so they are not read.
    executed = _numbers(entry.get("executed_lines"), path)
    missing = _numbers(entry.get("missing_lines"), path)
    for line in executed:
        draft.add_line(line, True)
    for line in missing:
        draft.add_line(line, False)
    taken = _arcs(entry.get("executed_branches", []), path)
    missed = _arcs(entry.get("missing_branches", []), path)
    for line in taken.keys() | missed.keys():
        ran = frozenset(taken.get(line, ()))
        view = BranchView(DIALECT, ran, frozenset(missed.get(line, ())) - ran)
        draft.add_branches(line, (view,))
    if with_branches:
        draft.counts = _NO_BRANCHES


def _numbers(value: object, path: str) -> list[int]:
    found = [as_int(number) for number in as_list(value, f"a list of lines of {path}")]
    numbers = [number for number in found if number is not None]
    if len(numbers) != len(found):
        raise NotReadable(f"a line of {path[:200]} is not a whole number")
    return numbers


def _arcs(value: object, path: str) -> dict[int, list[str]]:
    """Branches by the line they start on; the name of each is the line it leads to."""
    arcs: dict[int, list[str]] = {}
    for arc in as_list(value, f"a list of branches of {path}"):
        ends = _numbers(arc, path)
        if len(ends) != 2:
            raise NotReadable(f"a branch of {path[:200]} is not a pair of lines")
        arcs.setdefault(ends[0], []).append(str(ends[1]))
    return arcs


def _declared(totals: Json, with_branches: bool) -> dict[Unit, Ratio]:
    declared: dict[Unit, Ratio] = {}
    lines = ratio_or_none(as_int(totals.get("covered_lines")), as_int(totals.get("num_statements")))
    if lines is not None:
        declared[Unit.LINES] = lines
    branches = ratio_or_none(as_int(totals.get("covered_branches")), as_int(totals.get("num_branches")))
    if branches is not None and with_branches:
        declared[Unit.BRANCHES] = branches
    return declared
