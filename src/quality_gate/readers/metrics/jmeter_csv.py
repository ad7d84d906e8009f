"""Reads JMeter's CSV results (JTL); authoritative are its samples: every number is computed here.

A file without a header line is read in the column order that JMeter writes by default. Percentiles are
by nearest rank, and a sample is an error where its `success` is not true. A transaction whose samples are
listed, too, is no part of the total; neither are the parts of a sample (redirects, embedded resources), which
JMeter lists behind it under its label and a number.
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
_PART: Final = re.compile(r"(?:-[0-9]{1,6})+")
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
        for label, elapsed, good, told in _samples(iter(Lines(stream, limits))):
            requests.add(label, elapsed, good=good, **told)
    except csv.Error as error:
        return invalid(NAME, f"not CSV: {error}")
    requests.tell(measured)
    return measured.reading(NAME, "no sample in it")


def _columns(first: str) -> list[str]:
    delimiter = _TABLE.match(first)
    return [name.strip('" ') for name in first.split(delimiter[1])] if delimiter else []


def _samples(lines: Iterator[str]) -> Iterator[tuple[str, int, bool, dict[str, bool]]]:
    first = next(lines, "")
    columns = _columns(first)
    has_header = all(name in columns for name in _NEEDED)
    delimiter = _TABLE.match(first)
    order = columns if has_header else list(_DEFAULT)
    elapsed, label, success = (order.index(name) for name in _NEEDED)
    message, count = (order.index(name) if name in order else -1 for name in _OPTIONAL)
    outer = _Outer(order)
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
        taken = _milliseconds(row[elapsed], line)
        told = {
            "is_sum": message >= 0 and row[message].startswith(TRANSACTION),
            "is_part": outer.holds(row, row[label], taken),
        }
        yield row[label], taken, _is_true(row[success], line), told


class _Outer:
    """The last sample of each thread that is no part of another, and when it began and ended."""

    def __init__(self, order: list[str]) -> None:
        self._time, self._thread = (
            order.index(name) if name in order else None for name in ("timeStamp", "threadName")
        )
        self._last: dict[str, tuple[str, int, int]] = {}  # lines of several threads mingle

    def holds(self, row: list[str], label: str, elapsed: int) -> bool:
        """Whether the sample of this row is a part of it; else this one is the last."""
        if self._time is None or self._thread is None or not _NUMBER.fullmatch(row[self._time]):
            return False
        thread, begins, ends = row[self._thread], int(row[self._time]), int(row[self._time]) + elapsed
        outer, began, ended = self._last.get(thread, ("", 0, -1))
        within = label.startswith(outer) and began <= begins and ends <= ended
        if within and _PART.fullmatch(label[len(outer) :]):
            return True
        self._last[thread] = (label, begins, ends)
        return False


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
