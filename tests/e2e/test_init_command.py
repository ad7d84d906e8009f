"""`init` in real repositories: what it writes loads, lints, and runs at once."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from quality_gate.cli.main import main
from repository import Repository

PROJECT = {
    "pyproject.toml": "[tool.pytest.ini_options]\npythonpath = ['src']\n[tool.coverage.report]\nfail_under = 100\n",
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
    assert "runs tests, and no report is named" in lint.out


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
