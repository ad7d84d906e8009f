"""What says how a Python repository runs its tests; several finders look at these signs."""

from __future__ import annotations

import re
from typing import Final

from quality_gate.init.repository import Repository, part

_TEST_FILE: Final = re.compile(r"(?:^|/)(?:test_[^/]*|[^/]*_test)\.py\Z")
_PYTEST_STYLE: Final = re.compile(r"^(?:import pytest|from pytest|(?:async )?def test)", re.MULTILINE)
_DECLARING: Final = ("setup.py", "setup.cfg", "pyproject.toml", "tox.ini", "Pipfile", "environment.yml")


def test_files(repository: Repository) -> list[str]:
    return [path for path in repository.paths if _TEST_FILE.search(path)]


def declared(repository: Repository, package: str) -> bool:
    """Is the package named in any file that lists what to install, or installed here already?"""
    if repository.environment_with(package):
        return True
    pattern = re.compile(rf"(?<![\w.-]){package.replace('-', '[-_]')}(?![\w.-]*\w)", re.IGNORECASE)
    lists = (name for name in repository.texts if name in _DECLARING or "requirements" in name)
    return any(pattern.search(line.partition("#")[0]) for line in repository.lines(*lists))


def why_pytest(repository: Repository) -> str:
    """What says that pytest runs the tests; empty where nothing does."""
    tests = test_files(repository)
    tool = part(repository.toml("pyproject.toml"), "tool")
    if file := repository.has("pytest.ini", ".pytest.ini"):
        return file
    if "pytest" in tool:
        return "pyproject.toml"
    for file, section in (("setup.cfg", "tool:pytest"), ("tox.ini", "pytest")):
        if section in repository.ini(file):
            return file
    if file := next((path for path in repository.paths if path.rpartition("/")[2] == "conftest.py"), ""):
        return file
    if tests and declared(repository, "pytest"):
        return repository.environment_with("pytest") or "among the dependencies"
    return next((path for path in tests if _PYTEST_STYLE.search(repository.text(path))), "")


def other_runner(repository: Repository) -> str:
    """tox or nox, where the repository has one of them."""
    if (
        any(section == "tox" or section.startswith("testenv") for section in repository.ini("tox.ini"))
        or "tox:tox" in repository.ini("setup.cfg")
        or part(repository.toml("pyproject.toml"), "tool", "tox")
    ):
        return "tox"
    return "nox" if repository.has("noxfile.py") else ""
