"""An example as its reader would have it: a copy, in a repository of its own."""

from __future__ import annotations

import shutil
from pathlib import Path

from repository import Repository

EXAMPLES = Path(__file__).resolve().parents[1] / "examples"
LEFT_BEHIND = shutil.ignore_patterns(
    ".venv", "out", "quality-gate", ".pytest_cache", "__pycache__", ".coverage*"
)


def example(name: str, folder: Path) -> Repository:
    """A copy under version control; examples share the ignored names of this repository."""
    root = folder / name
    shutil.copytree(EXAMPLES / name, root, ignore=LEFT_BEHIND)
    repository = Repository(root)
    repository.write({".gitignore": "out/\nquality-gate/\n.venv/\n__pycache__/\n.pytest_cache/\n"})
    return repository.commit()
