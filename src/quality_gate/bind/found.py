"""How a written value is named in a message: short, on one line, with nothing that acts on a terminal."""

from __future__ import annotations

from typing import Final

from quality_gate.bind.node import Kind, Node

_MOST: Final = 60


def shown(text: str) -> str:
    """A piece of the user's text, shortened, with everything unprintable escaped."""
    short = text if len(text) <= _MOST else text[: _MOST - 1] + "…"
    return "".join(char if char.isprintable() else ascii(char)[1:-1] for char in short)


def found(node: Node) -> str:
    match node.kind:
        case Kind.LIST:
            return "a list"
        case Kind.MAPPING:
            return "a mapping"
        case Kind.TEXT:
            return f"'{shown(node.text)}'"
    return shown(node.text)
