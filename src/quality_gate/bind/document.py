"""Documents that are no configuration of ours: why one cannot be read, and how a value in it is found."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Final

from quality_gate.bind.node import Kind, Node

_MOST_KEYS: Final = 5_000
_INDEX: Final = re.compile(r"\[([0-9]{1,9})\]")


class NotADocument(Exception):
    """Why a text cannot be trusted to hold values; line 0 where no line is to blame."""

    def __init__(self, reason: str, line: int = 0) -> None:
        super().__init__(reason)
        self.reason = reason
        self.line = line


def check_keys(entries: tuple[tuple[Node, Node], ...]) -> tuple[tuple[Node, Node], ...]:
    """A key that stands twice means one thing to one program and another to the next."""
    seen: dict[str, Node] = {}
    for key, _ in entries:
        if key.text in seen:
            first = seen[key.text].line
            raise NotADocument(f"the key {key.text[:100]!r} stands twice, first in line {first}", key.line)
        seen[key.text] = key
    return entries


def find(node: Node, key: str) -> Node | None:
    """`a.b`, `a.0.c`, `a[0].c`, or a JSON pointer `/a/b`; a key may hold dots itself. No key: all of it."""
    if not key:
        return node
    if key.startswith("/"):
        return _pointed(node, [part.replace("~1", "/").replace("~0", "~") for part in key[1:].split("/")])
    return _dotted(node, _INDEX.sub(r".\1", key).removeprefix(".").split("."))


def keys(node: Node, before: str = "") -> Iterator[str]:
    """Every dotted key that leads to a value, for suggestions; the first few thousand."""
    left = _MOST_KEYS
    waiting = [(before, node)]
    while waiting and left:
        path, here = waiting.pop()
        for name, value in _children(here):
            deeper = f"{path}.{name}" if path else name
            left -= 1
            if left < 0:
                return
            yield deeper
            if not value.scalar:
                waiting.append((deeper, value))


def shown(node: Node) -> str:
    """A value in words: text as it is, a list or a mapping by its size."""
    if node.kind is Kind.LIST:
        return f"a list of {len(node.items)}"
    if node.kind is Kind.MAPPING:
        return f"a mapping of {len(node.entries)}"
    return node.text


def _children(node: Node) -> Iterable[tuple[str, Node]]:
    if node.kind is Kind.LIST:
        return ((str(position), item) for position, item in enumerate(node.items))
    return ((key.text, value) for key, value in node.entries)


def _pointed(node: Node, parts: list[str]) -> Node | None:
    for part in parts:
        found = next((value for name, value in _children(node) if name == part), None)
        if found is None:
            return None
        node = found
    return node


def _dotted(node: Node, parts: list[str]) -> Node | None:
    """The longest key wins: in a file of flat keys `a.b` is one."""
    if not parts:
        return node
    by_name = dict(_children(node))
    for end in range(len(parts), 0, -1):
        value = by_name.get(".".join(parts[:end]))
        found = None if value is None else _dotted(value, parts[end:])
        if found is not None:
            return found
    return None
