"""Repository paths and the one dialect of globs: gitignore's, with `!` for exceptions."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Final


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


# Where another star follows, the nearest fit leaves the most room and is as good as any: it is never taken
# back. Otherwise a name could be made for which trying all the ways takes years.
_DEEP: Final = "(?:[^/]++/)*"


@lru_cache(maxsize=1024)
def _path_pattern(glob: str) -> re.Pattern[str]:
    """A pattern without a slash fits a name at any depth; a folder's pattern fits all below it."""
    body = glob.removesuffix("/")
    segments = [part for part in body.split("/") if part]
    if "/" not in body:
        segments.insert(0, "**")
    below = "/.+" if glob.endswith("/") else "(?:/.+)?"
    first, *others = _between(segments, "**")
    if not others:
        return re.compile("/".join(map(_segment, first)) + below + r"\Z", re.DOTALL)
    *middle, last = ("/".join(map(_segment, run)) for run in others)
    out = [_segment(part) + "/" for part in first]
    out += [f"(?>{_DEEP}?{run}/)" for run in middle]
    out.append(f"{_DEEP}{last}{below}" if last else ".+")
    return re.compile("".join(out) + r"\Z", re.DOTALL)


def _segment(part: str) -> str:
    return _wildcards(part, star="[^/]*", one="[^/]")


@lru_cache(maxsize=1024)
def name_pattern(glob: str) -> re.Pattern[str]:
    """A glob over a name, such as a test's: here a star crosses everything."""
    return re.compile(_wildcards(glob, star=".*", one=".") + r"\Z", re.DOTALL)


def _wildcards(glob: str, *, star: str, one: str) -> str:
    first, *others = _between(list(_pieces(glob, one)), "*")
    if not others:
        return "".join(first)
    *middle, last = ("".join(run) for run in others)
    return "".join(first) + "".join(f"(?>{star}?{run})" for run in middle) + star + last


def _between(parts: Iterable[str], mark: str) -> list[list[str]]:
    """What stands before, between and after the marks; several marks in a row are one."""
    runs: list[list[str]] = [[]]
    for part in parts:
        if part != mark:
            runs[-1].append(part)
        elif runs[-1] or len(runs) == 1:
            runs.append([])
    return runs


def _pieces(glob: str, one: str) -> Iterator[str]:
    """A star stays a star; every other piece fits just one character."""
    position = 0
    while position < len(glob):
        char = glob[position]
        position += 1
        if char == "*":
            yield "*"
        elif char == "?":
            yield one
        elif (
            char == "[" and (end := glob.find("]", position + 1 + (glob[position : position + 1] == "!"))) > 0
        ):
            yield f"(?={one}){_char_class(glob[position:end])}"
            position = end + 1
        elif char == "\\" and position < len(glob):
            yield re.escape(glob[position])
            position += 1
        else:
            yield re.escape(char)


def _char_class(body: str) -> str:
    """Always one that can be compiled: a range that runs backwards holds nothing."""
    negated = body.startswith(("!", "^"))
    inside = body[1:] if negated else body
    ranges = []
    position = 0
    while position < len(inside):
        low = high = inside[position]
        if inside[position + 1 : position + 2] == "-" and position + 2 < len(inside):
            position += 2
            high = inside[position]
        if low <= high:
            ranges.append(f"{re.escape(low)}-{re.escape(high)}")
        position += 1
    if not ranges:
        return "." if negated else "(?!)"
    return f"[{'^' if negated else ''}{''.join(ranges)}]"


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
