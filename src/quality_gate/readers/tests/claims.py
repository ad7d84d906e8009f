"""What the open elements of an XML report claim to have failed, against what their cases show."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

from quality_gate.model.wording import plural

_SHORT: Final = 200
_MOST_DOUBTS: Final = 100


@dataclass(slots=True)
class Level:
    name: str = ""
    claimed: int = 0
    shown: int = 0


@dataclass(slots=True)
class Levels:
    doubts: list[str] = field(default_factory=list)
    _open: list[Level] = field(default_factory=lambda: [Level()])

    @property
    def innermost(self) -> Level:
        return self._open[-1]

    def enter(self, name: str, claimed: int) -> None:
        self._open.append(Level(name, claimed))

    def leave(self) -> None:
        """A doubt is told once, at the innermost element that it concerns."""
        level = self._open.pop()
        if level.claimed > level.shown and len(self.doubts) < _MOST_DOUBTS:
            who = repr(level.name[:_SHORT]) if level.name else "the report"
            self.doubts.append(
                f"{who} claims {plural(level.claimed, 'failure')} and shows {level.shown or 'none'}"
            )
        self._open[-1].shown += max(level.claimed, level.shown)


class Capture:
    """The text of the one element that is of interest just now."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._left = 0
        self._pieces: list[str] | None = None

    def begin(self) -> None:
        self._pieces = []
        self._left = self._most

    def text(self, data: str) -> None:
        if self._pieces is not None and self._left > 0:
            self._pieces.append(data[: self._left])
            self._left -= len(data)

    def taken(self) -> str:
        text = "".join(self._pieces or ())
        self._pieces = None
        return text.strip("\r\n")


def count_of(attributes: dict[str, str], *keys: str) -> int:
    """The sum of some counts; what is no count is none."""
    texts = (attributes.get(key, "").strip() for key in keys)
    return sum(int(text) for text in texts if text.isascii() and text.isdecimal() and len(text) < 10)
