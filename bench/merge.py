"""200 shards of 5,000 cases each, from the envelopes on disk to the published record, and how that grows."""

from __future__ import annotations

import hashlib
import random
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from measuring import ROOT, Asked, Budget, Side, Work, alone
from yardstick import yardstick

_SHARDS = 200
_CASES = 5_000  # of each shard
_BUDGET = Budget(seconds=10, mebibytes=200)
_FLOOR = """
for path in paths:
    with open(path, "rb") as stream:
        expat.ParserCreate().ParseFile(stream)
"""


def works(asked: Asked) -> Iterator[Work]:
    for shards in asked.sizes(_SHARDS):
        with tempfile.TemporaryDirectory() as folder, tempfile.TemporaryDirectory() as apart:
            write(Path(folder), shards, _CASES)
            speed = yardstick(Path(apart))
            over_all = Side(
                name="expat, over all the reports",
                before="from pathlib import Path\nfrom xml.parsers import expat\n"
                "paths = sorted(Path(sys.argv[1]).rglob('*.xml'))",
                work=_FLOOR,
                arguments=(folder,),
            )
            ours = Side(
                name="quality-gate",
                before="from quality_gate.cli.main import main",
                work='main(["conclude", "-C", sys.argv[1], "--format", "markdown", "handed-over"])',
                after=_judged(shards * _CASES),
                arguments=(folder,),
            )
            yield Work(
                name="merge",
                size=f"{shards} shards, {shards * _CASES:,} cases",
                sides=(speed.side, over_all, ours),
                budget=_BUDGET if shards == _SHARDS else Budget(),
                floor_there=speed.seconds_there,
            )


def _judged(cases: int) -> str:
    """A run that failed early would look fast."""
    return (
        "import json\nfrom pathlib import Path\n"
        "record = Path(sys.argv[1], 'quality-gate', 'record.json').read_text(encoding='utf-8')\n"
        f"assert '{cases}' in record, record[:2000]\nprint()"
    )


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
        (place / "envelope.json").write_text(envelope(folder, shard, shards, content), encoding="utf-8")


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


def envelope(folder: Path, shard: int, shards: int, content: bytes) -> str:
    sys.path.insert(0, str(ROOT / "src"))
    from quality_gate.envelopes.write import envelope_json
    from quality_gate.model.envelope import Attempt, Ended, Envelope, ReportFile

    digest = hashlib.sha256(content).hexdigest()
    report = ReportFile(path="out/e2e.xml", stored="reports/e2e.xml", sha256=digest, size=len(content))
    config = hashlib.sha256((folder / "quality-gate.yml").read_bytes()).hexdigest()
    attempt = Attempt(ended=Ended.EXITED, exit_code=1)
    return envelope_json(
        Envelope(
            stage="e2e",
            shard=shard,
            shards=shards,
            gate=folder.name,
            config=config,
            command="make e2e",
            attempts=(attempt,),
            reports=(report,),
        )
    )


if __name__ == "__main__":
    alone(__doc__, works)
