"""The few words that the JSON Schema of the record is written in."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum
from typing import Any, Final

TEXT: Final = {"type": "string"}
COUNT: Final = {"type": "integer", "minimum": 0}
COUNT_OR_NULL: Final = {"type": ["integer", "null"], "minimum": 0}
YES: Final = {"type": "boolean"}
LINE: Final = {"type": ["integer", "null"]}
DECIMAL: Final = {"type": "string", "pattern": r"^-?[0-9]+(\.[0-9]+)?$"}
NUMBER: Final = {"type": "string", "pattern": r"^-?[0-9]+(\.[0-9]+|/[0-9]+)?$"}
TEXTS_BY_NAME: Final = {"type": "object", "additionalProperties": TEXT}


def object_of(**properties: Any) -> dict[str, Any]:
    """Every property is there, and no other."""
    return {
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }


def texts(*names: str) -> dict[str, Any]:
    return object_of(**dict.fromkeys(names, TEXT))


def list_of(item: Any) -> dict[str, Any]:
    return {"type": "array", "items": item}


def or_null(schema: Any) -> dict[str, Any]:
    return {"anyOf": [schema, {"type": "null"}]}


def one_of(words: Iterable[StrEnum]) -> dict[str, Any]:
    return {"enum": [str(word) for word in words]}
