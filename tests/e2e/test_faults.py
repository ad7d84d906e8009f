"""Trouble around a run: whatever breaks, the verdict is the one that was decided, and the record holds it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Mapping
from pathlib import Path

import pytest

from repository import SOURCES, Ran, Repository, junit

CONFIG = """\
version: 1
stages:
  unit: {run: mkdir -p out && cp unit.xml out/unit.xml && exit $FAILED, reports: out/unit.xml}
tests: {pass-rate: 100}
publish: [console, summary, annotations, outputs, record, comment, junit, cobertura, metrics]
"""
FULL = "/dev/full"
NOWHERE = "/nowhere/at/all"


def site(folder: Path, *, good: bool, config: str = CONFIG) -> Repository:
    cases = ("a", "b") if good else ("a", "b!")
    return Repository(folder).write({"quality-gate.yml": config, "unit.xml": junit(*cases)}).commit()


def judged(where: Repository, env: Mapping[str, str], *, good: bool) -> Ran:
    return where.gate("run", env={"FAILED": str(int(not good)), "GITHUB_ACTIONS": "true", **env})


def right(ran: Ran, *, good: bool) -> None:
    """The verdict as it was decided, in the exit code, in the words and in the record."""
    assert ran.code == int(not good), ran.said
    assert ran.record["verdict"]["phrase"] == ("READY" if good else "NOT READY")
    assert "Traceback" not in ran.said


@pytest.mark.parametrize("good", [True, False])
@pytest.mark.parametrize(
    "env",
    [
        {"GITHUB_STEP_SUMMARY": FULL},
        {"GITHUB_STEP_SUMMARY": NOWHERE},
        {"GITHUB_STEP_SUMMARY": "/"},
        {"GITHUB_OUTPUT": FULL},
        {"GITHUB_OUTPUT": NOWHERE},
        {"GITHUB_OUTPUT": "/"},
        {"GITHUB_EVENT_PATH": NOWHERE, "GITHUB_EVENT_NAME": "push"},
        {"GITHUB_EVENT_PATH": "/", "GITHUB_EVENT_NAME": "push"},
        {"GITHUB_TOKEN": "x", "GITHUB_REPOSITORY": "o/r", "GITHUB_API_URL": "http://127.0.0.1:9"},
        {"GITHUB_TOKEN": "x", "GITHUB_REPOSITORY": "o/r", "GITHUB_API_URL": "not an address"},
        {"HOME": NOWHERE},
        {"TMPDIR": NOWHERE},
        {"LANG": "C", "LC_ALL": "C", "PYTHONIOENCODING": "ascii"},
        {"TERM": "dumb", "COLUMNS": "1"},
        {"GITHUB_RUN_ATTEMPT": "many", "GITHUB_SERVER_URL": "javascript:alert(1)", "GITHUB_SHA": "x"},
    ],
    ids=lambda env: " ".join(f"{name}={value}" for name, value in env.items()),
)
def test_an_environment_in_trouble(tmp_path: Path, env: dict[str, str], good: bool) -> None:
    right(judged(site(tmp_path, good=good), env, good=good), good=good)


@pytest.mark.parametrize("good", [True, False])
@pytest.mark.parametrize("name", ["junit.xml", "cobertura.xml", "metrics.prom"])
def test_an_outlet_that_cannot_be_written(tmp_path: Path, name: str, good: bool) -> None:
    where = site(tmp_path, good=good)
    (tmp_path / "quality-gate" / name).mkdir(parents=True)

    ran = judged(where, {}, good=good)

    right(ran, good=good)


def test_a_record_that_cannot_be_written_is_said_and_changes_nothing(tmp_path: Path) -> None:
    where = site(tmp_path, good=False)
    (tmp_path / "quality-gate" / "record.json").mkdir(parents=True)
    ran = subprocess.run(
        [sys.executable, "-m", "quality_gate", "run"],
        cwd=tmp_path,
        env={"PATH": os.environ["PATH"], "HOME": str(tmp_path), "PYTHONPATH": str(SOURCES), "FAILED": "1"},
        capture_output=True,
        text=True,
        check=False,
    )

    assert ran.returncode == 1
    assert "NOT READY" in ran.stdout
    assert "warning: record: " in ran.stderr
    assert where.root == tmp_path


@pytest.mark.parametrize(
    ("command", "words"),
    [
        ("rm -rf quality-gate", "NOT READY"),
        ("rm -f quality-gate/envelopes/*/envelope.json", ""),
        ("printf x > quality-gate/record.json", ""),
        ("rm -rf .git/objects", ""),
        ("touch .git/index.lock", ""),
        ("chmod -R a-w quality-gate", ""),
        ("printf 'version: 1' > quality-gate.yml", ""),
    ],
)
def test_a_stage_that_breaks_things_around_it_gains_nothing(tmp_path: Path, command: str, words: str) -> None:
    """It failed, and whatever it did to the gate's own files, that is what is said."""
    config = f"version: 1\nstages:\n  unit: {{run: '{command.replace(chr(39), chr(39) * 2)}; exit 3'}}\n"
    ran = site(tmp_path, good=True, config=config).gate("run")

    assert ran.code in (1, 3), ran.said
    assert not ran.out.startswith("READY")
    assert words in ran.out
    assert "Traceback" not in ran.said


def test_a_gate_that_was_killed_leaves_nothing_that_could_be_taken_for_a_verdict(tmp_path: Path) -> None:
    where = site(tmp_path, good=True)
    assert judged(where, {}, good=True).code == 0
    slow = where.write({"quality-gate.yml": CONFIG.replace("mkdir", "sleep 30 && mkdir")}).commit()
    gate = subprocess.Popen(
        [sys.executable, "-m", "quality_gate", "run"],
        cwd=tmp_path,
        env={"PATH": os.environ["PATH"], "HOME": str(tmp_path), "PYTHONPATH": str(SOURCES), "FAILED": "0"},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    log = tmp_path / "quality-gate/envelopes/unit/stage.log"
    deadline = time.monotonic() + 30
    while not log.exists() and time.monotonic() < deadline:
        time.sleep(0.05)
    os.killpg(gate.pid, signal.SIGKILL)
    gate.wait()

    concluded = slow.gate("conclude")

    assert concluded.code != 0, concluded.said
    assert not concluded.out.startswith("READY")


def test_two_runs_at_once_each_say_what_they_saw(tmp_path: Path) -> None:
    """They share a folder, and so either of them may find the other's files; none may become green by it."""
    where = site(tmp_path, good=False)
    environment = {
        "PATH": os.environ["PATH"],
        "HOME": str(tmp_path),
        "PYTHONPATH": str(SOURCES),
        "FAILED": "1",
    }
    both = [
        subprocess.Popen(
            [sys.executable, "-m", "quality_gate", "run"],
            cwd=where.root,
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )
        for _ in range(2)
    ]
    said = [one.communicate(timeout=60)[0] for one in both]

    assert all(one.returncode in (1, 3) for one in both)
    assert not any(text.startswith("READY") for text in said)
