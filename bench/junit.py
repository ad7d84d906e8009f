"""A JUnit report of 100,000 cases, against a bare expat pass over the same bytes."""

from __future__ import annotations

import random
import tempfile
from collections.abc import Iterator
from pathlib import Path

from measuring import Asked, Budget, Side, Work, alone, expat_floor

_CASES = 100_000
_SEED = 1
_BUDGET = Budget(ratio=2.5, mebibytes=60)
_OUTPUT = "a line of output of it\n" * 45
_OURS = """
with open(sys.argv[1], "rb") as stream:
    reading = read(stream, ReadLimits())
"""
_COUNTED = """
counts = reading.cases.counts
assert (counts.total, counts.failed) == (int(sys.argv[2]), int(sys.argv[3])), (reading.note, counts)
"""
_PEER = """
report = JUnitXml.fromfile(sys.argv[1])
failed = sum(bool(case.result) for suite in report for case in suite)
"""


def works(asked: Asked) -> Iterator[Work]:
    for cases in asked.sizes(_CASES):
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "report.xml"
            failing = write_report(path, cases, _SEED)
            given = (str(path), str(cases), str(failing))
            ours = Side(
                name="quality-gate",
                before="from quality_gate.readers.reader import ReadLimits\n"
                "from quality_gate.readers.tests.junit import read\nimport junitparser",
                work=_OURS,
                after=_COUNTED,
                arguments=given,
            )
            plainly = Side(
                name="the same without scanning",
                before="from quality_gate.readers.reader import ReadLimits\n"
                "from quality_gate.readers.tests.junit import read_plainly as read\nimport junitparser",
                work=_OURS,
                after=_COUNTED,
                arguments=given,
            )
            peer = Side(
                name="junitparser",
                before="from junitparser import JUnitXml",
                work=_PEER,
                after="assert failed == int(sys.argv[3])",
                arguments=given,
                peer=True,
            )
            yield Work(
                name="JUnit",
                size=f"{cases:,} cases, {path.stat().st_size / 1e6:.1f} MB",
                sides=(expat_floor(path), ours, plainly, peer),
                budget=_BUDGET if cases == _CASES else Budget(),
            )


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


if __name__ == "__main__":
    alone(__doc__, works)
