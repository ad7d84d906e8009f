"""JSON as a tree of values with their lines: numbers as they were written, no key twice."""

from __future__ import annotations

import json
import re
from bisect import bisect_right
from typing import Final

from quality_gate.bind.document import NotADocument, check_keys
from quality_gate.bind.node import Kind, Node

_SPACE: Final = re.compile(r"[ \t\r\n]*+")
_STRING: Final = re.compile(r'"(?:[^"\\\x00-\x1f]|\\.)*+"')
_NUMBER: Final = re.compile(r"-?(?:0|[1-9][0-9]*+)(\.[0-9]++)?([eE][-+]?[0-9]++)?")
_WORDS: Final = (("true", Kind.BOOLEAN), ("false", Kind.BOOLEAN), ("null", Kind.NULL))
_MOST_LEVELS: Final = 100


def json_tree(text: str) -> Node:
    """The one value of a text; a NotADocument says where it is no JSON."""
    return _Scan(text.removeprefix("\ufeff")).whole()


class _Scan:
    """Reads from left to right, and knows the line that it is in."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._position = 0
        self._starts = [0, *(match.end() for match in re.finditer("\n", text))]

    def whole(self) -> Node:
        value = self._value(0)
        self._space()
        if self._position < len(self._text):
            raise self._trouble("something follows the value")
        return value

    def _value(self, depth: int) -> Node:
        if depth > _MOST_LEVELS:
            raise self._trouble(f"more than {_MOST_LEVELS} levels inside each other")
        self._space()
        line = self._line()
        if self._taken("{"):
            entries = self._entries(depth)
            return Node(kind=Kind.MAPPING, entries=check_keys(entries), line=line)
        if self._taken("["):
            return Node(kind=Kind.LIST, items=self._items(depth), line=line)
        if self._text.startswith('"', self._position):
            return self._string()
        for word, kind in _WORDS:
            if self._taken(word):
                return Node(kind=kind, text=word, line=line)
        match = _NUMBER.match(self._text, self._position)
        if match is None:
            raise self._trouble("not JSON: cut off or garbled")
        self._position = match.end()
        decimal = match[1] or match[2]
        return Node(kind=Kind.DECIMAL if decimal else Kind.INTEGER, text=match[0], line=line)

    def _entries(self, depth: int) -> tuple[tuple[Node, Node], ...]:
        found: list[tuple[Node, Node]] = []
        self._space()
        if self._taken("}"):
            return ()
        while True:
            self._space()
            key = self._string()
            self._expect(":")
            found.append((key, self._value(depth + 1)))
            self._space()
            if self._taken("}"):
                return tuple(found)
            self._expect(",")

    def _items(self, depth: int) -> tuple[Node, ...]:
        found: list[Node] = []
        self._space()
        if self._taken("]"):
            return ()
        while True:
            found.append(self._value(depth + 1))
            self._space()
            if self._taken("]"):
                return tuple(found)
            self._expect(",")

    def _string(self) -> Node:
        match = _STRING.match(self._text, self._position)
        try:
            value = json.loads(match[0]) if match else None
        except ValueError:
            value = None
        if match is None or value is None:
            raise self._trouble("not JSON: cut off or garbled")
        line = self._line()
        self._position = match.end()
        return Node(kind=Kind.TEXT, text=value, line=line)

    def _space(self) -> None:
        match = _SPACE.match(self._text, self._position)
        self._position = match.end() if match else self._position

    def _taken(self, word: str) -> bool:
        if not self._text.startswith(word, self._position):
            return False
        self._position += len(word)
        return True

    def _expect(self, char: str) -> None:
        self._space()
        if not self._taken(char):
            raise self._trouble("not JSON: cut off or garbled")

    def _line(self) -> int:
        return bisect_right(self._starts, self._position)

    def _trouble(self, why: str) -> NotADocument:
        return NotADocument(why, self._line())
