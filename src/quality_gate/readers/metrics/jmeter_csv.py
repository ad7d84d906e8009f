"""Reads JMeter's CSV results (JTL); authoritative are its samples: every number is computed here.

A file without a header line is read in the column order that JMeter writes by default. Percentiles are
by nearest rank, and a sample is an error where its `success` is not true. A transaction whose samples are
listed, too, is no part of the total.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from typing import BinaryIO, Final

from quality_gate.model.reading import Reading, invalid
from quality_gate.readers.metrics.lines import Lines
from quality_gate.readers.metrics.measured import Measured
from quality_gate.readers.metrics.percentiles import TRANSACTION, Requests
from quality_gate.readers.reader import Head, ReadLimits

NAME: Final = "jmeter-csv"
_DEFAULT: Final = (
    *("timeStamp", "elapsed", "label", "responseCode", "responseMessage", "threadName"),
    *("dataType", "success", "failureMessage"),
)
_NEEDED: Final = ("elapsed", "label", "success")
_OPTIONAL: Final = ("responseMessage", "SampleCount")
_BARE: Final = re.compile(r"\A[0-9]{10,16},[0-9]+,[^\n]*,(?:true|false),", re.IGNORECASE)
_NUMBER: Final = re.compile(r"[0-9]{1,18}")
_TABLE: Final = re.compile(r'\A"?[A-Za-z]+"?([,;\t|])')


def recognises(head: Head) -> bool:
    if head.is_json or head.root:
        return False
    first = head.text.split("\n", 1)[0].strip()
    columns = _columns(first)
    return all(name in columns for name in _NEEDED) or _BARE.match(first) is not None


def read(stream: BinaryIO, limits: ReadLimits) -> Reading:
    measured = Measured()
    requests = Requests()
    try:
        for label, elapsed, good, is_sum in _samples(iter(Lines(stream, limits))):
            requests.add(label, elapsed, good=good, is_sum=is_sum)
    except csv.Error as error:
        return invalid(NAME, f"not CSV: {error}")
    requests.tell(measured)
    return measured.reading(NAME, "no sample in it")


def _columns(first: str) -> list[str]:
    delimiter = _TABLE.match(first)
    return [name.strip('" ') for name in first.split(delimiter[1])] if delimiter else []


def _samples(lines: Iterator[str]) -> Iterator[tuple[str, int, bool, bool]]:
    first = next(lines, "")
    columns = _columns(first)
    has_header = all(name in columns for name in _NEEDED)
    delimiter = _TABLE.match(first)
    order = columns if has_header else list(_DEFAULT)
    elapsed, label, success = (order.index(name) for name in _NEEDED)
    message, count = (order.index(name) if name in order else -1 for name in _OPTIONAL)
    width = len(columns) if has_header else 0  # of every line; without a header as many as the first has
    rows = csv.reader(
        (line + "\n" for line in (lines if has_header else _put_back(first, lines))),
        delimiter=delimiter[1] if has_header and delimiter else ",",
        strict=True,
    )
    for row in rows:
        line = rows.line_num + has_header
        if not row:
            continue
        width = width or len(row)
        if len(row) < max(width, elapsed + 1, label + 1, success + 1):
            raise ValueError(f"cut off in line {line:,}")
        if count >= 0 and row[count] != "1":
            raise ValueError(
                f"line {line:,} stands for {row[count][:20]} samples, which cannot be told apart"
            )
        is_sum = message >= 0 and row[message].startswith(TRANSACTION)
        yield row[label], _milliseconds(row[elapsed], line), _is_true(row[success], line), is_sum


def _put_back(first: str, lines: Iterator[str]) -> Iterator[str]:
    yield first
    yield from lines


def _milliseconds(text: str, line: int) -> int:
    if not _NUMBER.fullmatch(text.strip()):
        raise ValueError(f"{text[:40]!r} in line {line:,} is no number of milliseconds")
    return int(text)


def _is_true(text: str, line: int) -> bool:
    word = text.strip().lower()
    if word not in ("true", "false"):
        raise ValueError(f"{text[:40]!r} in line {line:,} is neither true nor false")
    return word == "true"
