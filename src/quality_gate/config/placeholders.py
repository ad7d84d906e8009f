"""Words in braces, `{host}`, that stand for something of the chosen target."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, is_dataclass, replace
from typing import Any, Final

from quality_gate.bind.node import Node

# `${HOME}` is a shell's, `\{` a pattern's, and `{{host}}` stands for `{host}` itself.
_WORD: Final = re.compile(
    r"\{\{(?P<kept>[A-Za-z_][A-Za-z0-9_-]*)\}\}|(?<![$\\])\{(?P<name>[A-Za-z_][A-Za-z0-9_-]*)\}"
)


@dataclass(frozen=True, slots=True)
class Placeholders:
    """The words of one target; words in `own` belong to somebody else and stay."""

    words: Mapping[str, str]
    own: Sequence[str] = ()

    def filled(self, value: Any) -> Any:
        """The same value with every placeholder in every text of it replaced."""
        if isinstance(value, str) and type(value) is str:
            return _WORD.sub(self._instead, value)
        if isinstance(value, tuple):
            return tuple(map(self.filled, value))
        if isinstance(value, Mapping):
            return {key: self.filled(item) for key, item in value.items()}
        if isinstance(value, Node):
            return self._filled_node(value)
        if is_dataclass(value) and not isinstance(value, type):
            changed = {one.name: self.filled(getattr(value, one.name)) for one in fields(value) if one.init}
            return replace(value, **changed)
        return value

    def _filled_node(self, node: Node) -> Node:
        entries = tuple((key, self._filled_node(item)) for key, item in node.entries)
        items = tuple(map(self._filled_node, node.items))
        return replace(node, text=self.filled(node.text), items=items, entries=entries)

    def _instead(self, found: re.Match[str]) -> str:
        if found["kept"]:
            return found[0] if found["kept"] in self.own else found[0][1:-1]
        return found[0] if found["name"] in self.own else self.words.get(found["name"], found[0])


def names_in(value: Any) -> Iterator[str]:
    """Every placeholder in every text of a value."""
    if isinstance(value, str):
        yield from (found["name"] for found in _WORD.finditer(value) if found["name"])
    elif isinstance(value, Mapping):
        for item in value.values():
            yield from names_in(item)
    elif isinstance(value, Sequence):
        for item in value:
            yield from names_in(item)
    elif is_dataclass(value) and not isinstance(value, type):
        for one in fields(value):
            yield from names_in(getattr(value, one.name))
