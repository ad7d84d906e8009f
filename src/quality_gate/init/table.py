"""Every ecosystem that `init` knows, one row each; a new one is a new file and a row here."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from quality_gate.init import cargo, go, gradle, maven, node, python_pytest, python_tox_nox, python_unittest
from quality_gate.init.proposal import Proposal
from quality_gate.init.repository import Repository


@dataclass(frozen=True, slots=True, kw_only=True)
class Finder:
    name: str  # stands in front of a stage's name where two ecosystems have one of the same name
    marks: tuple[str, ...]  # files that a folder of this ecosystem has
    find: Callable[[Repository], Proposal | None]


PYTHON: Final = ("pyproject.toml", "setup.py", "setup.cfg", "pytest.ini", "tox.ini", "requirements.txt")

FINDERS: Final = (
    Finder(name="python", marks=PYTHON, find=python_pytest.find),
    Finder(name="python", marks=PYTHON, find=python_unittest.find),
    Finder(name="python", marks=PYTHON, find=python_tox_nox.find),
    Finder(name="node", marks=("package.json",), find=node.find),
    Finder(name="go", marks=("go.mod",), find=go.find),
    Finder(name="maven", marks=("pom.xml",), find=maven.find),
    Finder(
        name="gradle",
        marks=("build.gradle", "build.gradle.kts", "settings.gradle", "settings.gradle.kts"),
        find=gradle.find,
    ),
    Finder(name="cargo", marks=("Cargo.toml",), find=cargo.find),
)
