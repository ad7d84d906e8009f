"""How long a JUnit report of 100,000 cases takes, against a bare expat pass over the same bytes."""

from __future__ import annotations

import argparse
import json
import random
import subprocess
import sys
import tempfile
from pathlib import Path

_OUTPUT = "a line of output of it\n" * 45
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
from quality_gate.readers.reader import ReadLimits
from quality_gate.readers.tests import junit
read = getattr(junit, sys.argv[2])
begin = time.perf_counter()
with open(sys.argv[1], "rb") as stream:
    reading = read(stream, ReadLimits())
took = time.perf_counter() - begin
counts = reading.cases.counts
assert (counts.total, counts.failed) == (int(sys.argv[3]), int(sys.argv[4])), (reading.note, counts)
print(took, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
"""


def write_report(path: Path, cases: int, seed: int) -> int:
    """Cases in suites of 1,000: 2.5 % fail with 14 lines of trace, 18 % left 1 KB of output."""
    chance = random.Random(seed)
    failing = 0
    with path.open("w", encoding="utf-8") as out:
        out.write('<?xml version="1.0" encoding="UTF-8"?>\n<testsuites>\n')
        for first in range(0, cases, 1000):
            size = min(1000, cases - first)
            out.write(f'<testsuite name="suite {first // 1000}" tests="{size}" hostname="builder">\n')
            for number in range(first, first + size):
                text, fails = _case(number, chance)
                failing += fails
                out.write(text)
            out.write("</testsuite>\n")
        out.write("</testsuites>\n")
    return failing


def _case(number: int, chance: random.Random) -> tuple[str, bool]:
    package = f"org.example.product.module{number // 1000:03d}.feature{number // 50 % 20:02d}"
    start = (
        f'  <testcase classname="{package}.VerboselyNamedBehaviourSpecification" '
        f'name="does the thing that is described at some length as number {number}" '
        f'time="{chance.random():.6f}" file="src/test/{package.replace(".", "/")}/Specification.py" '
        f'line="{number % 900 + 1}"'
    )
    kind = chance.random()
    if kind < 0.025:
        trace = "\n".join(f"    at {package}.Class{n}.method(Class{n}.java:{n * 17})" for n in range(14))
        message = f'<failure message="expected {number}" type="AssertionError">{trace}</failure>'
        return f"{start}>\n    {message}\n  </testcase>\n", True
    if kind < 0.205:
        return f"{start}>\n    <system-out>{_OUTPUT}</system-out>\n  </testcase>\n", False
    return start + "/>\n", False


def measure(code: str, *arguments: str, times: int) -> tuple[float, float]:
    """Seconds, the best of several processes, and the peak of resident MiB."""
    runs = [
        subprocess.run([sys.executable, "-c", code, *arguments], check=True, capture_output=True, text=True)
        for _ in range(times)
    ]
    pairs = [run.stdout.split() for run in runs]
    return min(float(took) for took, _ in pairs), max(int(peak) for _, peak in pairs) / 1024


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cases", type=int, default=100_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--times", type=int, default=5)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "report.xml"
        failing = write_report(path, asked.cases, asked.seed)
        arguments = (str(asked.cases), str(failing))
        bare, bare_peak = measure(_EXPAT, str(path), times=asked.times)
        ours, peak = measure(_OURS, str(path), "read", *arguments, times=asked.times)
        plain, plain_peak = measure(_OURS, str(path), "read_plainly", *arguments, times=asked.times)
        result = {
            "cases": asked.cases,
            "megabytes": round(path.stat().st_size / 1e6, 1),
            "expat": {"seconds": round(bare, 3), "MiB": round(bare_peak)},
            "reader": {"seconds": round(ours, 3), "MiB": round(peak), "ratio": round(ours / bare, 2)},
            "plain": {"seconds": round(plain, 3), "MiB": round(plain_peak), "ratio": round(plain / bare, 2)},
        }
    print(json.dumps(result, indent=2))


if __name__ == "__main__":
    main()
