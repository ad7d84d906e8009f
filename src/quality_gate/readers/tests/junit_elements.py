"""The open elements of a JUnit report that are the same in a suite and in a case: results, and output."""

from __future__ import annotations

from typing import Final, Protocol

from quality_gate.readers.tests.junit_case import Result

QUIET: Final = frozenset(("properties", "system-out", "system-err"))


class Element(Protocol):
    """An open element: it says what a child is (itself, if the child changes nothing), and closes."""

    def child(self, name: str, attributes: dict[str, str], /) -> Element: ...

    def text(self, data: str, /) -> None: ...

    def close(self) -> None: ...


class _Taker(Protocol):
    def took(self, result: Result, /) -> None: ...


class ResultElement:
    """A failure and the like: its text is kept, but not the output captured within it."""

    def __init__(self, result: Result, owner: _Taker, most_text: int) -> None:
        self._result = result
        self._owner = owner
        self._left = most_text

    def child(self, name: str, _attributes: dict[str, str]) -> Element:
        return QUIETLY if name in QUIET else self

    def text(self, data: str) -> None:
        if self._left > 0:
            self._result.texts.append(data[: self._left])
            self._left -= len(data)

    def close(self) -> None:
        self._owner.took(self._result)


class _Quiet:
    """Output and properties: nothing in them is a result."""

    def child(self, _name: str, _attributes: dict[str, str]) -> Element:
        return self

    def text(self, data: str) -> None:
        pass

    def close(self) -> None:
        pass


QUIETLY: Final = _Quiet()
