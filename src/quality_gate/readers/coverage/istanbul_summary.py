"""Reads Istanbul's coverage-summary.json; authoritative are its own `total` and per-file counts."""

from __future__ import annotations

from typing import BinaryIO, Final

from quality_gate.model.coverage import Unit
from quality_gate.model.ratio import Ratio
from quality_gate.model.reading import Reading, invalid
from quality_gate.readers.coverage.draft import Drafts
from quality_gate.readers.coverage.written import ratio_or_none
from quality_gate.readers.reader import Head, ReadLimits
from quality_gate.readers.strict_json import Json, NotReadable, as_int, as_object, read_object

NAME: Final = "istanbul-summary"
_TOTAL: Final = "total"
_EXACT: Final = 0


def recognises(head: Head) -> bool:
    return head.is_json and all(
        f'"{word}"' in head.text for word in ("pct", "lines", "statements", "covered")
    )


def read(stream: BinaryIO, limits: ReadLimits) -> Reading:
    try:
        return _reading(read_object(stream, limits))
    except NotReadable as error:
        return invalid(NAME, str(error))


def _reading(report: Json) -> Reading:
    drafts = Drafts()
    for path, entry in report.items():
        if path != _TOTAL:
            drafts.at(path).counts = _counts(as_object(entry, path), path)
    declared = _counts(as_object(report[_TOTAL], _TOTAL), _TOTAL) if _TOTAL in report else {}
    return drafts.reading(NAME, declared, slack=_EXACT)


def _counts(entry: Json, path: str) -> dict[Unit, Ratio]:
    counts: dict[Unit, Ratio] = {}
    for unit in Unit:
        if unit.value not in entry:
            continue
        pair = as_object(entry[unit.value], f"{unit.value} of {path}")
        ratio = ratio_or_none(as_int(pair.get("covered")), as_int(pair.get("total")))
        if ratio is None:
            raise NotReadable(f"{unit.value} of {path[:200]} are not counts of covered out of total")
        counts[unit] = ratio
    return counts
