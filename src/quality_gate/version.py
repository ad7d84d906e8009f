"""Which version this is, and what kind of copy: a release's bundle, an installed package, or a clone."""

from __future__ import annotations

import os
from typing import Final

SOURCE_TREE: Final = "0 (source tree)"
# The build of a release's bundle writes the tag's version here (bin/release/bundle.py).
BUILT: Final = ""


def version() -> str:
    if BUILT:
        return BUILT
    if _clone():
        return SOURCE_TREE
    from importlib import metadata  # imported late: it costs more than the rest of `--version`

    try:
        return metadata.version("quality-gate")
    except metadata.PackageNotFoundError:
        return SOURCE_TREE


def described() -> str:
    """As `--version` tells it, with the kind of copy that runs."""
    if BUILT:
        return f"{BUILT} (bundle)"
    if project := _clone():
        commit = _commit(project)
        return f"0 (clone at {commit[:7]})" if commit else SOURCE_TREE
    found = version()
    return found if found == SOURCE_TREE else f"{found} (installed)"


def _clone() -> str:
    """The folder of the project, where the sources run from it."""
    project = os.path.dirname(os.path.dirname(os.path.dirname(__file__)))  # noqa: PTH120 (pathlib costs start-up time)
    return project if os.path.isfile(os.path.join(project, "pyproject.toml")) else ""  # noqa: PTH113, PTH118 (likewise)


def _commit(project: str) -> str:
    """HEAD as git keeps it in files; asking git would cost more than the rest of `--version`."""
    head = _text(project, "HEAD").strip()
    name = head.removeprefix("ref: ")
    if name == head:
        return head
    packed = (line.split() for line in _text(project, "packed-refs").splitlines())
    return _text(project, name).strip() or next((line[0] for line in packed if line[1:] == [name]), "")


def _text(project: str, name: str) -> str:
    try:
        with open(os.path.join(project, ".git", name), encoding="utf-8") as file:  # noqa: PTH118, PTH123 (likewise)
            return file.read()
    except (OSError, UnicodeError):  # no clone of git, or one that keeps its things elsewhere
        return ""
