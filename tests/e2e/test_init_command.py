"""`init` in real repositories: what it writes loads, lints, and runs at once."""

from __future__ import annotations

import json
import shutil
import sys
from pathlib import Path

import pytest

from quality_gate.cli.main import main
from repository import Repository

PROJECT = {
    "pyproject.toml": "[tool.pytest.ini_options]\npythonpath = ['src']\n",
    ".coveragerc": "[report]\nfail_under = 100\n",
    "requirements-dev.txt": "pytest\npytest-cov\n",
    "src/shop.py": "def price(n):\n    return n * 2\n\n\ndef never():\n    return 1\n",
    "tests/unit/test_price.py": "import shop\n\n\ndef test_price():\n    assert shop.price(1) == 2\n",
    "tests/integration/test_never.py": "import shop\n\n\ndef test_never():\n    assert shop.never() == 1\n",
}


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    return Repository(tmp_path / "shop")


def test_what_it_writes_runs_at_once(repository: Repository) -> None:
    """Neither stage alone covers everything: only their reports together do."""
    repository.write(PROJECT).commit()
    done = repository.gate("init")

    assert done.code == 0
    assert done.out.splitlines()[:2] == [
        "found pytest (pyproject.toml), coverage by pytest-cov",
        "wrote quality-gate.yml",
    ]
    assert "quality-gate run" in done.out
    assert ".gitignore" not in done.out
    ran = repository.gate("run")
    assert ran.code == 0, ran.said
    assert ran.ruling("coverage.total")["got"] == "100 %"
    assert ran.ruling("tests.min-count")["got"] == "2 executed tests"


def test_unittest_runs_at_once_and_lint_names_the_missing_report(repository: Repository) -> None:
    test = "import unittest\n\n\nclass T(unittest.TestCase):\n    def test_a(self):\n        pass\n"
    repository.write({"tests/test_a.py": test}).commit()
    assert repository.gate("init").code == 0
    assert repository.gate("run").code == 0

    lint = repository.gate("lint")
    assert lint.code == 1
    assert "runs tests, and no report is named" in " ".join(lint.out.split())


GO = {
    "go.mod": "module example.com/shop\n\ngo 1.21\n",
    "price.go": "package shop\n\nfunc Price(n int) int { return n * 2 }\n",
    "price_test.go": 'package shop\n\nimport "testing"\n\n'
    'func TestPrice(t *testing.T) {\n\tif Price(1) != 2 {\n\t\tt.Fatal("wrong")\n\t}\n}\n',
}


@pytest.mark.skipif(shutil.which("go") is None, reason="go is not on this machine")
def test_what_it_writes_for_go_runs_at_once_and_notices_a_failure(repository: Repository) -> None:
    repository.write(GO).commit()
    assert "hole" not in repository.gate("init").out
    ran = repository.gate("run", timeout=300)
    assert ran.code == 0, ran.said
    assert ran.out.startswith("READY")
    assert "price.go" in ran.record["coverage"]["files"]

    repository.write({"price.go": GO["price.go"].replace("n * 2", "n * 3")})
    ran = repository.gate("run", timeout=300)
    assert ran.code == 1, ran.said
    assert "TestPrice" in ran.out


NODE = {
    "web/package.json": json.dumps(
        {"type": "module", "scripts": {"test": "node --test", "test:e2e": "true"}}
    ),
    "web/price.js": "export const price = (n) => n * 2;\n",
    "web/price.test.js": 'import test from "node:test";\nimport assert from "node:assert";\n'
    'import { price } from "./price.js";\ntest("price", () => assert.equal(price(1), 2));\n',
    "api/go.mod": GO["go.mod"],
}


@pytest.mark.skipif(shutil.which("node") is None, reason="node is not on this machine")
def test_what_it_writes_for_node_runs_at_once_and_says_its_holes(repository: Repository) -> None:
    repository.write(NODE).commit()
    lines = repository.gate("init").out.splitlines()
    hole = next(line for line in lines if line.startswith("hole: "))
    assert hole.startswith("hole: stages.web-e2e.run: judged by its exit code only: `npm run test:e2e` runs")
    assert lines[lines.index(hole) + 1].startswith("next: quality-gate run")

    ran = repository.gate("run", "--stage", "web-tests", timeout=300)
    assert ran.ruling("stages.web-tests")["status"] == "passed", ran.said
    assert "web/price.js" in ran.record["coverage"]["files"]


def test_the_virtual_environment_of_the_repository_is_used(repository: Repository) -> None:
    repository.write(
        {
            ".gitignore": "out/\nquality-gate/\n.venv/\n",
            ".coveragerc": "[report]\nfail_under = 85\n",
            "test_a.py": "def test_a():\n    pass\n",
            ".venv/bin/pytest": f'#!/bin/sh\nexec {sys.executable} -m pytest "$@"\n',
        }
    ).commit()
    (repository.root / ".venv/bin/pytest").chmod(0o755)
    out = repository.gate("init").out
    assert "not carried over: fail_under = 85 of .coveragerc: nothing here measures coverage" in out
    ran = repository.gate("run")
    assert ran.code == 0, ran.said
    assert "run: .venv/bin/pytest --junitxml" in (repository.root / "quality-gate.yml").read_text()

    repository.write({".venv/lib/python3.12/site-packages/pytest_cov/__init__.py": ""})
    assert "fail_under" not in repository.gate("init", "--force").out
    assert "\n  total: 85\n" in (repository.root / "quality-gate.yml").read_text()


def test_a_configuration_is_not_overwritten_by_accident(
    repository: Repository, capsys: pytest.CaptureFixture[str]
) -> None:
    repository.write({".github/quality-gate.yml": "version: 1\n"})
    at = ["-C", str(repository.root)]

    assert main(["init", *at]) == 2
    assert ".github/quality-gate.yml is already there" in (told := capsys.readouterr().err)
    assert "--force" in told
    assert main(["init", *at, "--print"]) == 0
    assert (repository.root / ".github/quality-gate.yml").read_text() == "version: 1\n"
    assert main(["init", *at, "--force"]) == 0
    assert "min-count" in (repository.root / ".github/quality-gate.yml").read_text()
    assert not (repository.root / "quality-gate.yml").exists()


def test_only_the_configuration_goes_to_standard_output(
    repository: Repository, capsys: pytest.CaptureFixture[str]
) -> None:
    repository.write(PROJECT)
    assert main(["init", "--print", "-C", str(repository.root)]) == 0
    said = capsys.readouterr()

    assert said.out.startswith("# What must hold")
    assert said.err.startswith("found pytest")
    assert not (repository.root / "quality-gate.yml").exists()


def test_nothing_found_is_said_and_still_a_configuration(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["init", "-C", str(tmp_path)]) == 0
    assert "found no tests that are known here" in capsys.readouterr().out
    assert main(["plan", "-C", str(tmp_path)]) == 0
    assert main(["init", "-C", str(tmp_path / "gone")]) == 2


def test_reports_that_git_would_take_are_mentioned(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "pytest.ini").write_text("[pytest]\n")
    (tmp_path / "requirements.txt").write_bytes(b"\xff" * 10)
    (tmp_path / "pyproject.toml").write_bytes(b"#" * (2 << 20))

    assert main(["init", "-C", str(tmp_path)]) == 0
    assert "add that line to .gitignore" in capsys.readouterr().out


def test_hostile_repositories_get_a_configuration_that_loads(
    repository: Repository, capsys: pytest.CaptureFixture[str]
) -> None:
    scripts = {
        'test:it\'s "x": #y': "jest",
        "test:\u202e::error::": "x",
        "lint": "eslint --fix",
        "test:*&!%@`": "y",
    }
    repository.write(
        {
            "package.json": json.dumps({"scripts": scripts}),
            "web\n::error::x/package.json": json.dumps({"scripts": {"test": "x"}}),
            "a: 'b' #c/Cargo.toml": "",
        }
    ).commit()
    at = ["-C", str(repository.root)]
    assert main(["init", *at]) == 0
    assert main(["plan", *at]) == 0
    out = capsys.readouterr().out

    assert not [line for line in out.splitlines() if line.lstrip().startswith("::")]
    assert "cargo test" in out


def test_a_folder_that_cannot_be_written_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "quality-gate.yml").mkdir()

    assert main(["init", "--force", "-C", str(tmp_path)]) == 3
    assert "quality-gate.yml cannot be written" in capsys.readouterr().err
