"""The values of a record, taken out of its objects by name and type; what is wrong is named."""

from __future__ import annotations

import re
from collections.abc import Iterator
from enum import StrEnum
from fractions import Fraction
from typing import Final, TypeVar

from quality_gate.readers.strict_json import Json

_Choice = TypeVar("_Choice", bound=StrEnum)
_MOST: Final = 1 << 62
_NUMBER: Final = re.compile(r"-?[0-9]{1,400}(?:\.[0-9]{1,400}|/[0-9]{1,400})?\Z")


class BadRecord(Exception):
    """Why this is no record that can be trusted."""


class Fields:
    """One object of the record."""

    def __init__(self, value: Json, where: str) -> None:
        self._value = value
        self._where = where

    def text(self, name: str) -> str:
        return self._text(self._get(name), name)

    def maybe_text(self, name: str) -> str:
        """Empty where it is missing."""
        return self._text(self._value.get(name, ""), name)

    def texts(self, name: str) -> tuple[str, ...]:
        return tuple(self._text(one, name) for one in self._list(self._get(name), name))

    def maybe_texts(self, name: str) -> tuple[str, ...]:
        """None where it is missing."""
        return self.texts(name) if self._value.get(name) is not None else ()

    def flag(self, name: str) -> bool:
        value = self._get(name)
        if not isinstance(value, bool):
            raise self._bad(name, "neither true nor false")
        return value

    def count(self, name: str) -> int:
        value = self._get(name)
        if type(value) is not int or not 0 <= value < _MOST:
            raise self._bad(name, "no count")
        return value

    def maybe_count(self, name: str) -> int | None:
        return None if self._value.get(name) is None else self.count(name)

    def number(self, name: str) -> Fraction:
        """`12.34` or `1/3`, exactly."""
        text = self.text(name)
        try:
            if _NUMBER.match(text):
                return Fraction(text)
        except ZeroDivisionError:
            pass
        raise self._bad(name, "no number")

    def maybe_number(self, name: str) -> Fraction | None:
        return None if self._value.get(name) is None else self.number(name)

    def choice(self, name: str, choices: type[_Choice]) -> _Choice:
        text = self.text(name)
        if text not in list(choices):
            raise self._bad(name, f"none of {', '.join(choices)}")
        return choices(text)

    def pairs(self, name: str) -> tuple[tuple[str, str], ...]:
        inner = self.inner(name)
        return tuple((key, inner.text(key)) for key in inner.names)

    def inner(self, name: str) -> Fields:
        return self._fields(self._get(name), name)

    def maybe(self, name: str) -> Fields | None:
        return None if self._value.get(name) is None else self.inner(name)

    def items(self, name: str) -> Iterator[Fields]:
        return (self._fields(one, name) for one in self._list(self._get(name), name))

    def maybe_items(self, name: str) -> Iterator[Fields]:
        """Nothing where it is missing: an older record has no such part."""
        return self.items(name) if self._value.get(name) is not None else iter(())

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(self._value)

    def _get(self, name: str) -> object:
        if name not in self._value:
            raise self._bad(name, "missing")
        return self._value[name]

    def _fields(self, value: object, name: str) -> Fields:
        if not isinstance(value, dict):
            raise self._bad(name, "no object")
        return Fields(value, name[:100])

    def _list(self, value: object, name: str) -> list[object]:
        if not isinstance(value, list):
            raise self._bad(name, "no list")
        return value

    def _text(self, value: object, name: str) -> str:
        if not isinstance(value, str):
            raise self._bad(name, "no text")
        # Half a character can be written in JSON, and nowhere else.
        return value if value.isascii() else value.encode("utf-8", "replace").decode("utf-8")

    def _bad(self, name: str, what: str) -> BadRecord:
        return BadRecord(f"in {self._where}, {name[:100]!r} is {what}")
