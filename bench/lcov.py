"""An LCOV tracefile of 5,000 files and 1.6 million lines, against reading the same lines and nothing else."""

from __future__ import annotations

import random
import tempfile
from collections.abc import Iterator
from pathlib import Path

from measuring import Asked, Budget, Side, Work, alone

_FILES = 5_000
_LINES = 320  # of each file
_SEED = 1
_BUDGET = Budget(ratio=12, mebibytes=80)
_OURS = """
with open(sys.argv[1], "rb") as stream:
    reading = lcov.read(stream, ReadLimits())
"""
_EXACT = """
assert reading.state == "ok", reading.note
assert reading.coverage.ratio(Unit.LINES) == reading.declared[Unit.LINES]
assert reading.coverage.ratio(Unit.BRANCHES) == reading.declared[Unit.BRANCHES]
"""
_DIFF_COVER = """
report = LcovCoverageReporter([LcovCoverageReporter.parse(sys.argv[1])])
measured = sum(len(report.measured_lines(name)) for name in names)
"""


def works(asked: Asked) -> Iterator[Work]:
    for files in asked.sizes(_FILES):
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "lcov.info"
            write_report(path, files, _LINES, _SEED)
            yield Work(
                name="LCOV",
                size=f"{files:,} files, {path.stat().st_size / 1e6:.1f} MB",
                sides=_sides(path),
                budget=_BUDGET if files == _FILES else Budget(),
            )


def _sides(path: Path) -> tuple[Side, ...]:
    given = (str(path),)
    by_line = "with open(sys.argv[1], 'rb') as stream:\n    for line in stream:\n        pass"
    whole = "with open(sys.argv[1], 'rb') as stream:\n    stream.read()"
    ours = Side(
        name="quality-gate",
        before="from quality_gate.model.coverage import Unit\n"
        "from quality_gate.readers.coverage import lcov\n"
        "from quality_gate.readers.reader import ReadLimits",
        work=_OURS,
        after=_EXACT,
        arguments=given,
    )
    diff_cover = Side(
        name="diff-cover, 20 files",
        before="from diff_cover.git_path import GitPathTool\n"
        "from diff_cover.violationsreporters.violations_reporter import LcovCoverageReporter\n"
        "GitPathTool._root = GitPathTool._cwd = '/repository'\n"
        "names = [f'src/module000/feature{number:05d}.c' for number in range(20)]",
        work=_DIFF_COVER,
        after="assert measured == 20 * 320, measured",
        arguments=given,
        peer=True,
    )
    return (
        Side(name="read line by line", work=by_line, arguments=given),
        Side(name="read as one piece", work=whole, arguments=given),
        ours,
        diff_cover,
    )


def write_report(path: Path, files: int, lines: int, seed: int) -> None:
    """Files of `lines` measured lines, one in sixteen with two branches."""
    chance = random.Random(seed)
    with path.open("w", encoding="utf-8") as out:
        for number in range(files):
            out.write(_record(f"src/module{number // 50:03d}/feature{number:05d}.c", lines, chance))


def _record(name: str, lines: int, chance: random.Random) -> str:
    line = hit = 0
    data: list[str] = []
    branches: list[str] = []
    for _ in range(lines):
        line += chance.randint(1, 3)
        hits = 1 if chance.random() < 0.85 else 0
        hit += hits > 0
        data.append(f"DA:{line},{hits}\n")
        if chance.random() < 0.0625:
            taken = [str(chance.randint(0, 1)) if hits else "-" for _ in range(2)]
            branches += [f"BRDA:{line},0,{index},{count}\n" for index, count in enumerate(taken)]
    covered = sum(branch.endswith(",1\n") for branch in branches)
    return (
        f"TN:\nSF:{name}\n{''.join(branches)}BRF:{len(branches)}\nBRH:{covered}\n"
        f"{''.join(data)}LF:{lines}\nLH:{hit}\nend_of_record\n"
    )


if __name__ == "__main__":
    alone(__doc__, works)
