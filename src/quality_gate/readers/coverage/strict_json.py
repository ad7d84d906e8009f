"""JSON as it was written: no duplicate keys, no NaN, no floats, and a reason where it cannot be read."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping
from decimal import Decimal
from typing import BinaryIO

from quality_gate.readers.reader import ReadLimits, encoding_of

# Object keys stand for files and lines here, so one written twice would silently lose a file.
Json = Mapping[str, object]


class NotReadable(Exception):
    """Why this is no JSON that can be trusted."""


def read_object(stream: BinaryIO, limits: ReadLimits) -> Json:
    """The one object that the stream holds."""
    raw = stream.read(limits.max_bytes + 1)
    if len(raw) > limits.max_bytes:
        raise NotReadable(f"larger than {limits.max_bytes:,} bytes")
    try:
        text = raw.decode(encoding_of(raw)).removeprefix("\ufeff")
        del raw
        found = json.loads(
            text, object_pairs_hook=_unique, parse_float=Decimal, parse_constant=_refused_constant
        )
    except UnicodeDecodeError as error:
        raise NotReadable(f"not text: {error.reason} at byte {error.start:,}") from None
    except RecursionError:
        raise NotReadable("nested too deeply") from None
    except json.JSONDecodeError as error:
        where = f"line {error.lineno:,}, column {error.colno:,}"
        raise NotReadable(f"not JSON: cut off or garbled at {where}") from None
    except ValueError:
        raise NotReadable("a number in it has too many digits") from None
    if not isinstance(found, dict):
        raise NotReadable("not a JSON object")
    return found


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
