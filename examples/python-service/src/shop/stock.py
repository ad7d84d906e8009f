"""What is on the shelf."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass
class Stock:
    shelf: dict[str, int] = field(default_factory=dict)

    def put(self, item: str, count: int = 1) -> None:
        self.shelf[item] = self.shelf.get(item, 0) + count

    def take(self, item: str) -> bool:
        """False when there is none left."""
        if not self.shelf.get(item):
            return False
        self.shelf[item] -= 1
        return True
