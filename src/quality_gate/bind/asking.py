"""What to write instead: the remedy for a value that does not fit."""

from __future__ import annotations

from typing import Any

from quality_gate.bind.shapes import ByKey, Choices, Limits, Many, Maybe, Single, shape_of


def ask(target: Any, example: str) -> str:
    """`write a number from 0 to 100, such as 95 or 99.5`."""
    match shape_of(target):
        case Single(word):
            return such_as(word.ask, word.such_as and (example or word.such_as))
        case Limits(bounds):
            # An example of both values would not answer what one value looks like.
            bare = "" if example.startswith("{") else example
            return such_as(bounds.item.ask, bare or bounds.item.such_as)
        case Choices(values):
            return "write " + either(values)
        case Maybe(item) | Many(item):
            return ask(item, example)
        case ByKey(records):
            return such_as(f"write one of {', '.join(key for key, _ in records)}", example)
    return such_as("write `key: value` lines", example)


def such_as(text: str, example: str) -> str:
    return f"{text}, such as {example}" if example else text


def either(values: tuple[object, ...]) -> str:
    """`a`, `a or b`, `a, b or c`."""
    *front, last = (str(value) for value in values)
    return f"{', '.join(front)} or {last}" if front else last
