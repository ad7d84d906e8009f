"""How long an LCOV tracefile of 5,000 files takes, against reading the same lines and nothing else."""

from __future__ import annotations

import argparse
import json
import random
import subprocess
import sys
import tempfile
from pathlib import Path

_PLAIN = """
import resource, sys, time
begin = time.perf_counter()
with open(sys.argv[1], "rb") as stream:
    for line in stream:
        pass
took = time.perf_counter() - begin
print(took, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
"""
_WHOLE = """
import resource, sys, time
begin = time.perf_counter()
with open(sys.argv[1], "rb") as stream:
    stream.read()
took = time.perf_counter() - begin
print(took, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
"""
_OURS = """
import resource, sys, time
from quality_gate.model.coverage import Unit
from quality_gate.readers.coverage import lcov
from quality_gate.readers.reader import ReadLimits
begin = time.perf_counter()
with open(sys.argv[1], "rb") as stream:
    reading = lcov.read(stream, ReadLimits())
took = time.perf_counter() - begin
assert reading.state == "ok", reading.note
assert reading.coverage.ratio(Unit.LINES) == reading.declared[Unit.LINES]
assert reading.coverage.ratio(Unit.BRANCHES) == reading.declared[Unit.BRANCHES]
print(took, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
"""


def write_report(path: Path, files: int, lines: int, most_hits: int, seed: int) -> None:
    """Files of `lines` measured lines, one in sixteen with two branches."""
    chance = random.Random(seed)
    with path.open("w", encoding="utf-8") as out:
        for number in range(files):
            out.write(
                _record(f"src/module{number // 50:03d}/feature{number:05d}.c", lines, most_hits, chance)
            )


def _record(name: str, lines: int, most_hits: int, chance: random.Random) -> str:
    line = hit = 0
    data: list[str] = []
    branches: list[str] = []
    for _ in range(lines):
        line += chance.randint(1, 3)
        hits = chance.randint(1, most_hits) if chance.random() < 0.85 else 0
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
        path = Path(folder) / "lcov.info"
        write_report(path, asked.files, asked.lines, asked.most_hits, asked.seed)
        whole, _ = measure(_WHOLE, path, asked.times)
        plain, plain_peak = measure(_PLAIN, path, asked.times)
        ours, peak = measure(_OURS, path, asked.times)
        result = {
            "files": asked.files,
            "megabytes": round(path.stat().st_size / 1e6, 1),
            "whole read": {"seconds": round(whole, 4)},
            "line by line": {"seconds": round(plain, 3), "MiB": round(plain_peak)},
            "reader": {
                "seconds": round(ours, 3),
                "MiB": round(peak),
                "ratio to whole read": round(ours / whole, 1),
                "ratio to line by line": round(ours / plain, 2),
            },
        }
    print(json.dumps(result, indent=2))


if __name__ == "__main__":
    main()
