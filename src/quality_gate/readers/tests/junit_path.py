"""The names of suites within each other, joined only where that is asked for: together they grow fast."""

from __future__ import annotations

from collections.abc import Callable


class SuitePath:
    """A named suite in those around it. `take` is told how much a joined text repeats, and may refuse."""

    __slots__ = ("_text", "around", "name", "outer", "take")

    def __init__(self, take: Callable[[int], None], name: str = "", outer: SuitePath | None = None) -> None:
        self.take, self.name, self.outer = take, name, outer
        self.around: int = outer.around + len(outer.name) if outer else 0
        self._text: str | None = None

    def below(self, name: str) -> SuitePath:
        """A suite without a name stands where the one around it stands."""
        return SuitePath(self.take, name, self) if name else self

    @property
    def text(self) -> str:
        """`outer > inner`."""
        if self._text is None:
            self.take(self.around)
            names, path = [], self
            while path.outer is not None:
                names.append(path.name)
                path = path.outer
            self._text = " > ".join(reversed(names))
        return self._text
