"""What the pages about CI tell people to type is understood, and what they tell them to run, runs."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from quality_gate.cli.commands import command_line
from repository import SOURCES, Repository, junit

ROOT = Path(__file__).resolve().parents[2]
ELSEWHERE = (ROOT / "docs" / "elsewhere.md").read_text(encoding="utf-8")
GITHUB = (ROOT / "docs" / "github.md").read_text(encoding="utf-8")
README = (ROOT / "README.md").read_text(encoding="utf-8")
EXAMPLES = ROOT / "examples" / "workflows"
CONFIGURATION = """\
version: 1
stages:
  unit:
    shards: 2
    run: mkdir -p out && cp given.xml out/unit.xml
    reports: out/unit.xml
"""


def blocks(page: str, language: str) -> list[str]:
    """The code of one language, wherever it stands; in a list it is moved to the right."""
    found = re.findall(rf"^( *)```{language}\n(.*?)^ *```", page, re.MULTILINE | re.DOTALL)
    return ["".join(line.removeprefix(space) for line in code.splitlines(True)) for space, code in found]


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    binary = tmp_path / "bin" / "quality-gate"
    binary.parent.mkdir()
    binary.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m quality_gate "$@"\n', encoding="utf-8")
    binary.chmod(0o755)
    files = {"quality-gate.yml": CONFIGURATION, "given.xml": junit("a")}
    return Repository(tmp_path / "shop").write(files).commit()


@pytest.mark.parametrize("script", blocks(ELSEWHERE, "sh"))
def test_scripts_run(repository: Repository, script: str) -> None:
    path = f"{repository.root.parent / 'bin'}{os.pathsep}{os.environ['PATH']}"
    around = {"PATH": path, "HOME": str(repository.root), "PYTHONPATH": str(SOURCES)}

    done = subprocess.run(
        ["bash", "-e", "-c", script],
        cwd=repository.root,
        env=around,
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 0, done.stdout + done.stderr
    assert "READY" in done.stdout


def test_every_command_of_the_page_is_understood() -> None:
    commands = re.findall(r"quality-gate ((?:run|check|stage|conclude|verify|plan)\b[^\n'`]*)", ELSEWHERE)
    assert len(commands) >= 8

    for command in commands:
        words = shlex.split(command.partition(" &&")[0])
        assert command_line(words).parse_args(words).command == words[0]


def test_configurations_of_other_systems_can_be_read_and_name_files_that_there_are() -> None:
    gitlab, circle = (yaml.safe_load(block) for block in blocks(ELSEWHERE, "yaml"))

    assert gitlab["gate"]["artifacts"]["reports"]["junit"] == "quality-gate/junit.xml"
    assert circle["workflows"]["gate"]["jobs"] == list(circle["jobs"])
    for outlet, name in (("junit", "junit.xml"), ("cobertura", "coverage.xml"), ("report", "report.md")):
        assert outlet in ELSEWHERE and f"quality-gate/{name}" in ELSEWHERE


def workflow(text: str) -> dict[str, Any]:
    found = yaml.safe_load(text)
    assert isinstance(found, dict)
    return found


@pytest.mark.parametrize("page", [README, GITHUB], ids=["README", "github"])
def test_the_workflow_of_the_pages_is_the_beginning_of_the_example(page: str) -> None:
    (shown,) = (workflow(block) for block in blocks(page, "yaml") if block.startswith("name: gate"))
    example = workflow((EXAMPLES / "pull-request.yml").read_text(encoding="utf-8"))
    job, whole = shown["jobs"]["gate"], example["jobs"]["gate"]

    assert shown[True] == example[True] and shown["permissions"] == example["permissions"] == {}
    assert job["permissions"] == whole["permissions"] == {"contents": "read", "pull-requests": "write"}
    assert [step.get("with") for step in job["steps"]] == [step.get("with") for step in whole["steps"][:2]]
    assert [step["uses"].partition("@")[0] for step in job["steps"]] == [
        step["uses"].partition("@")[0] for step in whole["steps"][:2]
    ]


def test_the_page_names_every_input_and_output_of_the_action_and_every_example() -> None:
    action = workflow((ROOT / "action.yml").read_text(encoding="utf-8"))
    names = set(re.findall(r"`([a-z-]+)`", GITHUB))

    assert {*action["inputs"], *action["outputs"]} <= names
    assert {path.name for path in EXAMPLES.glob("*.yml")} == set(re.findall(r"\[([a-z-]+\.yml)\]", GITHUB))
