"""Reads the text of `go test -bench`; authoritative are its value and unit pairs, per package.

A benchmark that ran more than once (`-count`) is read as the median of its runs. What a benchmark prints
stands between its name and its numbers; where the two cannot be brought together again, that is told.
"""

from __future__ import annotations

import re
from fractions import Fraction
from typing import BinaryIO, Final

from quality_gate.model.reading import Reading
from quality_gate.readers.metrics.lines import Lines, decimal_or_none
from quality_gate.readers.metrics.measured import Measured
from quality_gate.readers.reader import Head, ReadLimits

NAME: Final = "go-bench"
_NUMBER: Final = r"(?:[-+0-9.eE]++|NaN|[-+]Inf)"
_PAIRS: Final = rf"((?:\s++{_NUMBER}\s++\S++)++)\s*+"
_BENCHMARK: Final = r"(Benchmark(?![a-z])\S*+)"  # Go's own rule: `Benchmarking` is a word, not a benchmark
_LINE: Final = re.compile(rf"{_BENCHMARK}\s++[0-9]++{_PAIRS}")
_STARTED: Final = re.compile(rf"{_BENCHMARK}(?: *\t|\s++[0-9]).*")
_RESULT: Final = re.compile(rf"[0-9]\t{_PAIRS}\Z")
_FIRST: Final = re.compile(
    rf"^{_BENCHMARK}[ \t]+[0-9]+[ \t]+{_NUMBER}\s+\S+|\A(?:goos|goarch|pkg): \S", re.MULTILINE
)
_PAIR: Final = re.compile(rf"({_NUMBER})\s++(\S++)")
_FAILED: Final = re.compile(
    r"--- FAIL: .*|FAIL\b.*|panic: .*|exit status [1-9].*|signal: \S.*|\*\*\* Test killed .*"
)
_LONGEST: Final = 2_000  # characters of a result behind other output: a search in more could take hours
_HEADS: Final = ("goos", "pkg")  # what the output of a package may begin with
_PASSED: Final = re.compile(r"PASS|ok\s.*")


def recognises(head: Head) -> bool:
    return not head.is_json and not head.root and _FIRST.search(head.text) is not None


def read(stream: BinaryIO, limits: ReadLimits) -> Reading:
    output = _Output()
    lines = Lines(stream, limits)
    for line in lines:
        if line:
            output.take(line)
    return output.reading(ended=lines.ended)


class _Output:
    """What has been printed so far, and the package and the benchmark that are being measured."""

    def __init__(self) -> None:
        self._measured = Measured()
        self._runs: dict[tuple[str, str], list[Fraction]] = {}
        self._package = ""
        self._is_open = False  # a package whose PASS or FAIL has not come yet
        self._started = ""
        self._last = ""

    def take(self, line: str) -> None:
        key, colon, rest = line.partition(": ")
        self._last = line
        if self._take_result(line):
            return
        if colon and key in _HEADS and self._is_open:
            self._measured.note(f"{self._package} ends without PASS or FAIL: benchmarks may be missing")
            self._is_open = False
        if colon and key == "pkg":
            self._package = rest.strip()
            self._is_open = True
        elif colon and key in ("goos", "goarch", "cpu"):
            if (key, rest.strip()) not in self._measured.machine:
                self._measured.ran_on(key, rest.strip())
        elif _FAILED.fullmatch(line.strip()):
            self._measured.failures.append(line.strip()[:200])
            self._is_open = False
        elif _PASSED.fullmatch(line):
            self._is_open = False

    def _take_result(self, line: str) -> bool:
        """Whether numbers stand on this line."""
        if found := _LINE.fullmatch(line):
            self._start("")
            self._take_run(found[1], found[2])
            return True
        if started := _STARTED.fullmatch(line):
            self._start(started[1])
        result = _RESULT.search(line[-_LONGEST:])
        if result and self._started:
            self._take_run(self._started, result[1])
            self._started = ""
        elif result:
            self._measured.doubts.append(f"a result without a name: {line.strip()[:60]!r}")
        return result is not None

    def _start(self, benchmark: str) -> None:
        if self._started and not self._measured.failures:
            self._measured.doubts.append(f"{self._started} was started, and has no result")
        self._started = benchmark

    def _take_run(self, benchmark: str, pairs: str) -> None:
        name = f"{self._package}.{benchmark}" if self._package else benchmark
        for number, unit in _PAIR.findall(pairs):
            exact = decimal_or_none(number)
            if exact is None:
                self._measured.add(name, unit, number)  # told as no number
            else:
                self._runs.setdefault((name, unit), []).append(exact)

    def reading(self, *, ended: bool) -> Reading:
        self._start("")
        measured = self._measured
        if not ended and not _PASSED.fullmatch(self._last):
            measured.doubts.append("the last line has no end: cut off?")
        if self._is_open:
            measured.note("it ends without PASS or FAIL: benchmarks may be missing")
        self._add_all()
        return measured.reading(NAME)

    def _add_all(self) -> None:
        from statistics import median  # imported late: only repetitions pay for it

        for (name, unit), numbers in self._runs.items():
            self._measured.add(name, unit, median(numbers), unit, samples=len(numbers))
            if len(numbers) > 1:
                self._measured.note(f"the median of {len(numbers)} runs")
