"""Fresh reports of installed linters and scanners: our counts are what the tools themselves print."""

from __future__ import annotations

import importlib.util
import io
import random
import re
import subprocess
import sys
from pathlib import Path
from string import ascii_letters, digits

import pytest

from quality_gate.model.findings import Severity
from quality_gate.model.reading import Reading, State
from quality_gate.readers.reading import read_stream
from real.installing import tool as installed

BASE_32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"
SHOP = """\
import os
import pickle


def fee(amount: int) -> str:
    assert amount
    return amount


def load(raw: bytes) -> object:
    return pickle.loads(raw)
"""


def tool(folder: Path, module: str, *arguments: str) -> str:
    """What the tool prints; that it found something is no error here."""
    if importlib.util.find_spec(module) is None:
        pytest.skip(f"{module} is not installed")
    command = [sys.executable, "-m", module, *arguments]
    return subprocess.run(command, cwd=folder, check=False, capture_output=True, text=True).stdout


def read(text: str) -> Reading:
    return read_stream(io.BytesIO(text.encode()))


def count(reading: Reading) -> int:
    assert reading.findings is not None, reading
    return len(reading.findings.findings)


@pytest.fixture
def shop(tmp_path: Path) -> Path:
    (tmp_path / "shop.py").write_text(SHOP)
    return tmp_path


@pytest.mark.parametrize("form", ["json", "sarif", "rdjson", "gitlab"])
def test_ruff_in_four_formats(shop: Path, form: str) -> None:
    select = ("check", "--isolated", "--no-cache", "--select=F,S101,S301")
    printed = re.search(r"Found (\d+) errors", tool(shop, "ruff", *select, "."))
    reading = read(tool(shop, "ruff", *select, f"--output-format={form}", "."))

    assert printed is not None
    assert reading.state is State.OK
    assert count(reading) == int(printed[1]) == 3


def test_ruff_over_a_file_it_cannot_parse(shop: Path) -> None:
    (shop / "broken.py").write_text("def (:\n")
    reading = read(tool(shop, "ruff", "check", "--isolated", "--no-cache", "--output-format=json", "."))

    assert reading.state is State.SUSPECT
    assert "broken.py" in reading.note


def test_ruff_over_nothing_is_empty_and_not_clean(tmp_path: Path) -> None:
    said = tool(tmp_path, "ruff", "check", "--isolated", "--no-cache", "--output-format=json", ".")

    assert read(said).state is State.EMPTY


def test_mypy(shop: Path) -> None:
    options = ("--no-incremental", "--cache-dir=cache", "shop.py")
    printed = re.search(r"Found (\d+) error", tool(shop, "mypy", *options))
    reading = read(tool(shop, "mypy", "--output=json", *options))

    assert printed is not None
    assert reading.findings is not None
    assert reading.findings.count(Severity.HIGH) == int(printed[1]) == 1


def test_mypy_behind_a_syntax_error(shop: Path) -> None:
    (shop / "broken.py").write_text("x = \n")
    reading = read(tool(shop, "mypy", "--output=json", "--no-incremental", "shop.py", "broken.py"))

    assert reading.state is State.SUSPECT
    assert "hides all other errors" in reading.note


def test_bandit(shop: Path) -> None:
    (shop / "broken.py").write_text("x = \n")
    printed = re.findall(r"\t\t(?:Low|Medium|High): (\d+)", tool(shop, "bandit", "-q", "-r", "."))
    reading = read(tool(shop, "bandit", "-q", "-f", "json", "-r", "."))

    assert reading.state is State.SUSPECT
    assert "broken.py" in reading.note
    assert count(reading) == sum(map(int, printed[:3])) == 3


@pytest.mark.parametrize("form", ["json", "sarif"])
def test_gitleaks(tmp_path: Path, form: str) -> None:
    program = installed("gitleaks")
    dice = random.Random(4)  # no secret stands in this file
    for number, alphabet, start, length in (
        (1, ascii_letters + digits, "ghp_", 36),
        (2, BASE_32, "AKIA", 16),
    ):
        secret = start + "".join(dice.choice(alphabet) for _ in range(length))
        (tmp_path / f"shop{number}.py").write_text(f'key = "{secret}"\n')
    options = ("dir", "--no-banner", "--no-color", "--report-path=report", f"--report-format={form}", ".")
    done = subprocess.run([program, *options], cwd=tmp_path, check=False, capture_output=True, text=True)
    printed = re.search(r"leaks found: (\d+)", done.stderr)

    assert printed, done.stderr
    assert count(read((tmp_path / "report").read_text())) == int(printed[1]) == 2
