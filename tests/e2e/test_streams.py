"""Streams that are full, closed or left by their reader give the right exit code, and no traceback."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from repository import SOURCES, Repository, junit, leaves

RUN = leaves("out/u.xml", junit("a")).replace("\n", "\n      ")
GREEN = f"version: 1\nstages:\n  unit:\n    run: |\n      {RUN}\n    reports: out/u.xml\n"
FULL = pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no /dev/full")
CANNOT = "standard output cannot be written"


@pytest.fixture
def shop(tmp_path: Path) -> Repository:
    return Repository(tmp_path / "shop").write({"quality-gate.yml": GREEN, "u.xml": junit("a")}).commit()


def shell(shop: Repository, line: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        ["bash", "-o", "pipefail", "-c", line.replace("GATE", f"'{sys.executable}' -m quality_gate")],
        cwd=shop.root,
        env={"PATH": "/usr/bin:/bin", "HOME": str(shop.root), "PYTHONPATH": str(SOURCES)},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


@FULL
@pytest.mark.parametrize(
    ("line", "code", "out"),
    [
        ("GATE run 2>/dev/full", 0, "READY"),
        ("GATE run 2>&-", 0, "READY"),
        ("echo 'x: [' > bad.yml; GATE run --config bad.yml 2>/dev/full", 2, ""),
        ("GATE run --frobnicate 2>/dev/full", 2, ""),
        ("GATE run --frobnicate 2>&-", 2, ""),
    ],
)
def test_talk_that_nobody_hears_changes_nothing(shop: Repository, line: str, code: int, out: str) -> None:
    ran = shell(shop, line)

    assert (ran.returncode, ran.stdout.split("  ")[0]) == (code, out)
    assert ran.stderr == ""


@FULL
@pytest.mark.parametrize("gone", [">/dev/full", ">&-"])
def test_the_verdict_stands_where_the_console_refuses(shop: Repository, gone: str) -> None:
    ran = shell(shop, f"GATE run {gone}")

    assert ran.returncode == 0
    assert f"warning: console: {CANNOT}" in ran.stderr
    assert "Traceback" not in ran.stderr and "bug" not in ran.stderr

    shop.write({"quality-gate.yml": GREEN + "tests: {min-count: 2}\n"})
    assert shell(shop, f"GATE run {gone}").returncode == 1


@FULL
@pytest.mark.parametrize(
    "words",
    [
        *("run --format json", "run --format markdown", "check --format json u.xml", "read u.xml"),
        *("read --format json u.xml", "plan", "plan --matrix", "schema", "--help", "--version"),
    ],
)
@pytest.mark.parametrize("gone", [">/dev/full", ">&-"])
def test_an_answer_that_cannot_be_given_is_exit_4(shop: Repository, words: str, gone: str) -> None:
    shop.git("rm", "-q", "--cached", "u.xml")
    ran = shell(shop, f"GATE {words} {gone}")

    assert ran.returncode == 4, ran.stderr
    assert CANNOT in ran.stderr
    assert "Traceback" not in ran.stderr and "Exception" not in ran.stderr


@FULL
def test_a_verdict_that_blocks_stays_one(shop: Repository) -> None:
    shop.write({"quality-gate.yml": GREEN + "tests: {min-count: 2}\n"})
    ran = shell(shop, "GATE run --format json >/dev/full")

    assert ran.returncode == 1
    assert CANNOT in ran.stderr


@pytest.mark.parametrize("words", ["run", "run --format json", "read u.xml", "schema", "--help"])
def test_a_reader_that_has_seen_enough_is_no_trouble(shop: Repository, words: str) -> None:
    ran = shell(shop, f"GATE {words} 2>err.txt | true")

    assert ran.returncode == 0
    assert "Traceback" not in (shop.root / "err.txt").read_text(encoding="utf-8")
