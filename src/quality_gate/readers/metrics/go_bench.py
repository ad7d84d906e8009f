"""Reads the text of `go test -bench`; authoritative are its value and unit pairs, per package.

A benchmark that ran more than once (`-count`) is read as the median of its runs.
"""

from __future__ import annotations

import re
from fractions import Fraction
from statistics import median
from typing import BinaryIO, Final

from quality_gate.model.reading import Reading
from quality_gate.readers.metrics.lines import decimal, text_lines
from quality_gate.readers.metrics.measured import Measured
from quality_gate.readers.reader import Head, ReadLimits

NAME: Final = "go-bench"
_LINE: Final = re.compile(r"(Benchmark\S*)\s+([0-9]+)((?:\s+[-+0-9.eE]+ \S+)+)\s*")
_FIRST: Final = re.compile(r"^Benchmark\S*[ \t]+[0-9]+[ \t]+[0-9.eE+-]+ \S+|\A(?:goos|goarch|pkg): \S", re.MULTILINE)
_PAIR: Final = re.compile(r"([-+0-9.eE]+) (\S+)")
_FAILED: Final = re.compile(r"--- FAIL: .*|FAIL\b.*|panic: .*|exit status [1-9].*")

Runs = dict[tuple[str, str], list[Fraction]]


def recognises(head: Head) -> bool:
    return not head.is_json and not head.root and _FIRST.search(head.text) is not None


def read(stream: BinaryIO, limits: ReadLimits) -> Reading:
    measured = Measured()
    runs: Runs = {}
    package = ""
    for line in text_lines(stream, limits):
        key, colon, rest = line.partition(": ")
        if found := _LINE.fullmatch(line):
            _take(runs, f"{package}.{found[1]}" if package else found[1], found[3])
        elif colon and key == "pkg":
            package = rest.strip()
        elif colon and key in ("goos", "goarch", "cpu"):
            if (key, rest.strip()) not in measured.machine:
                measured.ran_on(key, rest.strip())
        elif _FAILED.fullmatch(line.strip()):
            measured.failures.append(line.strip()[:200])
    for (name, unit), numbers in runs.items():
        measured.add(name, unit, median(numbers), unit, samples=len(numbers))
        if len(numbers) > 1:
            measured.note(f"the median of {len(numbers)} runs")
    return measured.reading(NAME)


def _take(runs: Runs, name: str, pairs: str) -> None:
    for number, unit in _PAIR.findall(pairs):
        runs.setdefault((name, unit), []).append(decimal(number))
