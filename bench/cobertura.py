"""A Cobertura report of 5,000 files and 1.6 million lines, against a bare expat pass over the same bytes."""

from __future__ import annotations

import random
import tempfile
from collections.abc import Iterator
from pathlib import Path

from measuring import Asked, Budget, Side, Work, alone, expat_floor

_FILES = 5_000
_LINES = 320  # of each file
_SEED = 1
_BUDGET = Budget(ratio=3, mebibytes=100)
_OURS = """
with open(sys.argv[1], "rb") as stream:
    reading = cobertura.read(stream, ReadLimits())
"""
_EXACT = """
assert reading.state == "ok", reading.note
assert reading.coverage.ratio(Unit.LINES) == reading.declared[Unit.LINES]
assert reading.coverage.ratio(Unit.BRANCHES) == reading.declared[Unit.BRANCHES]
"""
# A change touches a few files, and these programs look up only those: the first twenty.
_NAMES = "names = [f'src/product/module000/feature{number:05d}.py' for number in range(20)]\n"
_DIFF_COVER = """
report = XmlCoverageReporter([etree.parse(sys.argv[1])])
measured = sum(len(report.measured_lines(name)) for name in names)
"""
_PYCOBERTURA = """
report = Cobertura(sys.argv[1])
measured = sum(report.total_statements(name) for name in names)
"""


def works(asked: Asked) -> Iterator[Work]:
    for files in asked.sizes(_FILES):
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "coverage.xml"
            write_report(path, files, _LINES, _SEED)
            yield Work(
                name="Cobertura",
                size=f"{files:,} files, {path.stat().st_size / 1e6:.1f} MB",
                sides=(expat_floor(path), *_sides(path)),
                budget=_BUDGET if files == _FILES else Budget(),
            )


def _sides(path: Path) -> tuple[Side, ...]:
    ours = Side(
        name="quality-gate",
        before="from quality_gate.model.coverage import Unit\n"
        "from quality_gate.readers.coverage import cobertura\n"
        "from quality_gate.readers.reader import ReadLimits",
        work=_OURS,
        after=_EXACT,
        arguments=(str(path),),
    )
    diff_cover = Side(
        name="diff-cover, 20 files",
        before="import xml.etree.ElementTree as etree\n"
        "from diff_cover.git_path import GitPathTool\n"
        "from diff_cover.violationsreporters.violations_reporter import XmlCoverageReporter\n"
        "GitPathTool._root = GitPathTool._cwd = '/repository'\n" + _NAMES,
        work=_DIFF_COVER,
        after="assert measured == 20 * 320, measured",
        arguments=(str(path),),
        peer=True,
    )
    pycobertura = Side(
        name="pycobertura, 20 files",
        before="from pycobertura import Cobertura\n" + _NAMES,
        work=_PYCOBERTURA,
        after="assert measured == 20 * 320, measured",
        arguments=(str(path),),
        peer=True,
    )
    return ours, diff_cover, pycobertura


def write_report(path: Path, files: int, lines: int, seed: int) -> None:
    """Files of `lines` measured lines, one in eight with two branches, as coverage.py indents them."""
    chance = random.Random(seed)
    totals = [0, 0, 0, 0]
    # The totals come first in the file and are known last; kept small, so that no peak is inherited.
    root = '<coverage version="7" lines-covered="{:09}" lines-valid="{:09}" branches-covered="{:09}" '
    root = '<?xml version="1.0" ?>\n' + root + 'branches-valid="{:09}">\n\t<packages><package><classes>\n'
    with path.open("w", encoding="utf-8") as out:
        out.write(root.format(*totals))
        for number in range(files):
            name = f"src/product/module{number // 50:03d}/feature{number:05d}.py"
            out.write(f'\t\t\t\t<class name="{name}" filename="{name}" line-rate="0.9">\n')
            out.write("\t\t\t\t\t<methods/>\n\t\t\t\t\t<lines>\n")
            line = 0
            for _ in range(lines):
                line += chance.randint(1, 3)
                out.write(_line(line, chance, totals))
            out.write("\t\t\t\t\t</lines>\n\t\t\t\t</class>\n")
        out.write("\t</classes></package></packages>\n</coverage>\n")
        out.seek(0)
        out.write(root.format(*totals))


def _line(line: int, chance: random.Random, totals: list[int]) -> str:
    hits = 1 if chance.random() < 0.85 else 0
    totals[0] += hits > 0
    totals[1] += 1
    branch = ""
    if chance.random() < 0.125:
        taken = chance.randint(1, 2) if hits else 0
        missing = "" if taken == 2 else f' missing-branches="{line + chance.randint(1, 9)}"'
        branch = f' branch="true" condition-coverage="{taken * 50}% ({taken}/2)"{missing}'
        totals[2] += taken
        totals[3] += 2
    return f'\t\t\t\t\t\t<line number="{line}" hits="{hits}"{branch}/>\n'


if __name__ == "__main__":
    alone(__doc__, works)
