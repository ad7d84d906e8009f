"""Reads Locust's `*_stats.csv`; authoritative are its rows, and the `Aggregated` one is checked against them.

Times are milliseconds. A request that was never answered has N/A for its percentiles, which are left out.
"""

from __future__ import annotations

import csv
from fractions import Fraction
from typing import BinaryIO, Final

from quality_gate.model.reading import Reading, invalid
from quality_gate.readers.metrics.lines import Lines, decimal_or_none
from quality_gate.readers.metrics.measured import Measured
from quality_gate.readers.reader import Head, ReadLimits
from quality_gate.readers.strict_json import as_text

NAME: Final = "locust"
_FIRST: Final = "Type,Name,Request Count,Failure Count"
_TOTAL: Final = "Aggregated"
_CALLED: Final = {  # column: what it is called here, and its unit
    "Request Count": ("requests", ""),
    "Failure Count": ("failures", ""),
    "Median Response Time": ("median", "ms"),
    "Average Response Time": ("mean", "ms"),
    "Min Response Time": ("min", "ms"),
    "Max Response Time": ("max", "ms"),
    "Average Content Size": ("size", "B"),
    "Requests/s": ("rate", "requests/s"),
    "Failures/s": ("failures/s", "failures/s"),
}


def recognises(head: Head) -> bool:
    return head.text.replace('"', "").startswith(_FIRST)


def read(stream: BinaryIO, limits: ReadLimits) -> Reading:
    measured = Measured()
    sums = {"Request Count": Fraction(0), "Failure Count": Fraction(0)}
    total: dict[str, str] | None = None
    try:
        for row in csv.DictReader(Lines(stream, limits), strict=True):
            if None in row or None in row.values():
                return invalid(NAME, "a row has more or fewer cells than the header: cut off?")
            name = f"{row['Type']} {row['Name']}".strip()
            if row["Name"] == _TOTAL and row["Type"] in ("", _TOTAL):
                total, name = row, _TOTAL
            else:
                for column in sums:
                    sums[column] += decimal_or_none(row[column]) or 0
            _add(measured, as_text(name), row)
    except csv.Error as error:
        return invalid(NAME, f"not CSV: {error}")
    _compare(measured, sums, total)
    return measured.reading(NAME, "no request in it")


def _add(measured: Measured, name: str, row: dict[str, str]) -> None:
    count = decimal_or_none(row["Request Count"])
    failures = decimal_or_none(row["Failure Count"])
    if count is None or failures is None or count.denominator != 1:
        raise ValueError(f"{name[:200]}: no count of requests and failures")
    samples = int(count)
    for column, text in row.items():
        value, unit = _CALLED.get(column, (f"p{column[:-1]}", "ms") if column.endswith("%") else ("", ""))
        if value and not text.strip():
            raise ValueError(f"{name[:200]}: no {column}: cut off?")
        if value and text.strip() != "N/A":
            if (exact := decimal_or_none(text)) is None:
                measured.doubts.append(f"{name}: {value} is not a number")
            measured.add(name, value, exact, unit, samples=samples)
    if count:
        measured.add(name, "failure rate", failures * 100 / count, "%", samples=samples)
    elif name != _TOTAL:
        measured.note(f"{name}: no request was made")
    if failures > count:
        measured.doubts.append(f"{name}: more failures than requests")
    shares = [decimal_or_none(text) for column, text in row.items() if column.endswith("%")]
    known = [share for share in shares if share is not None]
    if known != sorted(known):
        measured.doubts.append(f"{name}: a higher percentile is smaller than a lower one: cut off?")


def _compare(measured: Measured, sums: dict[str, Fraction], total: dict[str, str] | None) -> None:
    if total is None:
        if measured.metrics:
            measured.doubts.append("the row Aggregated is missing: cut off?")
        return
    for column, number in sums.items():
        if decimal_or_none(total[column]) != number:
            what = f"{column}: the rows add up to {number}, Aggregated says {as_text(total[column], 40)}"
            measured.doubts.append(what)
    if not sums["Request Count"]:
        measured.failures.append("not one request was made")
