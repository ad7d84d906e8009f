"""One damaged report after another for one reader, and what may never come of them."""

from __future__ import annotations

import io
import json
import random
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from fuzz.mutations import mutated, truncated
from quality_gate.model.reading import Reading, State
from quality_gate.readers.contract import contract_line
from quality_gate.readers.reader import HEAD_SIZE, Head
from quality_gate.readers.reading import read_stream
from quality_gate.readers.sniff import reader_for
from quality_gate.readers.table import all_readers

SAMPLES: Final = Path(__file__).resolve().parents[1] / "samples"
_SHARE_OF_CUTS: Final = 0.2
_LARGEST_START: Final = 200_000
# Several reports in one file, or packages of Go: the front may be a whole report, in which nothing failed.
_BEGINNINGS: Final = re.compile(rb'<\?xml|TAP version|"Action": ?"start"|^FAIL\t', re.MULTILINE)
_TROUBLE: Final = ("MemoryError", "RecursionError", "object has no attribute", "unhashable")


@dataclass(frozen=True, slots=True)
class Attempt:
    """A damaged report; `cut_from` is the whole report where it was only cut off."""

    raw: bytes
    cut_from: bytes | None = None


def samples_by_reader() -> dict[str, list[bytes]]:
    """Every sample of every format, under the reader that would read it."""
    found: dict[str, list[bytes]] = {reader.NAME: [] for reader in all_readers()}
    for path in sorted(SAMPLES.glob("*/*/report*")):
        raw = path.read_bytes() if path.is_file() else b""
        reader = reader_for(Head(raw[:HEAD_SIZE]), all_readers())
        if not isinstance(reader, str) and len(raw) <= _LARGEST_START:
            found[reader.NAME].append(raw)
    return found


def attempts(reader: str, seed: int, samples: dict[str, list[bytes]], large: float) -> Iterator[Attempt]:
    """The same endless row for the same reader and seed."""
    dice = random.Random(f"{reader} {seed}")
    own = samples[reader]
    strangers = [raw for others in samples.values() for raw in others]
    while True:
        raw = dice.choice(own)
        if dice.random() < _SHARE_OF_CUTS:
            yield Attempt(truncated(raw, dice), raw)
        else:
            yield Attempt(mutated(raw, dice, own if dice.random() < 0.8 else strangers, large))


def trouble(attempt: Attempt) -> str:
    """Reads it and says what must not be; empty where all is well. An exception is passed on."""
    reading = read_stream(io.BytesIO(attempt.raw))
    line = contract_line("report", reading)
    if "\n" in line or set(json.loads(line)) < {"path", "format", "state", "note"}:
        return "the contract is not one line of JSON"
    if reading.state is State.INVALID and not reading.note:
        return "an invalid reading without a reason"
    if reading.state is State.INVALID and any(word in reading.note for word in _TROUBLE):
        return f"a mistake of the reader's own, told as the report's: {reading.note}"
    if attempt.cut_from is not None and _all_passed(reading) and _must_show_failures(attempt.cut_from):
        return "a failing report that was cut off reads as all passed"
    return ""


def _must_show_failures(whole: bytes) -> bool:
    alone = len(_BEGINNINGS.findall(whole)) < 2
    return alone and _fails(read_stream(io.BytesIO(whole)))


def _fails(reading: Reading) -> bool:
    return reading.cases is not None and reading.cases.counts.failed + reading.cases.counts.errors > 0


def _all_passed(reading: Reading) -> bool:
    return reading.state is State.OK and reading.cases is not None and not _fails(reading)
