"""What a declared type lets people write: the one interpretation that the parser and the schema share."""

from __future__ import annotations

import dataclasses
import types
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from typing import Annotated, Any, Literal, Union, get_args, get_origin, get_type_hints

from quality_gate.bind.node import Node
from quality_gate.bind.values import SETTING
from quality_gate.bind.vocabulary import Bounds, KindKeys, Kinds, Together, Vocabulary
from quality_gate.bind.words import PLAIN


@dataclass(frozen=True, slots=True)
class Raw:
    """Anything; the node itself is the value."""


@dataclass(frozen=True, slots=True)
class Single:
    word: Vocabulary


@dataclass(frozen=True, slots=True)
class Choices:
    values: tuple[Any, ...]  # texts, members of an enumeration, or integers


@dataclass(frozen=True, slots=True)
class Limits:
    bounds: Bounds


@dataclass(frozen=True, slots=True)
class Maybe:
    item: Any


@dataclass(frozen=True, slots=True)
class Many:
    """One item, or a list of them."""

    item: Any
    together: Together | None = None


@dataclass(frozen=True, slots=True)
class Free:
    """A mapping whose keys the user chooses."""

    key: Any
    item: Any


@dataclass(frozen=True, slots=True)
class Record:
    """A mapping with known keys; with a shorthand, a bare value stands for one of them."""

    target: type[Any]
    entries: tuple[Entry, ...]
    shorthand: Entry | None


@dataclass(frozen=True, slots=True)
class OneOf:
    """Several records, told apart by what stands at one key; a bare value is that value."""

    key: Entry  # all that may stand there
    records: Mapping[str, Record]  # each by its value, in the order declared


@dataclass(frozen=True, slots=True)
class ByKey:
    """Several records, told apart by which key stands there."""

    records: tuple[tuple[str, Record], ...]


Shape = Raw | Single | Choices | Limits | Maybe | Many | Free | Record | OneOf | ByKey


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One key of a record."""

    name: str
    key: str
    type: Any
    doc: str = ""
    example: str = ""
    required: bool = False


@lru_cache(maxsize=4096)
def shape_of(target: Any) -> Shape:
    """A type that stands for nothing writable is a mistake of ours, and a TypeError."""
    if target is Node:
        return Raw()
    if isinstance(target, type) and dataclasses.is_dataclass(target):
        return _record(target)
    if isinstance(target, type) and issubclass(target, StrEnum):
        return Choices(tuple(target))
    if target in PLAIN:
        return Single(PLAIN[target])
    return _compound(target, get_origin(target), get_args(target))


def _compound(target: Any, origin: Any, arguments: tuple[Any, ...]) -> Shape:
    if origin is Literal:
        return Choices(arguments)
    if origin is Annotated:
        return _annotated(*arguments)
    if origin in (Union, types.UnionType) and len(arguments) == 2 and arguments[1] is type(None):
        return Maybe(arguments[0])
    if origin is tuple and len(arguments) == 2 and arguments[1] is Ellipsis:
        return _many(arguments[0])
    if origin is Mapping:
        return Free(*arguments)
    raise TypeError(f"nothing can be written for {target!r}")


def _many(item: Any, together: Together | None = None) -> Many:
    """An item must not look like a list itself, or one item and several could not be told apart."""
    if isinstance(shape_of(item), Raw | Maybe | Many):
        raise TypeError(f"{item!r} cannot be told from a list of it")
    return Many(item, together)


def _annotated(base: Any, *markers: object) -> Shape:
    for marker in markers:
        if isinstance(marker, Vocabulary):
            return Single(marker)
        if isinstance(marker, Bounds):
            return Limits(marker)
        if isinstance(marker, Together):
            return _many(get_args(base)[0], marker)
        if isinstance(marker, Kinds):
            return _one_of(marker)
        if isinstance(marker, KindKeys):
            return ByKey(tuple((key, _record(target)) for key, target in marker.records()))
    return shape_of(base)


def _one_of(kinds: Kinds) -> OneOf:
    records: dict[str, Record] = {}
    keys: list[Entry] = []
    for record in map(_record, kinds.records):
        keys += [entry for entry in record.entries if entry.key == kinds.key]
        shape = shape_of(keys[-1].type)
        records |= dict.fromkeys(map(str, shape.values if isinstance(shape, Choices) else ()), record)
    return OneOf(dataclasses.replace(keys[0], type=Literal[tuple(records)], required=True), records)


def _record(target: type[Any]) -> Record:
    hints = get_type_hints(target, include_extras=True)
    entries = tuple(_entry(field, hints[field.name]) for field in dataclasses.fields(target) if field.init)
    wanted = getattr(target, "SHORTHAND", None)
    shorthand = next((entry for entry in entries if entry.name == wanted), None)
    if wanted is not None and shorthand is None:
        raise TypeError(f"{target.__name__}.SHORTHAND names no field: {wanted}")
    return Record(target, entries, shorthand)


def _entry(field: dataclasses.Field[Any], hint: Any) -> Entry:
    doc, example, key = field.metadata.get(SETTING, ("", "", None))
    no_default = field.default is dataclasses.MISSING and field.default_factory is dataclasses.MISSING
    return Entry(
        name=field.name,
        key=key or field.name.replace("_", "-"),
        type=hint,
        doc=doc,
        example=example,
        required=no_default,
    )
