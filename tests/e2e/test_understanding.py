"""`explain`, `selftest` and `verify` after a real run: why, can it fail at all, and may this be deployed."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from quality_gate.cli.main import main
from repository import Repository, junit

CONFIG = """\
version: 1
stages:
  unit:
    run: mkdir -p out && cp unit.xml out/unit.xml && exit $(grep -c '<failure' unit.xml)
    reports: out/unit.xml
tests:
  pass-rate: 100
  max-skipped: 1000
"""


def repository(root: Path, *cases: str) -> Repository:
    return Repository(root).write({"quality-gate.yml": CONFIG, "unit.xml": junit(*cases)}).commit()


def test_explain_says_what_is_asked_where_it_stands_and_what_was_said(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    site = repository(tmp_path, "a", "b!")
    assert main(["explain", "tests.pass-rate", "-C", str(tmp_path)]) == 0
    before = capsys.readouterr().out
    assert site.gate("run").code == 1

    assert main(["explain", "tests.pass-rate", "-C", str(tmp_path)]) == 0
    after = capsys.readouterr().out

    assert "no run has left a record here yet" in before
    assert all("written at quality-gate.yml:7:3" in said for said in (before, after))
    assert "last said: failed (" in after
    assert "    50 %, expected ≥ 100 %" in after
    assert "t::b: broken" in after


def test_explain_lists_the_rules(tmp_path: Path) -> None:
    ran = repository(tmp_path, "a").gate("explain")

    assert [line.split()[0] for line in ran.out.splitlines()] == [
        "stages.unit",
        "tests.pass-rate",
        "tests.max-skipped",
    ]


def test_explain_names_what_is_near(tmp_path: Path) -> None:
    ran = repository(tmp_path, "a").gate("explain", "tests.pass-rat")

    assert ran.code == 2
    assert "did you mean `tests.pass-rate`?" in ran.err


def test_selftest_unmasks_a_limit_that_nothing_can_miss(tmp_path: Path) -> None:
    site = repository(tmp_path, "a", "b")
    assert site.gate("run").code == 0

    ran = site.gate("selftest")

    assert ran.code == 1
    assert "1 required rule can never fail" in ran.out
    assert [line.split()[1] for line in ran.out.splitlines() if line.startswith("  never")] == [
        "tests.max-skipped"
    ]


def test_selftest_needs_a_run(tmp_path: Path) -> None:
    ran = repository(tmp_path, "a").gate("selftest")

    assert ran.code == 2
    assert "run the gate first" in ran.err


@pytest.fixture(scope="module")
def ready(tmp_path_factory: pytest.TempPathFactory) -> tuple[Repository, str]:
    site = repository(tmp_path_factory.mktemp("ready"), "a", "b")
    ran = site.gate("run")
    assert ran.out.startswith("READY")
    return site, json.dumps(ran.record)


def verified(ready: tuple[Repository, str], record: str, *words: str) -> tuple[int, str]:
    site, _ = ready
    (site.root / "kept.json").write_text(record, encoding="utf-8")
    ran = site.gate("verify", "kept.json", *words)
    return ran.code, ran.out


def test_a_ready_record_clears_its_commit(ready: tuple[Repository, str]) -> None:
    head = ready[0].git("rev-parse", "HEAD")

    code, out = verified(ready, ready[1], "--sha", head, "--max-age", "24h", "--profile", "full", "--strict")

    assert (code, out) == (0, f"cleared: {head[:12]} was decided READY (profile full)\n")


@pytest.mark.parametrize(
    ("old", "new", "words", "said"),
    [
        ("", "", ("--sha", "0" * 40), "not of 000000000000"),
        ("", "", ("--profile", "pre-deploy"), "the record is of profile full, not of pre-deploy"),
        ("", "", ("--gate", "other"), "not of other"),
        ("", "", ("--target", "prod"), "the record is of target none, not of prod"),
        ('"time": "2', '"time": "1', ("--max-age", "24h"), "old, more than"),
        ('"time": "2', '"time": "9', ("--max-age", "24h"), "claims to come from the future"),
        ('"time": "2', '"time": "x', ("--max-age", "24h"), "does not tell its age"),
        ('"ready": true', '"ready": false', (), "the record says READY"),
        ('"status": "passed"', '"status": "failed"', (), "its rulings add up to NOT READY"),
        ('{"schema"', '{"x"', (), "cannot be read"),
    ],
)
def test_anything_else_does_not(
    ready: tuple[Repository, str], old: str, new: str, words: tuple[str, ...], said: str
) -> None:
    assert old in ready[1]

    code, out = verified(ready, ready[1].replace(old, new) if old else ready[1], *words)

    assert code == 1
    assert out.startswith("not cleared: ")
    assert said.lower() in out.lower()


def test_what_was_decided_is_told_as_the_verdict_told_it(tmp_path: Path) -> None:
    site = repository(tmp_path, "a", "b!")
    record = json.dumps(site.gate("run").record)

    assert verified((site, record), record) == (1, "not cleared: the record says NOT READY\n")


def test_no_record_clears_nothing(tmp_path: Path) -> None:
    ran = repository(tmp_path, "a").gate("verify")

    assert ran.code == 1
    assert ran.out.startswith("not cleared: quality-gate/record.json cannot be read")


def test_an_age_without_a_unit_is_a_mistake(ready: tuple[Repository, str]) -> None:
    site, _ = ready

    assert site.gate("verify", "kept.json", "--max-age", "24").code == 2


def test_a_pipe_is_no_record_and_nobody_waits_for_it(tmp_path: Path) -> None:
    site = repository(tmp_path, "a")
    os.mkfifo(site.root / "pipe")
    (site.root / "loop").symlink_to("loop")

    for name, why in (("pipe", "it is not a regular file"), ("loop", "symbolic links")):
        ran = site.gate("verify", name)
        assert ran.code == 1
        assert why in ran.out
