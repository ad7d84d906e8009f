"""Experiments of Chaos Toolkit: its journal is read as it tells the experiment itself."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

from quality_gate.model.cases import Counts
from quality_gate.model.reading import State
from quality_gate.readers.reading import read_stream
from real.installing import tool


def probe(name: str) -> dict[str, object]:
    exists = {"type": "python", "module": "os.path", "func": "exists", "arguments": {"path": name}}
    return {"type": "probe", "name": f"{name} there", "tolerance": True, "provider": exists}


def action(name: str, code: str) -> dict[str, object]:
    command = {"type": "process", "path": sys.executable, "arguments": ["-c", code]}
    return {"type": "action", "name": name, "provider": command}


def run(folder: Path, code: str) -> tuple[Counts, str, int]:
    """What is read, what Chaos Toolkit says, and its exit code."""
    experiment = {
        "title": "the shop <stays> open",
        "description": "whatever happens",
        "steady-state-hypothesis": {"title": "open", "probes": [probe("shelf"), probe("till")]},
        "method": [action("take it", code)],
        "rollbacks": [action("bring it back", "open('till', 'w').close()")],
    }
    (folder / "experiment.json").write_text(json.dumps(experiment))
    options = ("--no-version-check", "--no-log-file", f"--settings={folder / 'none.yaml'}")
    command = [tool("chaos"), *options, "run", "--journal-path=journal.json", "experiment.json"]
    done = subprocess.run(command, cwd=folder, check=False, capture_output=True, text=True)
    with (folder / "journal.json").open("rb") as stream:
        reading = read_stream(stream)
    assert (reading.format, reading.state, reading.note) == ("chaos-toolkit", State.OK, "")
    assert reading.cases is not None
    return reading.cases.counts, done.stdout + done.stderr, done.returncode


def told(said: str) -> tuple[int, int]:
    """How many probes and actions were told, and how many probes were out of tolerance."""
    return len(re.findall(r"(?:Probe|Action): ", said)), len(re.findall("not in the given tolerance", said))


@pytest.fixture
def shop(tmp_path: Path) -> Path:
    for name in ("shelf", "till"):
        (tmp_path / name).touch()
    return tmp_path


def test_a_system_that_stays_steady(shop: Path) -> None:
    counts, said, code = run(shop, "pass")

    assert "Experiment ended with status: completed" in said
    assert told(said) == (6, 0)
    assert (counts, code) == (Counts(passed=6 + 1), 0)  # the experiment itself is one


def test_a_system_that_deviates(shop: Path) -> None:
    counts, said, code = run(shop, "import os; os.remove('till')")

    assert "Experiment ended with status: deviated" in said
    assert told(said) == (6, 1)
    assert (counts, code) == (Counts(passed=5, failed=1 + 1), 1)


def test_a_system_that_was_not_steady_before(shop: Path) -> None:
    (shop / "shelf").unlink()
    counts, said, code = run(shop, "pass")

    # It calls that completed, and a success.
    assert "Experiment ended with status: completed" in said
    assert told(said) == (2, 1)
    assert (counts, code) == (Counts(passed=1, failed=1 + 1, errors=1), 0)
