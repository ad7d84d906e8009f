"""Reads a plain object out of JavaScript text: literals only, and nothing where something is computed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, Final

from quality_gate.init.repository import Number

_TOKEN: Final = re.compile(
    r"""
    (?P<skip> \s+ | //[^\n]* | /\*.*?(?:\*/|\Z) )
    | (?P<string> "(?:[^"\\\n]|\\.)*+"? | '(?:[^'\\\n]|\\.)*+'? | `(?:[^`\\]|\\.)*+`? )
    | (?P<number> [-+]?(?:\d++(?:\.\d*+)?|\.\d++)(?![\w.]) )
    | (?P<word> [A-Za-z_$][\w$]* )
    | (?P<odd> [\w.]+ )
    | (?P<sign> . )
    """,
    re.VERBOSE | re.DOTALL,
)
_ESCAPE: Final = re.compile(r"\\(.)", re.DOTALL)
_WORDS: Final[dict[str, Any]] = {"true": True, "false": False, "null": None, "undefined": None}
_MOST_LEVELS: Final = 20
_END: Final = ("end", "")
Token = tuple[str, str]


class Computed(ValueError):
    """The value is no plain literal, so only running the file could tell it."""


def objects_named(text: str, key: str) -> list[dict[str, Any] | None]:
    """Every object written behind this key; None for one that is computed."""
    tokens = [*_tokens(text), _END]
    found: list[dict[str, Any] | None] = []
    for at in range(len(tokens) - 2):
        kind, word = tokens[at]
        named = kind in ("word", "string") and _plain(kind, word) == key
        if named and tokens[at + 1][1] == ":":
            found.append(_object(_Walk(tokens, at + 2)))
    return found


def _object(walk: _Walk) -> dict[str, Any] | None:
    try:
        value = walk.value(0)
    except Computed:
        return None
    return value if isinstance(value, dict) else None


def _tokens(text: str) -> Iterator[Token]:
    for match in _TOKEN.finditer(text):
        if match.lastgroup and match.lastgroup != "skip":
            yield match.lastgroup, match[0]


def _plain(kind: str, text: str) -> str:
    return _ESCAPE.sub(r"\1", text[1:-1]) if kind == "string" else text


class _Walk:
    """Walks over the tokens of one value."""

    def __init__(self, tokens: list[Token], at: int) -> None:
        self._tokens = tokens
        self._at = at

    def value(self, level: int) -> Any:
        kind, text = self._next()
        if level > _MOST_LEVELS:
            raise Computed("too deep")
        if text == "{":
            return self._members(level)
        if kind == "string" and not (text.startswith("`") and "${" in text):
            value: Any = _plain(kind, text)
        elif kind == "number":
            value = Number(text)
        elif kind == "word" and text in _WORDS:
            value = _WORDS[text]
        else:
            raise Computed(text)
        if self._tokens[self._at][1] not in (",", "}"):
            raise Computed(text)
        return value

    def _members(self, level: int) -> dict[str, Any]:
        members: dict[str, Any] = {}
        while (token := self._next())[1] != "}":
            if token[0] not in ("word", "string", "number") or self._next()[1] != ":":
                raise Computed(token[1])
            members[_plain(*token)] = self.value(level + 1)
            if self._tokens[self._at][1] == ",":
                self._at += 1
        return members

    def _next(self) -> Token:
        token = self._tokens[min(self._at, len(self._tokens) - 1)]
        self._at += 1
        return token
