"""Reads coverage.py's JSON (formats 2 and 3); authoritative is coverage.py's own `totals` arithmetic.

Its lists and its totals are not quite the same, so the summary of each file says what counts: before
version 7.13.1, executed lines may be no statements (excluded lines, docstrings), and branches of
`# pragma: no branch` are counted as taken without being listed.
"""

from __future__ import annotations

from typing import BinaryIO, Final

from quality_gate.model.coverage import BranchView, Unit, bits_of
from quality_gate.model.ratio import NOTHING, Ratio
from quality_gate.model.reading import Reading, invalid
from quality_gate.readers.coverage.draft import Drafts, FileDraft
from quality_gate.readers.coverage.shortfall import shortfall
from quality_gate.readers.coverage.written import coverage_py_text
from quality_gate.readers.coverage.written_counts import anonymous, pair
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
_EXACT: Final = 0
_MOST_DOUBTS: Final = 3


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
        draft, file = drafts.at(path), as_object(entry, path)
        _add_file(draft, file, path, with_branches)
        if len(drafts.doubts) < _MOST_DOUBTS:
            drafts.doubts += _contradiction(draft, file, path)
    totals = as_object(report.get("totals", {}), "totals")
    declared = _declared(totals, with_branches)
    lines = declared.get(Unit.LINES, NOTHING)
    branches = declared.get(Unit.BRANCHES, NOTHING)
    producer = coverage_py_text(lines.part + branches.part, lines.whole + branches.whole)
    return drafts.reading(NAME, declared, producer=producer, slack=_EXACT)


def _add_file(draft: FileDraft, entry: Json, path: str, with_branches: bool) -> None:
    # The `functions` and `classes` regions repeat these very lines, so they are not read.
    executed = _numbers(entry.get("executed_lines"), path)
    missing = _numbers(entry.get("missing_lines"), path)
    summary = as_object(entry.get("summary", {}), f"the summary of {path}")
    excluded = _numbers(entry.get("excluded_lines", []), path)
    no_statements = _no_statements(executed, missing, excluded, summary)
    ran = _positive(executed)
    draft.add_all(ran - no_statements if no_statements else ran, hit=True)
    draft.add_all(_positive(missing) - ran, hit=False)
    _remember(draft, no_statements)
    _add_branches(draft, entry, path, pair(summary, "covered_branches", "num_branches"))
    if with_branches:
        _count_branches(draft, summary)


def _positive(lines: list[int]) -> set[int]:
    """Old versions say that line 0 of an empty file ran."""
    found = set(lines)
    return found if min(found, default=1) > 0 else {line for line in found if line > 0}


def _contradiction(draft: FileDraft, entry: Json, path: str) -> list[str]:
    counted = pair(as_object(entry.get("summary", {}), path), "covered_lines", "num_statements")
    own = Ratio((draft.covered & draft.measured).bit_count(), draft.measured.bit_count())
    if counted is None or draft.too_high:
        return []
    return [f"{path[:200]} {doubt}" for doubt in shortfall(counted, own, _EXACT)]


def _add_branches(draft: FileDraft, entry: Json, path: str, counted: Ratio | None) -> None:
    taken = _arcs(entry.get("executed_branches", []), path)
    missed = _arcs(entry.get("missing_branches", []), path)
    too_many = counted is not None and counted.part < sum(len(set(ends)) for ends in taken.values())
    for line in taken.keys() | missed.keys():
        ran = frozenset(taken.get(line, ()))
        if too_many:  # old versions list some lines as branches to themselves, and do not count them
            ran -= {str(line)}
        view = BranchView(DIALECT, ran, frozenset(missed.get(line, ())) - ran)
        draft.add_branches(line, (view,))


def _no_statements(executed: list[int], missing: list[int], excluded: list[int], summary: Json) -> set[int]:
    """Which of the executed lines coverage.py does not count, where its summary fits the missing ones."""
    counted = pair(summary, "covered_lines", "num_statements")
    if counted is None or counted.missing != len(missing) or counted.part >= len(executed):
        return set()
    listed = set(executed)
    kept = sorted(listed.difference(excluded))
    # Which lines are docstrings is not said. A module's stands before all that it does.
    return listed.difference(kept[max(0, len(kept) - counted.part) :])


def _remember(draft: FileDraft, lines: set[int]) -> None:
    """That these lines ran: where another report knows one of them as a statement, it did run."""
    draft.settle()
    longest = draft.measured.bit_length()
    draft.covered |= bits_of(line for line in lines if 0 < line < longest)


def _count_branches(draft: FileDraft, summary: Json) -> None:
    """What the summary says of branches that are not listed: of none at all in old versions, else of some."""
    counted = pair(summary, "covered_branches", "num_branches")
    if as_int(summary.get("num_branches")) and counted is None:
        return  # the oldest versions do not say how many were taken
    draft.counts = {Unit.BRANCHES: counted or NOTHING}
    listed = sum((views[0].ratio for views in draft.branches.values()), NOTHING)
    unlisted = (counted or listed).whole - listed.whole
    if unlisted > 0 and (counted or listed).missing == listed.missing:
        draft.add_branches(0, anonymous(DIALECT, unlisted, unlisted))  # which lines they are on is not said


def _numbers(value: object, path: str) -> list[int]:
    listed = as_list(value, f"a list of lines of {path}")
    numbers = [number for number in listed if type(number) is int]  # true and false are none
    if len(numbers) != len(listed):
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
    lines = pair(totals, "covered_lines", "num_statements")
    if lines is not None:
        declared[Unit.LINES] = lines
    branches = pair(totals, "covered_branches", "num_branches")
    if branches is not None and with_branches:
        declared[Unit.BRANCHES] = branches
    return declared
