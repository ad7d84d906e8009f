"""Repository paths and the one dialect of globs: gitignore's, with `!` for exceptions."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache


def repo_path(text: str) -> str | None:
    """One spelling for a path inside the repository; None when it points outside."""
    path = posixpath.normpath(text.replace("\\", "/"))
    if path.startswith(("/", "../")) or path in ("..", ".") or re.match(r"[A-Za-z]:", path):
        return None
    return path


@dataclass(frozen=True, slots=True)
class Globs:
    """An ordered list of patterns; the last one that fits a path decides, as in .gitignore."""

    patterns: tuple[str, ...]
    _compiled: tuple[tuple[bool, re.Pattern[str]], ...] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        compiled = tuple((not p.startswith("!"), _path_pattern(p.removeprefix("!"))) for p in self.patterns)
        object.__setattr__(self, "_compiled", compiled)

    def match(self, path: str) -> bool:
        for wanted, pattern in reversed(self._compiled):
            if pattern.match(path):
                return wanted
        return False

    def among(self, paths: Iterable[str]) -> list[str]:
        return [path for path in paths if self.match(path)]

    def __str__(self) -> str:
        return ", ".join(self.patterns)


@lru_cache(maxsize=1024)
def _path_pattern(glob: str) -> re.Pattern[str]:
    """A pattern without a slash fits a name at any depth; a folder's pattern fits all below it."""
    body = glob.removesuffix("/")
    anchored = "/" in body
    segments = [part for part in body.split("/") if part]
    if not anchored:
        segments.insert(0, "**")
    out: list[str] = []
    for position, part in enumerate(segments):
        last = position == len(segments) - 1
        if part == "**":
            out.append(".+" if last else r"(?:[^/]+/)*")
        else:
            out.append(_segment(part) + ("" if last else "/"))
    below = "/.+" if glob.endswith("/") else "(?:/.+)?"
    return re.compile("".join(out) + ("" if segments and segments[-1] == "**" else below) + r"\Z", re.DOTALL)


def _segment(part: str) -> str:
    return _wildcards(part, star="[^/]*", one="[^/]")


@lru_cache(maxsize=1024)
def name_pattern(glob: str) -> re.Pattern[str]:
    """A glob over a name, such as a test's: here a star crosses everything."""
    return re.compile(_wildcards(glob, star=".*", one=".") + r"\Z", re.DOTALL)


def _wildcards(glob: str, *, star: str, one: str) -> str:
    out: list[str] = []
    position = 0
    while position < len(glob):
        char = glob[position]
        position += 1
        if char == "*":
            if not out or out[-1] != star:
                out.append(star)
        elif char == "?":
            out.append(one)
        elif (
            char == "[" and (end := glob.find("]", position + 1 + (glob[position : position + 1] == "!"))) > 0
        ):
            out.append(_char_class(glob[position:end]))
            position = end + 1
        elif char == "\\" and position < len(glob):
            out.append(re.escape(glob[position]))
            position += 1
        else:
            out.append(re.escape(char))
    return "".join(out)


def _char_class(body: str) -> str:
    negated = body.startswith(("!", "^"))
    inside = body[1:] if negated else body
    escaped = "".join("-" if char == "-" else re.escape(char) for char in inside)
    return f"[{'^/' if negated else ''}{escaped}]"


def nearest(wanted: str, known: Iterable[str], most: int = 3) -> list[str]:
    """The known words or paths that a mistaken one most likely meant."""
    from difflib import get_close_matches  # imported late: only mistakes pay for it

    candidates = list(known)
    close = get_close_matches(wanted, candidates, n=most, cutoff=0.6)
    if close:
        return close
    tail = wanted.rstrip("/*").rsplit("/", 1)[-1].lower()
    return [one for one in candidates if tail and tail in one.lower()][:most]


def folders(paths: Sequence[str]) -> list[str]:
    """Every folder that holds one of the paths, for suggestions."""
    found: dict[str, None] = {}
    for path in paths:
        while path := posixpath.dirname(path):
            found[path + "/**"] = None
    return list(found)
