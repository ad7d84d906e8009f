"""The entries of a changelog: version, date, and whether anything is said (pure)."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Final

_HEADING: Final = re.compile(r"(#{1,6})\s+(.*?)\s*#*")
_UNDERLINE: Final = re.compile(r"(=+|-+|~+)\s*")
_VERSION: Final = re.compile(
    r"\[?(?:version\s+|release\s+)?v?(\d+(?:\.\d+)+[^\s\])(:,]*|\d+)\]?(?=$|[\s:,(\]–—-])", re.IGNORECASE
)
_DATE: Final = re.compile(r"\d{4}-\d{2}-\d{2}")
_DATE_LIKE: Final = re.compile(r"\d{1,4}[-./]\d{1,2}[-./]\d{1,4}|\d{1,2}\s\w+\s\d{4}|\w+\s\d{1,2},?\s\d{4}")
_SAYS_NOTHING: Final = re.compile(r"\s*(?:#.*|\[[^\]]+\]:\s.*|[-=~*+\s]*|<!--.*-->)\s*")


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    version: str
    line: int
    written_date: str = ""  # as it stands there, also where it is none
    date: date | None = None
    says_something: bool = False


def entries_of(text: str) -> list[Entry]:
    """From the top; a heading without a version, such as `Unreleased`, is none."""
    lines = text.removeprefix("\ufeff").splitlines()
    heads = [(number, rank, title) for number, rank, title in _headings(lines)]
    found = []
    for position, (number, rank, title) in enumerate(heads):
        version = _VERSION.match(title)
        if version is None:
            continue
        end = next((one for one, other, _ in heads[position + 1 :] if other <= rank), len(lines) + 1)
        found.append(_entry(version, title, number, lines[number : end - 1]))
    return found


def _entry(version: re.Match[str], title: str, line: int, body: list[str]) -> Entry:
    rest = title[version.end() :]
    like = _DATE.search(rest) or _DATE_LIKE.search(rest)
    says = any(not _SAYS_NOTHING.fullmatch(text) for text in body)
    written = like[0] if like else ""
    return Entry(
        version=version[1], line=line, written_date=written, date=_date(written), says_something=says
    )


def _headings(lines: list[str]) -> Iterable[tuple[int, int, str]]:
    """`## title`, or a title with a line of `=` or `-` below it; not in a block of code."""
    fenced = False
    for number, line in enumerate(lines, start=1):
        if line.lstrip().startswith(("```", "~~~")):
            fenced = not fenced
        elif fenced:
            continue
        elif match := _HEADING.fullmatch(line.strip()):
            yield number, len(match[1]), match[2]
        elif rank := _underlined(line, lines[number] if number < len(lines) else ""):
            yield number, rank, line.strip()


def _underlined(line: str, below: str) -> int:
    """The rank of a title with a line of signs below it; 0 where it is none."""
    under = _UNDERLINE.fullmatch(below)
    if under is None or len(under[1]) < 3 or not line.strip() or _UNDERLINE.fullmatch(line):
        return 0
    return 1 if under[1][0] == "=" else 2


def _date(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if _DATE.fullmatch(text) else None
    except ValueError:
        return None
