"""Written values as a tree with positions: what a configuration holds before it has a meaning."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum


class Kind(StrEnum):
    TEXT = "text"
    INTEGER = "integer"
    DECIMAL = "decimal"
    BOOLEAN = "boolean"
    NULL = "null"
    DATE = "date"
    LIST = "list"
    MAPPING = "mapping"


@dataclass(frozen=True, slots=True, kw_only=True)
class Node:
    """One value. Scalars keep the text as it was written, so that no number passes through a float."""

    kind: Kind
    text: str = ""
    items: tuple[Node, ...] = ()
    entries: tuple[tuple[Node, Node], ...] = ()  # keys and values in the order written, repeated ones too
    # Where it is written says nothing of what it is.
    line: int = field(default=1, compare=False)
    column: int = field(default=1, compare=False)

    @property
    def scalar(self) -> bool:
        return self.kind not in (Kind.LIST, Kind.MAPPING)

    def place(self, path: str) -> Node:
        """The key that a dotted path leads to, or the last one on its way; keys may hold dots themselves."""
        for key, value in self.entries:
            if not key.scalar:
                continue
            if path == key.text:
                return key
            if path.startswith(f"{key.text}."):
                deeper = value.place(path[len(key.text) + 1 :])
                return key if deeper is value else deeper
        return self
