"""The JSON Schema of a settings dataclass, from the same shapes that the parser reads by."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from typing import Any, Final, TypeAlias

from quality_gate.bind.node import Kind, Node
from quality_gate.bind.shapes import (
    ByKey,
    Choices,
    Entry,
    Free,
    Limits,
    Many,
    Maybe,
    OneOf,
    Record,
    Shape,
    Single,
    shape_of,
)
from quality_gate.bind.vocabulary import Bounds
from quality_gate.config.load import load

Schema: TypeAlias = dict[str, Any]
_DIALECT: Final = "https://json-schema.org/draft/2020-12/schema"


def json_schema(target: type[Any], title: str) -> Schema:
    """Editors and `check-jsonschema` know from it what may be written."""
    definitions = _Definitions()
    top = definitions.described(target)
    return {"$schema": _DIALECT, "title": title, **top, "$defs": definitions.schemas}


@dataclasses.dataclass(slots=True)
class _Definitions:
    """The records met so far, each described once, so that a record may hold itself."""

    schemas: dict[str, Schema] = dataclasses.field(default_factory=dict)
    names: dict[type[Any], str] = dataclasses.field(default_factory=dict)

    def described(self, target: Any) -> Schema:
        shape = shape_of(target)
        match shape:
            case Maybe(item):
                ways = [self.described(item), {"type": "null"}]
            case Limits(bounds):
                ways = [dict(bounds.item.schema), _both(bounds)]
            case Many():
                ways = self._one_or_several(shape)
            case Record() if shape.shorthand:
                ways = [self._reference(shape), *self.bare(shape.shorthand.type)]
            case Record():
                return self._reference(shape)
            case OneOf(key, records):
                several = {record.target: record for record in records.values()}
                ways = [*map(self._reference, several.values()), *self.bare(key.type)]
            case ByKey(kinds):
                ways = [self._reference(record) for _, record in kinds]
            case _:
                return self._plain(shape)
        return {"oneOf": ways}

    def bare(self, target: Any) -> list[Schema]:
        """What may be written for a type without writing a mapping."""
        shape = shape_of(target)
        match shape:
            case Maybe(item):
                return [*self.bare(item), {"type": "null"}]
            case Limits(bounds):
                return [dict(bounds.item.schema)]
            case Many():
                return [*self.bare(shape.item), self._one_or_several(shape)[-1]]
            case Record():
                return self.bare(shape.shorthand.type) if shape.shorthand else []
            case Single() | Choices():
                return [self._plain(shape)]
        return []

    def _plain(self, shape: Shape) -> Schema:
        match shape:
            case Single(word):
                return dict(word.schema)
            case Choices(values):
                return {"enum": [str(value) if isinstance(value, str) else value for value in values]}
            case Free(key, item):
                return {
                    "type": "object",
                    "minProperties": 1,
                    "propertyNames": {"minLength": 1, **self.described(key)},
                    "additionalProperties": self.described(item),
                }
        return {}

    def _one_or_several(self, shape: Many) -> list[Schema]:
        one = self.described(shape.item)
        several: Schema = {"type": "array", "minItems": 1, "items": one}
        if shape.together is None:
            return [one, several]
        return [{"allOf": [one, dict(shape.together.single)]}, {**several, **shape.together.several}]

    def _reference(self, record: Record) -> Schema:
        if record.target not in self.names:
            name = self.names[record.target] = self._free_name(record.target.__name__.lstrip("_"))
            self.schemas[name] = {}  # keeps the place, should the record hold itself
            self.schemas[name] = self._record(record)
        return {"$ref": f"#/$defs/{self.names[record.target]}"}

    def _free_name(self, wanted: str) -> str:
        number = sum(name.rstrip("0123456789") == wanted for name in self.schemas)
        return wanted + (str(number + 1) if number else "")

    def _record(self, record: Record) -> Schema:
        required = [entry.key for entry in record.entries if entry.required]
        return {
            "type": "object",
            **({"description": text} if (text := _own_text(record.target)) else {}),
            "properties": {entry.key: self._property(entry) for entry in record.entries},
            **({"required": required} if required else {}),
            "additionalProperties": False,
        }

    def _property(self, entry: Entry) -> Schema:
        about: Schema = {"description": entry.doc} if entry.doc else {}
        if entry.example:
            about["examples"] = [plain(load(entry.example, "example"))]
        return {**self.described(entry.type), **about}


def _both(bounds: Bounds) -> Schema:
    value: Mapping[str, object] = bounds.item.schema
    return {
        "type": "object",
        "properties": {"required": dict(value), "recommended": dict(value)},
        "minProperties": 1,
        "additionalProperties": False,
    }


def _own_text(target: type[Any]) -> str:
    """The docstring, unless it is the signature that dataclasses put there."""
    text = target.__doc__ or ""
    return "" if text.startswith(f"{target.__name__}(") else text


def plain(node: Node) -> Any:
    """The value as JSON has it; only for schemas, where floats decide nothing."""
    value: Any = node.text
    match node.kind:
        case Kind.LIST:
            value = [plain(item) for item in node.items]
        case Kind.MAPPING:
            value = {key.text: plain(item) for key, item in node.entries}
        case Kind.INTEGER:
            value = int(node.text)
        case Kind.DECIMAL:
            value = float(node.text)
        case Kind.BOOLEAN:
            value = node.text == "true"
        case Kind.NULL:
            value = None
    return value
