"""Completion as the shells themselves answer."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from quality_gate.cli.commands import COMMANDS
from quality_gate.cli.main import main

SOURCES = Path(__file__).resolve().parents[2] / "src"
ASK = """
source <(python -m quality_gate completion bash)
COMP_WORDS=("$@")
COMP_CWORD=$(($# - 1))
_quality_gate
printf '%s\\n' "${COMPREPLY[@]}"
"""


def script(shell: str, capsys: pytest.CaptureFixture[str]) -> str:
    assert main(["completion", shell]) == 0
    return capsys.readouterr().out


def bash(folder: Path, *words: str) -> list[str]:
    done = subprocess.run(
        ["bash", "-c", ASK, "bash", *words],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(SOURCES), "PATH": f"{python_folder()}:{os.environ['PATH']}"},
        capture_output=True,
        text=True,
        check=True,
    )
    return [line for line in done.stdout.splitlines() if line]


def python_folder() -> str:
    import sys

    return str(Path(sys.executable).parent)


def test_bash_completes_commands_options_choices_and_paths(tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    (tmp_path / "file one.xml").touch()

    assert set(COMMANDS) <= set(bash(tmp_path, "quality-gate", ""))
    assert bash(tmp_path, "quality-gate", "co") == ["conclude", "coverage", "completion"]
    assert {"--stage", "--from", "--dry-run"} <= set(bash(tmp_path, "quality-gate", "run", "--"))
    assert bash(tmp_path, "quality-gate", "run", "--format", "m") == ["markdown"]
    assert bash(tmp_path, "quality-gate", "schema", "r") == ["record"]
    assert bash(tmp_path, "quality-gate", "run", "-C", "f") == ["folder"]
    assert bash(tmp_path, "quality-gate", "read", "fi") == ["file one.xml"]
    assert bash(tmp_path, "quality-gate", "run", "--profile", "f") == []


@pytest.mark.parametrize("shell", ["zsh", "fish"])
def test_the_other_shells_know_every_command_and_option(
    shell: str, capsys: pytest.CaptureFixture[str]
) -> None:
    text = script(shell, capsys)

    assert all(name in text for name in COMMANDS)
    assert "dry-run" in text
    assert "markdown" in text


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_the_script_has_no_mistake(shell: str, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    text = script(shell, capsys)
    if not shutil.which(shell):
        pytest.skip(f"{shell} is not installed")
    (tmp_path / "script").write_text(text)

    done = subprocess.run(
        [shell, "-n", str(tmp_path / "script")], capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr) == (0, "")


def test_an_unknown_shell_is_refused() -> None:
    assert main(["completion", "tcsh"]) == 2
