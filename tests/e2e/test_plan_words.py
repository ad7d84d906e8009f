"""`plan` and `run --dry-run`: what would run and be judged, and what is left out and why."""

from __future__ import annotations

from pathlib import Path

import pytest

from quality_gate.cli.main import main
from repository import Repository

CONFIG = """\
version: 1
name: shop
setup: make up
teardown: make down
jobs: 4
stages:
  unit:
    run: pytest tests/unit --junitxml=out/unit.xml --cov=src --cov-report=json:out/coverage.json --quiet
    reports: [out/unit.xml, out/coverage.json]
    timeout: 10m
    retry: 2
    working-directory: web
  e2e:
    needs: unit
    level: recommended
    shards: 2
    matrix: {os: [ubuntu-latest, macos-latest]}
    run: "echo ::error::x\\necho 2\\necho 3\\necho 4\\necho 5\\necho 6\\necho 7\\n"
  lint: {reports: out/lint.xml}
coverage:
  exclude: "**/*_pb2.py"
  total: {required: 80, recommended: 90}
  groups:
    pay: {paths: src/pay/**, lines: 100, per: file}
tests:
  groups:
    api: {stage: unit, files: tests/api/**, names: "*x*", max-skipped: 3}
profiles:
  quick: {stages: [unit], rules: [stages, tests], budget: 2m}
publish: [console, {name: record, required: true}]
"""


def said(root: Path, capsys: pytest.CaptureFixture[str], *words: str) -> str:
    Repository(root).write({"quality-gate.yml": CONFIG}).commit()
    assert main([*words, "-C", str(root)]) == 0
    return capsys.readouterr().out


def test_the_whole_plan_in_words(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text = said(tmp_path, capsys, "plan")

    assert text.startswith("gate shop, from quality-gate.yml\na complete run: it may clear a deployment\n")
    assert "runs 3 stages in 6 parts, up to 4 side by side" in text
    assert "  2. e2e (recommended)" in text
    assert "needs: unit" in text
    assert "parts: 2 shards × os: ubuntu-latest, macos-latest" in text
    assert "and 1 more line" in text
    assert "runs nothing: collects reports that lie there" in text
    assert "reports: none, so only the exit code is judged" in text
    assert "coverage of pay: lines" in text
    assert "≥ 100 % in each file of src/pay/**" in text
    assert "≥ 80 %, recommended ≥ 90 %" in text
    assert "≤ 3 of stage unit in tests/api/** named *x*" in text
    assert "excluded from coverage: **/*_pb2.py" in text
    assert "publishes to: console, record (required)" in text
    assert "leaves out" not in text
    assert max(map(len, text.splitlines())) <= 80
    assert not [line for line in text.splitlines() if line.lstrip().startswith("::")]


def test_a_part_says_what_it_leaves_out(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text = said(tmp_path, capsys, "plan", "--profile", "quick")

    assert "a part of it (quick): such a run cannot clear a deployment" in text
    assert "leaves out 4 things" in text
    assert "not in profile quick" in text
    assert "profile quick does not judge coverage" in text
    assert "READY" not in text


def test_a_dry_run_runs_nothing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text = said(tmp_path, capsys, "run", "--dry-run", "--fail-fast")

    assert "nothing starts after the first failure" in text
    assert not (tmp_path / "quality-gate").exists()


def test_a_plan_of_nothing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    Repository(tmp_path).write({"quality-gate.yml": "version: 1\n"}).commit()
    assert main(["plan", "-C", str(tmp_path)]) == 0
    text = capsys.readouterr().out

    assert "runs no stage" in text
    assert "judges nothing: a run without a rule is never good" in text


def test_no_password_in_an_address_is_told(tmp_path: Path) -> None:
    address = "http://probe:correct-horse-7@localhost:1/health?api_key=correct-horse-7"
    config = f'version: 1\nprobes:\n  health: {{http: "{address}"}}\n'
    ran = Repository(tmp_path).write({"quality-gate.yml": config}).commit().gate("plan")

    assert ran.code == 0, ran.said
    assert "localhost:1/health" in ran.out
    assert "correct" not in ran.out
