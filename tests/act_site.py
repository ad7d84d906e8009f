"""An independent runner, `act`, which runs the example workflows with this checkout as the action.

What cannot be had offline is taken by stand-ins that a test can see: `act` makes the checkout itself,
`actions/upload-artifact` is a folder of ours, and a witness behind the gate notes its outputs.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from github.fake import FakeGitHub
from github.state import REPOSITORY
from repository import Repository

ROOT = Path(__file__).resolve().parents[1]
WRITES = "ghs_zyxwvutsrqponmlkjihgfedcba9876543210"
ACT = "github.com/nektos/act@v0.2.89"
UPLOAD = re.compile(r"actions/upload-artifact@[0-9a-f]{40}")
UNREACHABLE = re.compile(r"no such host|connection refused|i/o timeout|connection reset|proxyconnect")
# Behind the last step of the job that the gate runs in.
WITNESS = """\
      - if: always()
        env:
          GATE: ${{ toJSON(steps.gate) }}
          WITNESS: %s
        run: printf '%%s' "$GATE" > "$WITNESS"; cp -r quality-gate "$WITNESS.files"
"""
STAND_IN = """\
name: stand-in
description: Keeps what is uploaded in a folder.
inputs: {name: {default: ""}, path: {default: ""}, overwrite: {default: ""}}
runs:
  using: composite
  steps:
    - shell: bash
      env: {NAME: "${{ inputs.name }}", FROM: "${{ inputs.path }}"}
      run: mkdir -p "%s" && cp -r "$FROM" "%s/$NAME"
"""


@dataclass(frozen=True)
class Done:
    """What somebody who looks at the run sees."""

    code: int
    log: str
    gate: dict[str, Any]  # the step: its outputs, and how it ended
    report: str
    uploaded: Path

    @property
    def outputs(self) -> dict[str, str]:
        return dict(self.gate["outputs"])

    @property
    def summary(self) -> str:
        """What the run's page shows; `act` prints it for the step within the action, and for the action."""
        found = re.findall(r"Summary - (.*?)(?=^\[|\Z)", self.log, re.MULTILINE | re.DOTALL)
        (said,) = {one.strip() for one in found}
        return str(said)


def kept() -> Path:
    """Outside of the repository, and kept from one run to the next."""
    user = os.getuid() if hasattr(os, "getuid") else "user"
    return Path(tempfile.gettempdir(), f"quality-gate-tests-{user}")


def program() -> Path:
    """Built once on this machine; a skip with the reason where that cannot be."""
    if not shutil.which("go"):
        pytest.skip("go is not on this machine, so there is no independent runner")
    folder = kept() / ACT.rpartition("/")[2]
    binary = folder / ("act.exe" if os.name == "nt" else "act")
    if not binary.exists():
        around = {**os.environ, "GOBIN": str(folder), "GOFLAGS": "-buildvcs=false -modcacherw"}
        done = subprocess.run(
            ["go", "install", ACT], env=around, capture_output=True, text=True, check=False, timeout=900
        )
        if done.returncode and UNREACHABLE.search(done.stderr):
            pytest.skip("go cannot reach its module proxy from this machine")
        assert done.returncode == 0, done.stderr
    return binary


def the_action(root: Path) -> Path:
    """This checkout, without what is no part of a release."""
    folder = root / "action"
    folder.mkdir()
    for name in ("action.yml", "pyproject.toml"):
        shutil.copy(ROOT / name, folder)
    for name in ("bin", "src"):
        shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__", "*.pyz"))
    return folder


def witnessed(text: str, job: str, witness: Path) -> str:
    """The workflow as it is copied, with the witness as the last step of one job."""
    start = text.index(f"\n  {job}:\n")
    end = next(
        (found.start() for found in re.finditer(r"\n\n  \w", text) if found.start() > start), len(text)
    )
    return text[:end].rstrip("\n") + "\n" + WITNESS % witness + text[end:]


def act(
    repository: Repository, github: FakeGitHub, event: str, payload: dict[str, Any], token: str = WRITES
) -> Done:
    root = repository.root.parent
    binary, witness, uploads = program(), root / "witness", root / "uploads"
    stand_in = root / "stand-in"
    stand_in.mkdir()
    (stand_in / "action.yml").write_text(STAND_IN % (uploads, uploads), encoding="utf-8")
    (root / "event.json").write_text(json.dumps({"repository": {"full_name": REPOSITORY}, **payload}))
    (workflow,) = (repository.root / ".github" / "workflows").iterdir()
    upload = UPLOAD.search(workflow.read_text(encoding="utf-8"))
    replaced = {"org/quality-gate@v1": the_action(root), **({upload[0]: stand_in} if upload else {})}
    settings = {
        "GITHUB_API_URL": github.url,
        "GITHUB_REPOSITORY": REPOSITORY,
        "XDG_CACHE_HOME": str(kept() / "cache"),
    }
    done = subprocess.run(
        [
            *(str(binary), event, "--workflows", str(workflow), "--eventpath", str(root / "event.json")),
            *("--platform", "ubuntu-latest=-self-hosted", "--secret", f"GITHUB_TOKEN={token}"),
            *(f"--local-repository={name}={folder}" for name, folder in replaced.items()),
            *(f"--env={name}={value}" for name, value in settings.items()),
        ],
        cwd=repository.root,
        env={"PATH": os.environ["PATH"], "HOME": str(root / "home"), "NO_COLOR": "1"},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )
    log = done.stdout + done.stderr
    assert witness.exists(), log
    report = Path(f"{witness}.files", "report.md")
    said = report.read_text(encoding="utf-8") if report.exists() else ""
    return Done(done.returncode, log, json.loads(witness.read_text(encoding="utf-8")), said, uploads)
