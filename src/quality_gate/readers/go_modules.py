"""What a go.mod file calls its module: Go's coverage names files by it, and not by their folders."""

from __future__ import annotations

import re
from typing import Final

_MODULE: Final = re.compile(r"^[ \t\r]*module\s+(?:\(\s*)?[\"`]?([^\s\"`()]+)", re.MULTILINE)


def module_name(go_mod: str) -> str:
    """Empty where the file names none."""
    found = _MODULE.search(go_mod)
    return found[1] if found else ""
