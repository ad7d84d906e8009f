"""JSON as it was written: no duplicate keys, no NaN, no floats, and a reason where it cannot be read."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal
from fractions import Fraction
from typing import BinaryIO, Final

from quality_gate.model.reading import Reading, invalid
from quality_gate.readers.reader import ReadLimits, encoding_of
from quality_gate.readers.whole import read_whole

_MOST_DIGITS: Final = 400  # before or after the point: a fraction of more would fill the memory
_VAST: Final = (1 << 61) - 1  # from here on, Python gives many numbers the same hash
_LONG: Final = b"0" * len(str(_VAST))
_AS_ZEROS: Final = bytes(ord("0") if chr(code).isdecimal() else ord(" ") for code in range(256))
_PIECE: Final = 1 << 20

# Object keys stand for files and lines here, so one written twice would silently lose a file.
Json = Mapping[str, object]


class NotReadable(Exception):
    """Why this is no JSON that can be trusted."""


class _Vast(int):
    """Keys that are all alike would make a dictionary search through all of them, each time."""

    __slots__ = ()

    def __hash__(self) -> int:
        return hash(str(self))


def read_object(stream: BinaryIO, limits: ReadLimits) -> Json:
    """The one object that the stream holds."""
    found = read_json(stream, limits)
    if not isinstance(found, dict):
        raise NotReadable("not a JSON object")
    return found


def read_json(stream: BinaryIO, limits: ReadLimits, *, keep_constants: bool = False) -> object:
    """The one value that the stream holds; NaN and its like are refused, or kept as texts."""
    return _parsed(_text(stream, limits), keep_constants=keep_constants)


def read_json_lines(stream: BinaryIO, limits: ReadLimits) -> Iterator[Json]:
    """One object on each line; blank lines do not count."""
    for number, line in enumerate(_text(stream, limits).split("\n"), start=1):
        if line.strip():
            yield as_object(_parsed(line, number), f"line {number:,}")


def parse_line(text: str, number: int) -> object:
    """The value on one line, for formats that stand between lines of other tools."""
    return _parsed(text, number)


def json_reading(
    name: str,
    stream: BinaryIO,
    limits: ReadLimits,
    tell: Callable[[object], Reading],
    *,
    keep_constants: bool = False,
) -> Reading:
    """What `tell` makes of the whole file, or why it cannot be read."""
    try:
        return tell(read_json(stream, limits, keep_constants=keep_constants))
    except NotReadable as error:
        return invalid(name, str(error))


def _text(stream: BinaryIO, limits: ReadLimits) -> str:
    raw = read_whole(stream, limits.max_bytes)
    if len(raw) > limits.max_bytes:
        raise NotReadable(limits.too_large)
    try:
        return raw.decode(encoding_of(raw)).removeprefix("\ufeff")
    except UnicodeDecodeError as error:
        raise NotReadable(f"not text: {error.reason} at byte {error.start:,}") from None


def _parsed(text: str, line: int = 0, *, keep_constants: bool = False) -> object:
    constant = str if keep_constants else _refused_constant
    whole = _whole if _holds_vast(text) else None  # Python's own is faster
    try:
        return json.loads(
            text, object_pairs_hook=_unique, parse_float=Decimal, parse_int=whole, parse_constant=constant
        )
    except RecursionError:
        raise NotReadable("nested too deeply") from None
    except json.JSONDecodeError as error:
        where = f"line {line or error.lineno:,}, column {error.colno:,}"
        raise NotReadable(f"not JSON: cut off or garbled at {where}") from None
    except (ValueError, ArithmeticError):
        raise NotReadable("a number in it has too many digits") from None


def _holds_vast(text: str) -> bool:
    """Whether it may hold a number that is vast: of so many digits."""
    pieces = (text[start : start + _PIECE + len(_LONG)] for start in range(0, len(text), _PIECE))
    return any(_LONG in piece.encode("ascii", "replace").translate(_AS_ZEROS) for piece in pieces)


def _whole(text: str) -> int:
    number = int(text)
    return number if -_VAST < number < _VAST else _Vast(number)


def _unique(pairs: list[tuple[str, object]]) -> dict[str, object]:
    made = dict(pairs)
    if len(made) != len(pairs):
        times = Counter(key for key, _ in pairs)
        raise NotReadable(f"the key {times.most_common(1)[0][0][:200]!r} stands twice in one object")
    return made


def _refused_constant(name: str) -> object:
    raise NotReadable(f"{name} is not a number")


def as_object(value: object, where: str) -> Json:
    if not isinstance(value, dict):
        raise NotReadable(f"{where[:200]} is not an object")
    return value


def as_list(value: object, where: str) -> list[object]:
    if not isinstance(value, list):
        raise NotReadable(f"{where[:200]} is not a list")
    return value


def as_int(value: object) -> int | None:
    """A whole number as such; None for anything else, true and false included."""
    return value if isinstance(value, int) and not isinstance(value, bool) else None


def is_positive(value: object) -> bool:
    """A hit count above zero, whole or not; anything that is no number was not hit."""
    if isinstance(value, bool) or not isinstance(value, int | Decimal):
        return False
    return value > 0


def as_number(value: object) -> Fraction | None:
    """A number exactly as it was written; None for anything else, true and false included."""
    if isinstance(value, bool) or not isinstance(value, int | Decimal):
        return None
    if isinstance(value, Decimal):
        digits = max(abs(value.adjusted()), len(value.as_tuple().digits))
    else:
        digits = value.bit_length() // 3
    if digits > _MOST_DIGITS:
        raise NotReadable("a number in it has too many digits")
    return Fraction(value)


def as_text(value: object, most: int = 2_000) -> str:
    """A text that can be shown and stored; empty for anything else."""
    if not isinstance(value, str):
        return ""
    cut = value[:most]
    return cut if cut.isascii() else cut.encode("utf-8", "replace").decode("utf-8")
