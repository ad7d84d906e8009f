"""A path of a report in one spelling, and the files of the repository that it may mean."""

from __future__ import annotations

import posixpath
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final
from urllib.parse import unquote

_DRIVE: Final = re.compile(r"\A(?://[?.])?/([A-Za-z]:/)")  # as URLs and long paths of Windows spell it
_ABSOLUTE: Final = re.compile(r"/|[A-Za-z]:/")
_URL: Final = "file://"
_SOURCES: Final = frozenset(("src", "test", "tests", "lib"))  # what modules call the folder of sources
_MOST_SHOWN: Final = 3
_LONGEST_NAME: Final = 255  # of one file or folder, on any system
MOST_KNOWN: Final = 100  # candidates for one path; with more of them no name tells which is meant
GROUP_END: Final = "!/"  # `core!/com/acme/Shop.java`: a name that the report gives to a part of it, no folder


@dataclass(frozen=True, slots=True)
class Located:
    """No path: outside the repository. Several: the report does not say which one it means."""

    paths: tuple[str, ...] = ()

    @property
    def path(self) -> str | None:
        return self.paths[0] if len(self.paths) == 1 else None

    @property
    def ambiguous(self) -> bool:
        return len(self.paths) > 1


def normal(path: str) -> str:
    """Forward slashes, no `.` or `..` that can be resolved; empty for no path at all."""
    text = path.strip().replace("\\", "/")
    if text.startswith(_URL):
        text = unquote(text.removeprefix(_URL))
    text = _DRIVE.sub(r"\1", text)
    return posixpath.normpath(text) if text else ""


def is_absolute(plain: str) -> bool:
    """Of a path in normal spelling, on any system."""
    return _ABSOLUTE.match(plain) is not None


def folded(name: str) -> str:
    """Equal for names that differ only in case, or in how their letters are composed."""
    if name.isascii():
        return name.lower()
    return "/".join(_composed(part) if len(part) <= _LONGEST_NAME else part for part in name.split("/"))


def _composed(part: str) -> str:
    """The time that this takes grows with the square of how many marks a letter has."""
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", part).casefold())


def told_apart(found: Located, groups: Sequence[str], roots: tuple[str, ...]) -> Located:
    """Of several files the one below a folder that is called like the report's group, or like its module."""
    paths = found.paths
    names = [[group] for group in reversed(groups)] + [[root for root in roots if "/" not in normal(root)]]
    for some in names:
        if len(paths) < MOST_KNOWN:
            paths = tuple(one for one in paths if not set(some).isdisjoint(one.split("/")[:-1])) or paths
    return Located(paths)


def in_module(found: Located, report: str) -> Located:
    """Of several files the one of the module that the report lies in.

    `service-a/target/surefire-reports/TEST-x.xml` speaks of `service-a/src/…`, whatever else is called so.
    The repository itself is no such module: reports of all its modules may be collected there.
    """
    roots = {path: root for path in found.paths if (root := _module(path)) and report.startswith(root)}
    longest = max(map(len, roots.values()), default=0)
    near = tuple(path for path, root in roots.items() if len(root) == longest)
    return Located(near) if found.ambiguous and len(near) == 1 else found


def _module(path: str) -> str:
    """The folder that holds the folder of sources, with a slash; nothing where there is none."""
    parts = path.split("/")
    place = next((place for place, part in enumerate(parts) if part in _SOURCES), 0)
    return "/".join(parts[:place]) + "/" if place else ""


def candidates(found: Located) -> str:
    """`a/x.py or b/x.py or 7 others`."""
    more = len(found.paths) - _MOST_SHOWN
    others = [f"{more} {'other' if more == 1 else 'others'}"] if more > 0 else []
    return " or ".join([*found.paths[:_MOST_SHOWN], *others])
