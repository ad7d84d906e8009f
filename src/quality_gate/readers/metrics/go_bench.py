"""Reads the text of `go test -bench`; authoritative are its value and unit pairs, per package.

A benchmark that ran more than once (`-count`) is read as the median of its runs.
"""

from __future__ import annotations

import re
from fractions import Fraction
from typing import BinaryIO, Final

from quality_gate.model.reading import Reading
from quality_gate.readers.metrics.lines import decimal, text_lines
from quality_gate.readers.metrics.measured import Measured
from quality_gate.readers.reader import Head, ReadLimits

NAME: Final = "go-bench"
_LINE: Final = re.compile(r"(Benchmark\S*+)\s++([0-9]++)((?:\s++[-+0-9.eE]++ \S++)++)\s*+")
_FIRST: Final = re.compile(
    r"^Benchmark\S*[ \t]+[0-9]+[ \t]+[0-9.eE+-]+ \S+|\A(?:goos|goarch|pkg): \S", re.MULTILINE
)
_PAIR: Final = re.compile(r"([-+0-9.eE]+) (\S+)")
_FAILED: Final = re.compile(r"--- FAIL: .*|FAIL\b.*|panic: .*|exit status [1-9].*")


def recognises(head: Head) -> bool:
    return not head.is_json and not head.root and _FIRST.search(head.text) is not None


def read(stream: BinaryIO, limits: ReadLimits) -> Reading:
    output = _Output()
    for line in text_lines(stream, limits):
        if line:
            output.take(line)
    return output.reading()


class _Output:
    """What has been printed so far, and the package that is being measured."""

    def __init__(self) -> None:
        self._measured = Measured()
        self._runs: dict[tuple[str, str], list[Fraction]] = {}
        self._package = ""
        self._ended = False

    def take(self, line: str) -> None:
        key, colon, rest = line.partition(": ")
        if found := _LINE.fullmatch(line):
            self._take_run(found[1], found[3])
        elif colon and key == "pkg":
            self._package = rest.strip()
        elif colon and key in ("goos", "goarch", "cpu"):
            if (key, rest.strip()) not in self._measured.machine:
                self._measured.ran_on(key, rest.strip())
        elif _FAILED.fullmatch(line.strip()):
            self._measured.failures.append(line.strip()[:200])
        self._ended |= line.strip() == "PASS"

    def _take_run(self, benchmark: str, pairs: str) -> None:
        name = f"{self._package}.{benchmark}" if self._package else benchmark
        for number, unit in _PAIR.findall(pairs):
            self._runs.setdefault((name, unit), []).append(decimal(number))

    def reading(self) -> Reading:
        from statistics import median  # imported late: only repetitions pay for it

        measured = self._measured
        if self._package and not self._ended and not measured.failures:
            measured.note("it ends without PASS or FAIL: benchmarks may be missing")
        for (name, unit), numbers in self._runs.items():
            measured.add(name, unit, median(numbers), unit, samples=len(numbers))
            if len(numbers) > 1:
                measured.note(f"the median of {len(numbers)} runs")
        return measured.reading(NAME)
