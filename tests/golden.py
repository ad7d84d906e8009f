"""Whole outputs as files: a change of words is read as a difference, accepted with QG_REWRITE_GOLDEN=1."""

from __future__ import annotations

import os
from pathlib import Path


def check(path: Path, text: str) -> None:
    """The file holds this text; with the variable set, it does from now on."""
    if os.environ.get("QG_REWRITE_GOLDEN"):
        path.write_bytes(text.encode("utf-8"))
    assert path.is_file(), f"{path} is missing: run again with QG_REWRITE_GOLDEN=1 and read what it wrote"
    assert text == path.read_bytes().decode("utf-8")
