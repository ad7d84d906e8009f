"""From nothing to READY, following only what the program prints: its last words are the next step."""

from __future__ import annotations

import contextlib
import io
import re
import sys
from pathlib import Path

from quality_gate.cli.main import main
from repository import Ran, Repository

SOURCES = {
    "src/shop/__init__.py": "def price(n):\n    if n > 10:\n        return n * 9\n    return n * 10\n\n\n"
    "def free():\n    return 0\n",
    "tests/test_price.py": "from shop import free, price\n\n\ndef test_one():\n    assert price(1) == 10\n",
    "pyproject.toml": '[project]\nname = "shop"\nversion = "1.0"\n'
    'optional-dependencies = {dev = ["pytest", "pytest-cov"]}\n'
    '[tool.pytest.ini_options]\ntestpaths = ["tests"]\npythonpath = ["src"]\n'
    '[tool.coverage.run]\nsource = ["shop"]\n[tool.coverage.report]\nfail_under = 100\n',
    # The repository's own environment, as `init` finds it.
    ".venv/bin/pytest": f'#!/bin/sh\nexec {sys.executable} -m pytest "$@"\n',
    ".venv/lib/python3.12/site-packages/pytest_cov/__init__.py": "",
    ".gitignore": "quality-gate/\n.venv/\n__pycache__/\n",
}
# What a person would write for a line that no test reaches.
TESTS = {3: "def test_many():\n    assert price(11) == 99\n", 8: "def test_free():\n    assert free() == 0\n"}


def told(pattern: str, ran: Ran) -> str:
    """What the program says to do next."""
    found = re.search(pattern, ran.out)
    assert found is not None, f"nothing like {pattern} in\n{ran.said}"
    return found[1]


def said_by(site: Repository, *words: str) -> str:
    """Where `Repository.gate` would first clear the record away, which is what is explained."""
    said = io.StringIO()
    with contextlib.redirect_stdout(said):
        assert main([*words, "-C", str(site.root)]) == 0
    return said.getvalue()


def test_a_new_user_gets_from_nothing_to_ready_by_what_is_printed(tmp_path: Path) -> None:
    site = Repository(tmp_path / "shop").write(SOURCES)
    (site.root / ".venv/bin/pytest").chmod(0o755)
    site.commit()

    start = site.gate()
    init = site.gate(*told(r"start with `quality-gate ([a-z ]+)`", start).split())
    assert init.code == 0, init.said

    ignored = told(r"reports go to (\S+): add that line to \.gitignore", init)
    site.write({".gitignore": f"{SOURCES['.gitignore']}{ignored}\n"}).commit()
    command = told(r"next: quality-gate ([a-z]+)", init).split()
    ran = site.gate(*command)
    assert ran.code == 1, ran.said
    assert ran.out.startswith("NOT READY")

    explained = said_by(site, *told(r"`quality-gate (explain \S+)` says more", ran).split())
    assert "→ write tests that reach these lines" in explained
    assert "written at quality-gate.yml:" in explained
    where = re.search(r"^ +(src/\S+):([0-9, ]+?) +no test reaches this", explained, re.MULTILINE)
    assert where is not None, explained
    lines = [int(line) for line in where[2].split(",")]
    assert lines == list(TESTS)

    more = "\n\n".join(TESTS[line] for line in lines)
    site.write({"tests/test_price.py": f"{SOURCES['tests/test_price.py']}\n\n{more}"}).commit()
    ran = site.gate(*command)
    assert ran.code == 0, ran.said
    assert ran.out.startswith("READY  shop")
