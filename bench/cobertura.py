"""How long a Cobertura report of 5,000 files takes, against a bare expat pass over the same bytes."""

from __future__ import annotations

import argparse
import json
import random
import subprocess
import sys
import tempfile
from pathlib import Path

_EXPAT = """
import resource, sys, time
from xml.parsers import expat
begin = time.perf_counter()
parser = expat.ParserCreate()
with open(sys.argv[1], "rb") as stream:
    parser.ParseFile(stream)
took = time.perf_counter() - begin
print(took, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
"""
_OURS = """
import resource, sys, time
from quality_gate.model.coverage import Unit
from quality_gate.readers.coverage import cobertura
from quality_gate.readers.reader import ReadLimits
begin = time.perf_counter()
with open(sys.argv[1], "rb") as stream:
    reading = cobertura.read(stream, ReadLimits())
took = time.perf_counter() - begin
assert reading.state == "ok", reading.note
assert reading.coverage.ratio(Unit.LINES) == reading.declared[Unit.LINES]
assert reading.coverage.ratio(Unit.BRANCHES) == reading.declared[Unit.BRANCHES]
print(took, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
"""


def write_report(path: Path, files: int, lines: int, most_hits: int, seed: int) -> None:
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
                out.write(_line(line, most_hits, chance, totals))
            out.write("\t\t\t\t\t</lines>\n\t\t\t\t</class>\n")
        out.write("\t</classes></package></packages>\n</coverage>\n")
        out.seek(0)
        out.write(root.format(*totals))


def _line(line: int, most_hits: int, chance: random.Random, totals: list[int]) -> str:
    hits = chance.randint(1, most_hits) if chance.random() < 0.85 else 0
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


def measure(code: str, path: Path, times: int) -> tuple[float, float]:
    """Seconds, the best of several processes, and the peak of resident MiB."""
    pairs = []
    for _ in range(times):
        command = [sys.executable, "-c", code, str(path)]
        pairs.append(subprocess.run(command, check=True, capture_output=True, text=True).stdout.split())
    return min(float(took) for took, _ in pairs), max(int(peak) for _, peak in pairs) / 1024


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--files", type=int, default=5_000)
    parser.add_argument("--lines", type=int, default=320, help="measured lines of each file")
    parser.add_argument("--most-hits", type=int, default=1)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--times", type=int, default=5)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "coverage.xml"
        write_report(path, asked.files, asked.lines, asked.most_hits, asked.seed)
        bare, bare_peak = measure(_EXPAT, path, asked.times)
        ours, peak = measure(_OURS, path, asked.times)
        result = {
            "files": asked.files,
            "megabytes": round(path.stat().st_size / 1e6, 1),
            "expat": {"seconds": round(bare, 3), "MiB": round(bare_peak)},
            "reader": {"seconds": round(ours, 3), "MiB": round(peak), "ratio": round(ours / bare, 2)},
        }
    print(json.dumps(result, indent=2))


if __name__ == "__main__":
    main()
