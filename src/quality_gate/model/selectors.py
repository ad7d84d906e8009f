"""Identities that a waiver names: whole, or with stars for whole parts of them."""

from __future__ import annotations

import itertools
import re
from functools import lru_cache
from typing import Final

_ESCAPED: Final = re.compile(r"\\([\\*])")
_PIECE: Final = re.compile(r"\\[\\*]|\*+|[^*\\]+|\\")
_PART: Final = r"(?:(?!::)[^/])+"  # between two slashes, or two pairs of colons


def unescaped(pattern: str) -> str:
    r"""The identity that an exact pattern stands for: `\*` is a star of the name itself."""
    return _ESCAPED.sub(r"\1", pattern)


def escaped(identity: str) -> str:
    """The exact pattern of an identity."""
    return identity.replace("\\", "\\\\").replace("*", "\\*") if "*" in identity else identity


def is_broad(pattern: str) -> bool:
    return any(piece.startswith("*") for piece in _PIECE.findall(pattern))


def beginning(pattern: str) -> str:
    """What every identity that a broad pattern fits begins with."""
    pieces = itertools.takewhile(lambda piece: not piece.startswith("*"), _PIECE.findall(pattern))
    return unescaped("".join(pieces))


def cuts_a_part(pattern: str) -> bool:
    """Does a star stand for a piece of a name? Such a pattern fits more than anybody has looked at."""
    position = 0
    for piece in _PIECE.findall(pattern):
        before, after = pattern[:position], pattern[position + len(piece) :]
        position += len(piece)
        if not piece.startswith("*"):
            continue
        begins = not before or before.endswith(("/", "::", "["))
        ends = not after or after.startswith(("/", "::", "]"))
        if not (begins and ends) or len(piece) > 2:
            return True
    return False


def fits(pattern: str, identity: str) -> bool:
    if pattern == identity:
        return True
    if not is_broad(pattern):
        return unescaped(pattern) == identity
    return _compiled(pattern).match(identity) is not None


@lru_cache(maxsize=1024)
def _compiled(pattern: str) -> re.Pattern[str]:
    pieces = _PIECE.findall(pattern)
    out: list[str] = []
    for at, piece in enumerate(pieces):
        after = pieces[at + 1] if at + 1 < len(pieces) else ""
        if not piece.startswith("*"):
            out.append(re.escape(unescaped(piece)))
        elif not after or after.startswith("]"):
            out.append(".+")  # the rest of a name may hold anything, slashes and colons among it
        elif piece == "**" and after.startswith("/"):
            # Nothing, or any number of folders: the slash behind belongs to them.
            out.append("(?:[^/:]+/)*")
            pieces[at + 1] = after[1:]
        elif piece == "**":
            out.append("(?:(?!::).)+")
        else:
            out.append(_PART)
    return re.compile("".join(out) + r"\Z", re.DOTALL)
