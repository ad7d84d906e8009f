"""Globs as JavaScript tools write them, in the one dialect that the configuration has."""

from __future__ import annotations

import posixpath
import re
from typing import Final

_BRACES: Final = re.compile(r"\{([^{},]*(?:,[^{},]*)+)\}")
_FOREIGN: Final = re.compile(r"[!+@?*]\(|[{}()!\\]")
_MOST: Final = 50
_ROOTS: Final = ("<rootDir>/", "./")


def paths_of(glob: str) -> tuple[str, ...]:
    """Empty where the pattern cannot be said."""
    for root in _ROOTS:
        glob = glob.removeprefix(root)
    found = [glob]
    while len(found) <= _MOST and _BRACES.search(found[0]):  # all of them have as many braces
        found = [more for one in found for more in _opened(one)]
    if len(found) > _MOST or any(_FOREIGN.search(one) or not _inside(one) for one in found):
        return ()
    return tuple(path for one in found for path in _anchored(one))


def _opened(glob: str) -> list[str]:
    before, choices, after = _BRACES.split(glob, maxsplit=1)
    return [before + choice + after for choice in choices.split(",")]


def _inside(glob: str) -> bool:
    return (
        bool(glob.strip())
        and glob.isprintable()
        and not glob.startswith(("/", "~/"))
        and ".." not in glob.split("/")
        and glob[1:2] != ":"
    )


def _anchored(glob: str) -> tuple[str, ...]:
    """Without a slash our globs fit at any depth, and theirs only at the root."""
    path = glob.rstrip("/")
    if "/" in path or path == "**":
        return (path,)
    if "*" in path or "." in posixpath.basename(path):
        return (path, f"!*/**/{path}")
    return (f"{path}/**",)
