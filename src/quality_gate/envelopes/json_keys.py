"""Finds what stands at a path of keys in a JSON document, and reads the numbers there."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import Final

from quality_gate.model.paths import nearest
from quality_gate.model.quantity import parse_quantity
from quality_gate.readers.strict_json import NotReadable, as_number

_DEEPEST: Final = 50
_MOST_KEYS: Final = 200  # that are compared with a mistaken one


def at_key(value: object, path: str, near: dict[str, None], above: str = "") -> Iterator[object]:
    """Every value that `results.times` or `results[0].mean` leads to; a list stands for each of its items.

    Keys may hold dots themselves. What is there instead of a key that is missing is put into `near`.
    """
    path = path.removeprefix(".")
    if not path:
        yield value
    elif above.count(".") + above.count("[") > _DEEPEST:
        return
    elif isinstance(value, list):
        yield from _in_list(value, path, near, above)
    elif isinstance(value, dict):
        fitting = [key for key in value if path == key or path.startswith((f"{key}.", f"{key}["))]
        for key in fitting:
            yield from at_key(value[key], path[len(key) :], near, f"{above}{key}.")
        if not fitting:
            known = list(value)[:_MOST_KEYS]
            close = nearest(path.partition(".")[0], known) or known[:5]
            near.update(dict.fromkeys(f"{above}{key}"[:200] for key in close))


def _in_list(value: list[object], path: str, near: dict[str, None], above: str) -> Iterator[object]:
    position, rest = _position(path)
    if position is None:
        for item in value:
            yield from at_key(item, path, near, above)
    elif -len(value) <= position < len(value):
        yield from at_key(value[position], rest, near, f"{above}[{position}].")


def _position(path: str) -> tuple[int | None, str]:
    """`[0].mean` and `0.mean` are the first item's; anything else is each item's."""
    first, _, rest = path.partition(".")
    inside, bracket, after = first.removeprefix("[").partition("]")
    number = inside if bracket and first.startswith("[") else first
    if number.lstrip("-").isdecimal() and number.isascii() and len(number) < 10:
        return int(number), (after + ("." if after and rest else "") + rest) if bracket else rest
    return None, path


def numbers_in(value: object, most: int) -> list[tuple[Fraction, str]]:
    """A number, a text such as `1.5ms`, or a list of them; a ValueError says what else it is."""
    if isinstance(value, list):
        return [number for one in value[: most + 1] for number in _number(one)]
    return _number(value)


def _number(value: object) -> list[tuple[Fraction, str]]:
    try:
        number = as_number(value)
    except NotReadable as error:
        raise ValueError(str(error)) from None
    if number is not None:
        return [(number, "")]
    if isinstance(value, str):
        quantity = parse_quantity(value)
        return [(quantity.number, quantity.unit)]
    kinds = {dict: "an object", list: "a list within a list", bool: "true or false", type(None): "null"}
    raise ValueError(f"it is {kinds.get(type(value), 'no number')}")
