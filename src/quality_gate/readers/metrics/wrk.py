"""Reads the text wrk prints; authoritative are its totals. Socket errors and other answers than 2xx or 3xx
are failures: wrk shows fine rates where every request went wrong.
"""

from __future__ import annotations

import re
from typing import BinaryIO, Final

from quality_gate.model.reading import Reading, invalid
from quality_gate.readers.metrics.lines import Lines, decimal
from quality_gate.readers.metrics.measured import Measured
from quality_gate.readers.reader import Head, ReadLimits

NAME: Final = "wrk"
_FIRST: Final = re.compile(r"Running (\S+) test @ (\S+)")
_TIME: Final = r"([0-9.]{1,40})(us|ms|s|m|h)"
_LATENCY: Final = re.compile(rf"Latency\s+{_TIME}\s+{_TIME}\s+{_TIME}\s+[0-9.]+%")
_PERCENTILE: Final = re.compile(rf"([0-9]+(?:\.[0-9]+)?)%\s+{_TIME}")
_TOTAL: Final = re.compile(r"([0-9]{1,18}) requests in \S+, ([0-9.]{1,40})([KMGTP]?)B read")
_RATE: Final = re.compile(r"(Requests)/sec:\s+([0-9.]{1,40})()")
_SPEED: Final = re.compile(r"(Transfer)/sec:\s+([0-9.]{1,40})([KMGTP]?)B")  # the last that wrk prints
_SOCKET: Final = re.compile(
    r"Socket errors: connect ([0-9]+), read ([0-9]+), write ([0-9]+), timeout ([0-9]+)"
)
_WRONG: Final = re.compile(r"Non-2xx or 3xx responses: ([0-9]+)")
_PREFIXES: Final = "KMGTP"  # of 1024 bytes each


def recognises(head: Head) -> bool:
    return _FIRST.match(head.text.lstrip()) is not None


def read(stream: BinaryIO, limits: ReadLimits) -> Reading:
    measured = Measured()
    name = ""
    finished = False
    for line in filter(None, map(str.strip, Lines(stream, limits))):
        if found := _FIRST.match(line):
            name, finished = found[2], False
        finished |= _SPEED.match(line) is not None
        _take_time(measured, name, line)
        _take_total(measured, name, line)
    if not finished:
        return invalid(NAME, "ends in the middle: there is no Transfer/sec")
    return measured.reading(NAME)


def _take_time(measured: Measured, name: str, line: str) -> None:
    if found := _LATENCY.match(line):
        for value, at in (("mean", 1), ("stddev", 3), ("max", 5)):
            measured.add(name, value, decimal(found[at]), found[at + 1])
    elif found := _PERCENTILE.fullmatch(line):
        whole = found[1].rstrip("0").rstrip(".") if "." in found[1] else found[1]
        measured.add(name, f"p{whole}", decimal(found[2]), found[3])


def _take_total(measured: Measured, name: str, line: str) -> None:
    if found := _TOTAL.match(line):
        measured.add(name, "requests", int(found[1]))
        measured.add(name, "read", decimal(found[2]) * 1024 ** (_PREFIXES.find(found[3] or " ") + 1), "B")
        if not found[1].strip("0"):
            measured.failures.append("not one request was answered")
    elif found := _RATE.match(line) or _SPEED.match(line):
        size = decimal(found[2]) * 1024 ** (_PREFIXES.find(found[3] or " ") + 1)
        is_size = found[1] == "Transfer"
        measured.add(name, "transfer" if is_size else "rate", size, "B/s" if is_size else "requests/s")
    elif found := _SOCKET.match(line):
        numbers = found.groups()
        if any(number.strip("0") for number in numbers):
            kinds = zip(("connect", "read", "write", "timeout"), numbers, strict=True)
            measured.failures.append("socket errors: " + ", ".join(f"{kind} {n}" for kind, n in kinds))
    elif (found := _WRONG.match(line)) and found[1].strip("0"):
        measured.failures.append(f"{found[1]} answers were neither 2xx nor 3xx")
