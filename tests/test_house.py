"""The house rules: rooms keep their floors, and every contract is shown to notice when it is broken."""

from __future__ import annotations

import ast
import json
import os
import re
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
PACKAGE = ROOT / "src" / "quality_gate"
SOURCES = sorted([*PACKAGE.rglob("*.py"), *(ROOT / "bin").rglob("*.py")])
TESTS = sorted((ROOT / "tests").rglob("*.py"))
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
CONTRACTS = {contract["id"]: contract["name"] for contract in PROJECT["tool"]["importlinter"]["contracts"]}
FORBIDDEN_NAMES = {"utils", "util", "helpers", "helper", "common", "misc", "base"}
MOST_LINES_OF_A_FILE = 200
MOST_LINES_OF_A_FUNCTION = 40

# Which contract must break when this line stands in that file.
PROVOCATIONS = [
    ("floors", "readers/provoked.py", "import quality_gate.rules"),
    ("floors", "world/provoked.py", "import quality_gate.config"),
    ("floors", "model/provoked.py", "import quality_gate.bind"),
    ("floors", "utils.py", '"""A room without a floor."""'),
    ("pure", "rules/provoked.py", "import subprocess"),
    ("pure", "readers/coverage/provoked.py", "from pathlib import Path"),
    ("pure", "renderers/provoked.py", "import time"),
    ("pure", "plan/provoked.py", "import os"),
    ("pure", "policy/provoked.py", "import threading"),
    ("pure", "bind/provoked.py", "import yaml"),
    ("pure", "model/provoked.py", "import quality_gate.world.clock"),
    ("rules", "rules/provoked.py", "import quality_gate.rules.pass_rate"),
    ("publishers", "publishers/provoked.py", "import quality_gate.publishers.record"),
    ("yaml", "config/provoked.py", "import yaml"),
    ("coverage", "world/provoked.py", "import coverage"),
    ("jinja2", "publishers/provoked.py", "import jinja2"),
    ("junitparser", "readers/tests/provoked.py", "import junitparser"),
    ("rich", "publishers/provoked.py", "from rich.console import Console"),
    ("requests", "publishers/provoked.py", "import requests"),
    ("doors", "stages/provoked.py", "import subprocess"),
    ("doors", "publishers/provoked.py", "from http.client import HTTPSConnection"),
    ("doors", "envelopes/provoked.py", "import zipfile"),
    ("doors", "provoked.py", "from concurrent.futures import ThreadPoolExecutor"),
]


def importing_from(package_parent: Path) -> dict[str, str]:
    """Unmeasured: what is linted is often a copy, whose lines would be told as those of the program."""
    unmeasured = {name: value for name, value in os.environ.items() if not name.startswith("COVERAGE_")}
    return {**unmeasured, "PYTHONPATH": str(package_parent), "COLUMNS": "200"}


def lint_imports(package_parent: Path, *options: str) -> subprocess.CompletedProcess[str]:
    script = "from importlinter.cli import lint_imports_command; lint_imports_command()"
    return subprocess.run(
        [sys.executable, "-c", script, "--no-cache", "--config", str(ROOT / "pyproject.toml"), *options],
        cwd=package_parent,
        env=importing_from(package_parent),
        capture_output=True,
        text=True,
        check=False,
    )


def name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def functions(path: Path) -> Iterator[tuple[str, int]]:
    """Every function of a file with its length in lines."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node.name, (node.end_lineno or node.lineno) - node.lineno + 1


def test_all_contracts_are_kept() -> None:
    done = lint_imports(ROOT / "src")

    assert done.returncode == 0, done.stdout
    assert "0 broken" in done.stdout


@pytest.mark.parametrize(("contract", "file", "line"), PROVOCATIONS)
def test_a_contract_breaks_when_it_is_provoked(tmp_path: Path, contract: str, file: str, line: str) -> None:
    shutil.copytree(PACKAGE, tmp_path / "quality_gate", ignore=shutil.ignore_patterns("__pycache__"))
    assert not (tmp_path / "quality_gate" / file).exists()
    (tmp_path / "quality_gate" / file).write_text(f"{line}\n", encoding="utf-8")
    done = lint_imports(tmp_path, "--contract", contract)

    assert done.returncode == 1, done.stdout + done.stderr
    assert f"{CONTRACTS[contract]} BROKEN" in done.stdout
    assert file.removesuffix(".py").replace("/", ".") in done.stdout


def test_a_circle_is_noticed(tmp_path: Path) -> None:
    shutil.copytree(PACKAGE, tmp_path / "quality_gate", ignore=shutil.ignore_patterns("__pycache__"))
    for one, other in (("one", "other"), ("other", "one")):
        (tmp_path / "quality_gate" / "world" / f"{one}.py").write_text(f"import quality_gate.world.{other}\n")

    assert f"{CONTRACTS['circles']} BROKEN" in lint_imports(tmp_path, "--contract", "circles").stdout


def uses_of_urllib(package: Path) -> list[str]:
    """All but taking addresses apart: import contracts know packages only as a whole."""
    network = re.compile(r"urllib\.(?!parse\b)|from urllib import|import urllib\s")
    return [
        path.relative_to(package).as_posix()
        for path in sorted(package.rglob("*.py"))
        if network.search(path.read_text(encoding="utf-8"))
    ]


def test_urllib_opens_nothing(tmp_path: Path) -> None:
    assert uses_of_urllib(PACKAGE) == []

    for number, line in enumerate(("import urllib.request", "from urllib import request", "import urllib")):
        (tmp_path / f"{number}.py").write_text(f"{line}\n", encoding="utf-8")
    (tmp_path / "fine.py").write_text("from urllib.parse import quote\n", encoding="utf-8")
    assert uses_of_urllib(tmp_path) == ["0.py", "1.py", "2.py"]


def readers_that_know_another(package_parent: Path) -> list[str]:
    """Formats have several files, so the rows of the tables say which file is a reader."""
    script = """
import grimp, json
graph = grimp.build_graph("quality_gate", cache_dir=None)
wings = [f"quality_gate.readers.{wing}" for wing in ("tests", "coverage", "metrics", "findings")]
rows = {row for wing in wings for row in graph.find_modules_directly_imported_by(f"{wing}.table")}
rows = {row for row in rows if row.rpartition(".")[0] in wings}
print(json.dumps([f"{row} -> {other}" for row in rows for other in rows & graph.find_upstream_modules(row)]))
"""
    done = subprocess.run(
        [sys.executable, "-c", script],
        env=importing_from(package_parent),
        capture_output=True,
        text=True,
        check=True,
    )
    return list(json.loads(done.stdout))


def test_a_reader_knows_no_other_formats_reader(tmp_path: Path) -> None:
    assert readers_that_know_another(ROOT / "src") == []

    shutil.copytree(PACKAGE, tmp_path / "quality_gate", ignore=shutil.ignore_patterns("__pycache__"))
    lcov = tmp_path / "quality_gate" / "readers" / "coverage" / "lcov.py"
    with lcov.open("a", encoding="utf-8") as file:
        file.write("import quality_gate.readers.tests.junit\n")
    assert readers_that_know_another(tmp_path) == [
        "quality_gate.readers.coverage.lcov -> quality_gate.readers.tests.junit"
    ]


def test_every_contract_is_provoked() -> None:
    assert {contract for contract, _, _ in PROVOCATIONS} | {"circles"} == set(CONTRACTS)


def test_no_module_has_a_name_that_explains_nothing() -> None:
    assert not [name(path) for path in SOURCES if FORBIDDEN_NAMES & {path.stem, path.parent.name}]


def test_every_file_opens_with_a_sentence() -> None:
    def opening(path: Path) -> str:
        return (ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))) or "").partition("\n\n")[0]

    assert not [name(path) for path in [*SOURCES, *TESTS] if not opening(path).strip().endswith((".", "?"))]


def test_an_init_holds_at_most_its_sentence() -> None:
    packages = [path for path in SOURCES if path.name == "__init__.py"]

    assert not [name(path) for path in packages if len(ast.parse(path.read_text(encoding="utf-8")).body) > 1]


def test_files_and_functions_can_be_seen_whole() -> None:
    long = {
        name(path): lines
        for path in SOURCES
        if (lines := len(path.read_bytes().splitlines())) > MOST_LINES_OF_A_FILE
    }
    long |= {
        f"{name(path)}::{function}": lines
        for path in SOURCES
        for function, lines in functions(path)
        if lines > MOST_LINES_OF_A_FUNCTION
    }

    assert long == {}


def test_no_test_patches_or_mocks() -> None:
    # Put together here, so that this file does not find itself.
    words = re.compile("|".join(["monkey" + "patch", r"unittest\.mo" + "ck", "mocker", r"Magic" + "Mock"]))

    assert not [
        name(path) for path in TESTS if words.search(path.read_text(encoding="utf-8").replace('mocker"', ""))
    ]


def test_every_ignored_lint_rule_says_why() -> None:
    text = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    section = text.partition("[tool.ruff.lint]")[2].partition("[tool.ruff.lint.flake8-tidy-imports]")[0]
    entries = [line for line in section.splitlines() if re.fullmatch(r' +"[A-Z]+[0-9]*",.*', line)]

    assert len(entries) >= len(PROJECT["tool"]["ruff"]["lint"]["ignore"])
    assert not [line for line in entries if not re.search(r'", +# \w.{10,}', line)]


def test_every_exception_in_the_code_says_why() -> None:
    bare = re.compile(r"# (noqa(: [A-Z0-9, ]+)?|pragma: no cover)\s*$")

    assert not [
        f"{name(path)}:{number}"
        for path in SOURCES
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if bare.search(line)
    ]


def test_the_launcher_finds_the_dependency_list_without_parsing_the_project_file() -> None:
    text = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    written = text.partition("\ndependencies = [\n")[2].partition("\n]")[0]

    assert [line.strip(' ",') for line in written.splitlines()] == PROJECT["project"]["dependencies"]


def test_every_file_that_the_recipes_link_to_is_there() -> None:
    links = re.findall(r"\]\(([^)#:]+)\)", (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8"))

    assert links
    assert not [link for link in links if not (ROOT / link).is_file()]
