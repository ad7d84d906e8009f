"""Makes a line of foreign output harmless: no command for a workflow runner, no control for a terminal."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

_ESCAPES: Final = re.compile(
    r"""
    \x1b \[ [0-?]* [ -/]* [@-~]                       # colours, cursor moves
    | \x1b [\]PX^_] [^\x07\x1b\n]* (?: \x07 | \x1b\\ )?  # titles, links, clipboards
    | \x1b [ -/]* [0-~]?                              # everything shorter
    """,
    re.VERBOSE,
)
_CONTROLS: Final = re.compile(r"[\x00-\x08\x0a-\x1f\x7f-\x9f]")
_AT_START: Final = re.compile(r"^(\s*):(?=:)")
_ANYWHERE: Final = re.compile(r"##(?=\[)")
# Controls, formats, marks and unassigned characters: a comparison by the rules of a language skips them.
_SKIPPED: Final = frozenset({"Cc", "Cf", "Cn", "Co", "Cs", "Me", "Mn"})


def neutral_line(text: str) -> str:
    """The same words, readable, but no workflow command.

    The runner trims white space of every kind before `::`, and reads the older `##[` anywhere in a line.
    It may compare by the rules of a language, so characters that nobody sees can stand between; only a line
    that would be a command without them loses them.
    """
    line = plain_line(text)
    if not line.isascii():
        seen = "".join(char for char in line if char == "\t" or unicodedata.category(char) not in _SKIPPED)
        if _AT_START.match(seen) or "##[" in seen:
            line = seen
    return _ANYWHERE.sub("# #", _AT_START.sub(r"\1: ", line))


def plain_line(text: str) -> str:
    """Without escape sequences and control characters; a tab stays."""
    if text.isascii() and text.isprintable():
        return text
    return _CONTROLS.sub("", _ESCAPES.sub("", text))
