"""200 shards of 5,000 cases each, merged and judged: seconds, memory, and how both grow.

    python bench/merge.py [--shards 200] [--cases 5000]

Each size runs in a process of its own, from the envelopes on disk to the published record.
"""

from __future__ import annotations

import argparse
import hashlib
import random
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

SOURCES = Path(__file__).resolve().parent.parent / "src"


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--shards", type=int, default=200)
    parser.add_argument("--cases", type=int, default=5000)
    parser.add_argument("--one", metavar="FOLDER", help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.one:
        return conclude(Path(arguments.one))
    print(f"{'shards':>7} {'cases':>10} {'seconds':>8} {'MiB':>6} {'s per million':>14}")
    for part in (16, 4, 1):
        shards = max(1, arguments.shards // part)
        with tempfile.TemporaryDirectory() as folder:
            write(Path(folder), shards, arguments.cases)
            seconds, mebibytes = measured(Path(folder))
        cases = shards * arguments.cases
        print(f"{shards:>7} {cases:>10,} {seconds:>8.2f} {mebibytes:>6.0f} {seconds / cases * 1e6:>14.1f}")
    return 0


def measured(folder: Path) -> tuple[float, float]:
    command = [sys.executable, __file__, "--one", str(folder)]
    answer = subprocess.run(command, check=True, capture_output=True, text=True)
    seconds, mebibytes = answer.stdout.split()[-2:]
    return float(seconds), float(mebibytes)


def conclude(folder: Path) -> int:
    sys.path.insert(0, str(SOURCES))
    from quality_gate.cli.main import main as gate

    start = time.perf_counter()
    code = gate(["conclude", "-C", str(folder), "--format", "markdown", "handed-over"])
    seconds = time.perf_counter() - start
    print(f"{seconds} {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024}")
    return code


def write(folder: Path, shards: int, cases: int) -> None:
    """What a matrix hands over: one envelope and one JUnit file per shard."""
    dice = random.Random(shards)
    config = f"version: 1\nstages:\n  e2e: {{run: make e2e, shards: {shards}, reports: out/e2e.xml}}\n"
    (folder / "quality-gate.yml").write_text(
        config + "tests: {pass-rate: 90, min-count: 10}\n", encoding="utf-8"
    )
    for shard in range(1, shards + 1):
        place = folder / "handed-over" / f"artifact-{shard}"
        (place / "reports").mkdir(parents=True)
        content = junit(shard, cases, dice).encode()
        (place / "reports" / "e2e.xml").write_bytes(content)
        (place / "envelope.json").write_text(envelope(folder.name, shard, shards, content), encoding="utf-8")


def junit(shard: int, cases: int, dice: random.Random) -> str:
    lines = [f'<?xml version="1.0"?><testsuites><testsuite name="e2e" tests="{cases}">']
    for number in range(cases):
        place = f'classname="tests.e2e.test_area_{number // 50}.TestThing"'
        name = f'{place} name="test_case_{shard}_{number}" time="0.012"'
        if dice.random() < 0.001:
            lines.append(f'<testcase {name}><failure message="assert 1 == 2">trace</failure></testcase>')
        else:
            lines.append(f"<testcase {name}/>")
    return "\n".join([*lines, "</testsuite></testsuites>"])


def envelope(gate: str, shard: int, shards: int, content: bytes) -> str:
    sys.path.insert(0, str(SOURCES))
    from quality_gate.envelopes.write import envelope_json
    from quality_gate.model.envelope import Attempt, Ended, Envelope, ReportFile

    digest = hashlib.sha256(content).hexdigest()
    report = ReportFile(path="out/e2e.xml", stored="reports/e2e.xml", sha256=digest, size=len(content))
    attempt = Attempt(ended=Ended.EXITED, exit_code=1)
    return envelope_json(
        Envelope(stage="e2e", shard=shard, shards=shards, gate=gate, attempts=(attempt,), reports=(report,))
    )


if __name__ == "__main__":
    sys.exit(main())
