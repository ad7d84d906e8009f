"""Where the parser stands in the tree, and the mistakes it has met so far."""

from __future__ import annotations

from dataclasses import dataclass, replace

from quality_gate.bind.found import shown
from quality_gate.bind.node import Node
from quality_gate.model.errors import Mistake


@dataclass(frozen=True, slots=True, kw_only=True)
class Trail:
    mistakes: list[Mistake]  # shared by the whole walk
    path: str
    key: Node  # where a mistake points; for an item of a list the item itself
    example: str = ""

    def tell(self, what: str, remedy: str = "") -> None:
        """A mistake points at its key, or at the item of a list, which has none."""
        self.mistakes.append(Mistake(self.key.line, self.key.column, self.path, what, remedy))

    def below(self, key: Node, example: str = "") -> Trail:
        return replace(self, path=self.joined(shown(key.text)), key=key, example=example)

    def item(self, position: int, node: Node) -> Trail:
        return replace(self, path=f"{self.path}[{position}]", key=node, example="")

    def joined(self, key: str) -> str:
        return ".".join(part for part in (self.path, key) if part)
