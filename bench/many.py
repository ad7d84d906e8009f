"""Twelve large reports of a kind, read one after the other, and on all processors at once."""

from __future__ import annotations

import hashlib
import json
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import cobertura
import junit
import lcov
from measuring import Asked, Side, Work, alone

_REPORTS = 12
_BEFORE = """
import json
from pathlib import Path
from quality_gate.envelopes.report_reader import ReportReader
from quality_gate.model.envelope import Attempt, Ended, Envelope, ReportFile
from quality_gate.world.console import Console
from quality_gate.world.environment import Environment
from quality_gate.world.world import World
reports = tuple(ReportFile(**one) for one in json.loads(Path(sys.argv[1], "reports.json").read_text()))
envelope = Envelope(stage="all", folder=".", attempts=(Attempt(ended=Ended.COLLECTED),), reports=reports)
reader = ReportReader(World.at(Path(sys.argv[1]), Console(), Environment()))
"""
_WORK = "readings = [reader.said(envelope, report) for report in reports]"
_AFTER = "assert {reading.state for reading in readings} == {'ok'}"


def works(asked: Asked) -> Iterator[Work]:
    kinds: tuple[tuple[str, Callable[[Path, int], object]], ...] = (
        ("JUnit", lambda path, seed: junit.write_report(path, 100_000 // _REPORTS * 2, seed)),
        ("Cobertura", lambda path, seed: cobertura.write_report(path, 1_000, 320, seed)),
        ("LCOV", lambda path, seed: lcov.write_report(path, 3_000, 320, seed)),
    )
    for name, write in kinds if not asked.quick else kinds[:0]:
        with tempfile.TemporaryDirectory() as folder:
            size = _write_all(Path(folder), write)
            arguments = (folder,)
            one = Side(
                name="one after the other", before=_BEFORE, work=_WORK, after=_AFTER, arguments=arguments
            )
            several = Side(
                name="quality-gate",
                before=_BEFORE,
                work=f"reader.read_ahead([envelope])\n{_WORK}",
                after=_AFTER,
                arguments=arguments,
            )
            yield Work(name="many", size=f"{_REPORTS} of {name}, {size / 1e6:.0f} MB", sides=(one, several))


def _write_all(folder: Path, write: Callable[[Path, int], object]) -> int:
    described: list[dict[str, object]] = []
    total = 0
    for number in range(_REPORTS):
        path = folder / f"report{number}"
        write(path, number)
        size = path.stat().st_size
        total += size
        with path.open("rb") as stream:  # in pieces: what measures must stay small itself
            digest = hashlib.file_digest(stream, "sha256").hexdigest()
        described.append({"path": path.name, "stored": path.name, "sha256": digest, "size": size})
    (folder / "reports.json").write_text(json.dumps(described), encoding="utf-8")
    return total


if __name__ == "__main__":
    alone(__doc__, works)
