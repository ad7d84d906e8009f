"""Reads Istanbul's coverage-final.json; authoritative is the arithmetic of istanbul-lib-coverage.

Lines are the distinct lines on which a statement starts, with the best count of its statements;
statements, functions and branch paths are counted one by one, as `s`, `f` and `b` list them. What is one
thing in two reports is told by its place: V8's reports number what ran, and so differ from shard to shard.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import BinaryIO, Final

from quality_gate.model.coverage import BranchView, Unit
from quality_gate.model.ratio import NOTHING
from quality_gate.model.reading import Reading, invalid
from quality_gate.readers.coverage.draft import Drafts, FileDraft
from quality_gate.readers.reader import Head, ReadLimits
from quality_gate.readers.strict_json import (
    Json,
    NotReadable,
    as_int,
    as_list,
    as_object,
    is_positive,
    read_object,
)

NAME: Final = "istanbul"
_NOTHING_YET: Final = {Unit.BRANCHES: NOTHING, Unit.FUNCTIONS: NOTHING, Unit.STATEMENTS: NOTHING}


def recognises(head: Head) -> bool:
    # `{}` is what Istanbul writes when it instrumented nothing.
    return head.is_json and ('"statementMap"' in head.text or "".join(head.text.split()) == "{}")


def read(stream: BinaryIO, limits: ReadLimits) -> Reading:
    try:
        report = read_object(stream, limits)
        drafts = Drafts()
        for key, value in report.items():
            entry = as_object(value, key)
            path = entry.get("path")
            named = isinstance(path, str) and path and path not in drafts.files
            _add_file(drafts.at(str(path) if named else key), entry, key)
    except NotReadable as error:
        return invalid(NAME, str(error))
    return drafts.reading(NAME, {})


def _add_file(draft: FileDraft, entry: Json, path: str) -> None:
    lines: dict[int, bool] = {}
    statements: Counter[str] = Counter()
    functions: Counter[str] = Counter()
    for key, place, line, hit in _counted(entry, "s", "statementMap", path):
        draft.statements[_next(place or key, statements)] = (1, hit)
        if line is not None:
            lines[line] = lines.get(line, False) or hit
    for line, hit in lines.items():
        draft.add_line(line, hit)
    for key, place, _, hit in _counted(entry, "f", "fnMap", path):
        draft.functions[_next(place or key, functions)] = hit
    _add_branches(draft, entry, path)
    draft.counts = _NOTHING_YET


def _counted(entry: Json, counts: str, places: str, path: str) -> Iterator[tuple[str, str, int | None, bool]]:
    """Key, identity, line and whether it ran, for each statement or function."""
    known = as_object(entry.get(places, {}), f"{places} of {path}")
    # Only old files lack `f`; without `s` there is nothing to count at all.
    hits = entry.get(counts) if counts == "s" else entry.get(counts, {})
    for key, count in as_object(hits, f"{counts} of {path}").items():
        where = known.get(key)
        line = _line(where)
        identity = _identity(where, line) if isinstance(where, dict) and line is not None else ""
        yield key, identity, line, is_positive(count)


def _add_branches(draft: FileDraft, entry: Json, path: str) -> None:
    known = as_object(entry.get("branchMap", {}), f"branchMap of {path}")
    turns: Counter[str] = Counter()
    taken: dict[int, list[str]] = {}
    missed: dict[int, list[str]] = {}
    for key, counts in as_object(entry.get("b", {}), f"b of {path}").items():
        line = _line(known.get(key)) or 0
        place = _next(_first_path(known.get(key)) or key, turns)
        for number, count in enumerate(as_list(counts, f"b.{key} of {path}")):
            (taken if is_positive(count) else missed).setdefault(line, []).append(f"{place}.{number}")
    for line in taken.keys() | missed.keys():
        view = BranchView(NAME, frozenset(taken.get(line, ())), frozenset(missed.get(line, ())))
        draft.add_branches(line, (view,))


def _first_path(place: object) -> str:
    """Where the first path of a branch stands: by that, Istanbul knows it in another report."""
    paths = place.get("locations") if isinstance(place, dict) else None
    first = paths[0] if isinstance(paths, list) and paths else None
    return _range(first) if isinstance(first, dict) else ""


def _next(identity: str, turns: Counter[str]) -> str:
    """Two things at one place stay two: both are counted by Istanbul."""
    turns[identity] += 1
    return f"{identity}#{turns[identity]}" if turns[identity] > 1 else identity


def _line(place: object) -> int | None:
    """The line on which something starts, in any of the shapes that maps have had."""
    if not isinstance(place, dict):
        return None
    for holder in (place, place.get("decl"), place.get("loc")):
        if isinstance(holder, dict) and isinstance(start := holder.get("start"), dict):
            return as_int(start.get("line"))
    return as_int(place.get("line"))


def _identity(place: Json, line: int) -> str:
    name = place.get("name")
    if isinstance(name, str):
        return f"{line}:{name}"
    return _range(place)


def _range(place: Json) -> str:
    ends = [place.get("start"), place.get("end")]
    return "-".join(f"{end.get('line')}:{end.get('column')}" for end in ends if isinstance(end, dict))
