"""A JaCoCo report of 2,400 files, against a bare expat pass over the same bytes."""

from __future__ import annotations

import random
import tempfile
from collections.abc import Iterator
from pathlib import Path

from measuring import Asked, Side, Work, alone, expat_floor

_FILES = 2_400
_METHODS = 20  # of each file
_LINES = 180
_SEED = 1
_DOCTYPE = '<!DOCTYPE report PUBLIC "-//JACOCO//DTD Report 1.1//EN" "report.dtd">'
_OURS = """
with open(sys.argv[1], "rb") as stream:
    reading = read(stream, ReadLimits())
"""
_EXACT = """
assert reading.state == "ok", reading.note
assert reading.coverage.ratio(Unit.LINES) == reading.declared[Unit.LINES]
assert reading.coverage.ratio(Unit.FUNCTIONS).whole == int(sys.argv[2])
"""


def works(asked: Asked) -> Iterator[Work]:
    for files in asked.sizes(_FILES):
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "jacoco.xml"
            write_report(path, files, _SEED)
            yield Work(
                name="JaCoCo",
                size=f"{files:,} files, {path.stat().st_size / 1e6:.1f} MB",
                sides=(
                    expat_floor(path),
                    _side("quality-gate", "read", path, files),
                    _side("the same without runs", "read_plainly as read", path, files),
                ),
            )


def _side(name: str, function: str, path: Path, files: int) -> Side:
    return Side(
        name=name,
        before="from quality_gate.model.coverage import Unit\n"
        f"from quality_gate.readers.coverage.jacoco import {function}\n"
        "from quality_gate.readers.reader import ReadLimits",
        work=_OURS,
        after=_EXACT,
        arguments=(str(path), str(files * _METHODS)),
    )


def write_report(path: Path, files: int, seed: int) -> None:
    """Files of one class each, one in ten lines with two branches, in one line as JaCoCo writes it."""
    chance = random.Random(seed)
    covered = 0
    with path.open("w", encoding="utf-8") as out:
        out.write(f'<?xml version="1.0" encoding="UTF-8"?>{_DOCTYPE}<report name="product">')
        for number in range(files):
            package = f"org/example/product/module{number // 50:03d}"
            out.write(f'<package name="{package}">' if number % 50 == 0 else "")
            name = f"Feature{number:05d}"
            lines, hit = _lines(chance)
            covered += hit
            out.write(_class(f"{package}/{name}", f"{name}.java"))
            counters = _counter("LINE", _LINES - hit, hit)
            out.write(f'<sourcefile name="{name}.java">{lines}{counters}</sourcefile>')
            out.write("</package>" if number % 50 == 49 or number == files - 1 else "")
        out.write(_counter("LINE", files * _LINES - covered, covered) + "</report>")


def _class(name: str, file: str) -> str:
    methods = "".join(_method(number) for number in range(_METHODS))
    return f'<class name="{name}" sourcefilename="{file}">{methods}{_counter("CLASS", 0, 1)}</class>'


def _method(number: int) -> str:
    name = "&lt;init&gt;" if number == 0 else f"method{number}"
    counters = (
        ("INSTRUCTION", 3, 20),
        ("BRANCH", 1, 1),
        ("LINE", 1, 8),
        ("COMPLEXITY", 1, 1),
        ("METHOD", 0, 1),
    )
    inside = "".join(_counter(*counter) for counter in counters)
    return f'<method name="{name}" desc="(Ljava/lang/String;I)V" line="{number * 9 + 3}">{inside}</method>'


def _lines(chance: random.Random) -> tuple[str, int]:
    texts: list[str] = []
    covered = 0
    for number in range(1, _LINES + 1):
        hit = chance.random() < 0.9
        covered += hit
        branches = 'mb="1" cb="1"' if chance.random() < 0.1 else 'mb="0" cb="0"'
        texts.append(f'<line nr="{number}" mi="{0 if hit else 3}" ci="{3 if hit else 0}" {branches}/>')
    return "".join(texts), covered


def _counter(kind: str, missed: int, covered: int) -> str:
    return f'<counter type="{kind}" missed="{missed}" covered="{covered}"/>'


if __name__ == "__main__":
    alone(__doc__, works)
