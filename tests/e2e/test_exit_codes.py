"""Every documented exit code, and that nothing a user does wrong ends in a traceback."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from repository import Repository

GREEN = """\
version: 1
stages:
  unit:
    run: |
      mkdir -p out
      echo '<testsuite tests="1"><testcase classname="t" name="a"/></testsuite>' > out/u.xml
    reports: out/u.xml
"""
SIX = """\
version: 1
stages:
  unit:
    run: make test
    timeuot: 10m
  e2e: {run: make e2e, needs: unti, timeout: 10}
coverage:
  total: ninety
tests:
  pass-rate: 101
  pass-rate: 99
"""


@pytest.fixture
def shop(tmp_path: Path) -> Repository:
    return Repository(tmp_path / "shop").write({"quality-gate.yml": GREEN}).commit()


def test_six_mistakes_are_told_at_once_with_positions_and_remedies(shop: Repository) -> None:
    ran = shop.write({"quality-gate.yml": SIX}).gate("run")

    assert ran.code == 2
    assert ran.out == ""
    told = [line.split() for line in ran.err.splitlines() if line.startswith("  quality-gate.yml:")]
    assert [(place, key) for place, key in told] == [
        ("quality-gate.yml:5:5", "stages.unit.timeuot"),
        ("quality-gate.yml:6:24", "stages.e2e.needs"),
        ("quality-gate.yml:6:37", "stages.e2e.timeout"),
        ("quality-gate.yml:8:3", "coverage.total"),
        ("quality-gate.yml:10:3", "tests.pass-rate"),
        ("quality-gate.yml:11:3", "tests.pass-rate"),
    ]
    assert ran.err.count("did you mean") == 2
    assert ran.err.startswith("quality-gate.yml: 6 mistakes")
    assert not (shop.root / "quality-gate").exists()


@pytest.mark.parametrize(
    ("config", "said"),
    [
        ("", "empty"),
        ("version: 1\nstages: {unit: {reports: !**/x.xml}}", "quote this"),
        ("version: 1\nname: @x", "quote this"),
        ("version: 1\n\tname: x", "tab"),
        ("- a\n- b", "mapping"),
        ("version: 2", "version"),
        ("version: 1\nmeasures: {}", "unknown key"),
    ],
)
def test_a_file_that_cannot_be_meant_is_exit_2(shop: Repository, config: str, said: str) -> None:
    ran = shop.write({"quality-gate.yml": config}).gate("run")

    assert ran.code == 2
    assert said in ran.err
    assert "Traceback" not in ran.said


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["run", "--profile", "quik"], "there is no profile 'quik'"),
        (["run", "--stage", "unti"], "did you mean `unit`?"),
        (["run", "--config", "no.yml"], "there is no configuration no.yml"),
        (["run", "-C", "nowhere"], "is no folder"),
        (["conclude", "nowhere"], "there is no"),
        (["stage", "unit", "--shard", "5"], "is no shard"),
        (["stage", "unit", "--shard", "1/9"], "has 1 shard"),
        (["stage", "unit", "--variant", "os"], "is no variant"),
        (["stage", "unit", "--variant", "os=x"], "has no variant"),
        (["frobnicate"], "invalid choice"),
        (["run", "--frobnicate"], "unrecognized arguments"),
        (["rum"], "  → did you mean `run`?"),
        (["--verison"], "  → did you mean `--version`?"),
        (["run", "--stge", "unit"], "  → did you mean `--stage`?"),
        (["check", "--strit", "--base-reff=x", "x.xml"], "  → did you mean `--strict`, `--base-ref`?"),
        (["check", "--format", "markdwon"], "  → did you mean `markdown`?"),
    ],
)
def test_a_wrong_command_line_is_exit_2(shop: Repository, words: list[str], said: str) -> None:
    ran = shop.gate(*words)

    assert ran.code == 2
    assert said in ran.err
    assert "Traceback" not in ran.said


def test_where_nothing_is_near_nothing_is_guessed(shop: Repository) -> None:
    for words in (["run", "--frobnicate"], ["frobnicate"], ["run", "x.xml"], ["read"]):
        assert "did you mean" not in shop.gate(*words).err


def test_ready_is_0_and_strict_only_minds_warnings(shop: Repository) -> None:
    assert shop.gate("run").code == 0
    assert shop.gate("run", "--strict").code == 0
    shop.write({"quality-gate.yml": GREEN + "tests: {min-count: {required: 1, recommended: 9}}"})
    assert (shop.gate("run").code, shop.gate("run", "--strict").code) == (0, 1)


def test_a_folder_that_cannot_be_written_is_exit_3(shop: Repository) -> None:
    (shop.root / "quality-gate").write_text("in the way", encoding="utf-8")
    ran = shop.gate("run")

    assert ran.code == 3
    assert "quality-gate" in ran.err
    assert "Traceback" not in ran.said


def test_a_required_outlet_that_refuses_is_exit_4_and_the_verdict_stands(
    shop: Repository, tmp_path: Path
) -> None:
    shop.write({"quality-gate.yml": GREEN + "publish: [console, {name: summary, required: true}]"})
    refused = {
        "GITHUB_ACTIONS": "true",
        "GITHUB_STEP_SUMMARY": str(tmp_path / "no" / "such" / "folder" / "file"),
    }
    ran = shop.gate("run", env=refused)

    assert ran.code == 4
    assert ran.out.startswith("READY")
    assert "summary" in ran.err


def test_an_optional_outlet_that_refuses_is_only_told(shop: Repository, tmp_path: Path) -> None:
    refused = {"GITHUB_ACTIONS": "true", "GITHUB_OUTPUT": str(tmp_path / "no" / "such" / "folder" / "file")}
    ran = shop.gate("run", env=refused)

    assert ran.code == 0
    assert "outputs" in ran.err
    assert ran.record["verdict"]["ready"] is True


def test_help_and_version_are_0(shop: Repository) -> None:
    for words in ([], ["--help"], ["--version"], ["run", "--help"], ["check", "--help"], ["stage", "--help"]):
        ran = shop.gate(*words)

        assert ran.code == 0
        assert "quality-gate" in ran.out


def test_outside_a_repository_it_works_all_the_same(tmp_path: Path) -> None:
    repository = Repository(tmp_path / "plain").write({"quality-gate.yml": GREEN})
    (repository.root / ".git").rename(tmp_path / "gone")
    ran = repository.gate("run", env={"GIT_CEILING_DIRECTORIES": str(tmp_path)})

    assert ran.code == 0, ran.said
    assert ran.out.startswith("READY")


def test_an_interrupted_run_is_130_and_keeps_what_it_has(shop: Repository) -> None:
    shop.write({"quality-gate.yml": "version: 1\nstages: {unit: {run: 'kill -INT $PPID; sleep 30'}}"})
    ran = shop.gate("run")

    assert ran.code == 130
    assert "interrupted; what was collected so far is kept in quality-gate/" in ran.err
    assert (shop.root / "quality-gate/envelopes/unit/envelope.json").exists()


def test_an_interrupt_where_nothing_is_collected_promises_nothing(shop: Repository, tmp_path: Path) -> None:
    git = tmp_path / "bin" / "git"
    git.parent.mkdir()
    git.write_text("#!/bin/sh\nkill -INT $PPID\nsleep 1\n", encoding="utf-8")
    git.chmod(0o755)
    ran = shop.gate("plan", env={"PATH": f"{git.parent}{os.pathsep}{os.environ['PATH']}"})

    assert (ran.code, ran.err) == (130, "quality-gate: interrupted\n")
