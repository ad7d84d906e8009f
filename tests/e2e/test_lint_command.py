"""`lint`: mistakes are exit 2, holes exit 1, each with its place and what to write instead."""

from __future__ import annotations

from pathlib import Path

import pytest

from quality_gate.cli.main import main
from repository import Repository

HOLES = """\
version: 1
stages:
  unit:
    run: pytest || true
  lint:
    run: ruff check
    timeout: 5m
"""


def lint(root: Path, config: str) -> int:
    Repository(root).write({"quality-gate.yml": config}).commit()
    return main(["lint", "-C", str(root)])


def test_holes_have_a_place_and_a_remedy(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert lint(tmp_path, HOLES) == 1
    lines = capsys.readouterr().out.splitlines()

    assert lines[0] == "quality-gate.yml:4:5  stages.unit.run"
    assert any(line.startswith("    → ") for line in lines)
    assert "quality-gate.yml:3:3  stages.unit  (a hint)" in lines
    assert lines[-1] == "2 holes found"


def test_only_what_git_tracks_is_committed(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    config = HOLES.replace("pytest || true", "make\n    timeout: 1m\n    reports: made/unit.xml")
    repository = Repository(tmp_path).write({"quality-gate.yml": config}).commit()
    repository.write({"made/unit.xml": "<testsuite/>"})

    assert main(["lint", "-C", str(tmp_path)]) == 0
    repository.commit()
    assert main(["lint", "-C", str(tmp_path)]) == 1
    assert "made/unit.xml is committed to git" in capsys.readouterr().out


def test_no_holes(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert lint(tmp_path, HOLES.replace("pytest || true", "make test\n    timeout: 1m")) == 0
    assert capsys.readouterr().out == "no holes found\n"


def test_hints_alone_are_no_failure(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert lint(tmp_path, HOLES.replace("pytest || true", "make test")) == 0
    assert capsys.readouterr().out.splitlines()[-1] == "no holes found"


def test_mistakes_come_first(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert lint(tmp_path, HOLES.replace("run: ruff", "rum: ruff")) == 2
    assert "quality-gate.yml:6:5" in capsys.readouterr().err


def test_the_lines_of_files_are_counted(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    Repository(tmp_path).write({"src/a.py": "1\n2\n"})
    rules = "coverage: {groups: {a: {paths: src/**, uncovered: %s}}}\n"

    assert lint(tmp_path, HOLES.replace("pytest || true", "make\n    timeout: 1m") + rules % 3) == 1
    assert "the group has 3 lines in all" in capsys.readouterr().out
    assert lint(tmp_path, HOLES.replace("pytest || true", "make\n    timeout: 1m") + rules % 2) == 0


def test_without_a_configuration_there_is_nothing_to_look_at(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["lint", "-C", str(tmp_path)]) == 2
    assert "quality-gate init" in capsys.readouterr().err
