"""What stages must not see stands in the gate's own environment, and that is closed to them too."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from quality_gate.world.environment import Environment
from repository import SOURCES, Repository

STAGE = "(tr '\\0' '\\n' </proc/$PPID/environ) >seen.txt 2>&1 || true"
# Root may look everywhere by its capabilities; without them it is as blind as everybody.
AS_ANYBODY = """\
import ctypes, os, sys
for capability in range(64):
    ctypes.CDLL(None).prctl(24, capability, 0, 0, 0)
os.execv(sys.executable, [sys.executable, "-m", "quality_gate", *sys.argv[1:]])
"""


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux shows environments in /proc")
@pytest.mark.parametrize("words", [["run"], ["run", "--no-verdict"], ["stage", "unit"]])
def test_a_stage_cannot_read_the_gates_environment(tmp_path: Path, words: list[str]) -> None:
    config = f"version: 1\nstages:\n  unit:\n    run: {STAGE}\n"
    shop = Repository(tmp_path / "shop").write({"quality-gate.yml": config}).commit()
    subprocess.run(
        [sys.executable, "-c", AS_ANYBODY, *words],
        cwd=shop.root,
        env={"PATH": "/usr/bin:/bin", "PYTHONPATH": str(SOURCES), "GITHUB_TOKEN": "a-secret"},
        capture_output=True,
        check=False,
        timeout=60,
    )

    seen = (shop.root / "seen.txt").read_text(encoding="utf-8")
    assert "Permission denied" in seen
    assert "PATH=" not in seen and "a-secret" not in seen


@pytest.mark.parametrize(
    "name", ["GH_ENTERPRISE_TOKEN", "GITHUB_ENTERPRISE_TOKEN", "GITHUB_TOKEN", "GH_TOKEN"]
)
def test_no_token_of_the_platform_reaches_a_stage(name: str) -> None:
    assert Environment({name: "a-secret", "MINE": "1"}).for_stages() == {"MINE": "1"}
