"""A tree of written values becomes a frozen dataclass, or the list of all its mistakes."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from quality_gate.bind.asking import ask
from quality_gate.bind.found import found
from quality_gate.bind.keys import known, readable, tell_missing
from quality_gate.bind.kinds import kind_of
from quality_gate.bind.node import Kind, Node
from quality_gate.bind.shapes import (
    ByKey,
    Choices,
    Free,
    Limits,
    Many,
    Maybe,
    OneOf,
    Raw,
    Record,
    Single,
    shape_of,
)
from quality_gate.bind.single import read_choice, read_limit, read_nothing, read_single
from quality_gate.bind.trail import Trail
from quality_gate.model.errors import Mistake


def bind(node: Node, target: Any, path: str = "") -> tuple[Any, tuple[Mistake, ...]]:
    """The value, or None and every mistake; `path` is the key path that leads to the node."""
    trail = Trail(mistakes=[], path=path, key=node)
    value = _read(node, target, trail)
    return (None if trail.mistakes else value), tuple(sorted(set(trail.mistakes)))


def _read(node: Node, target: Any, trail: Trail) -> Any:
    """The value; after a mistake whatever comes back is not used."""
    shape = shape_of(target)
    if node.kind is Kind.NULL and not isinstance(shape, Raw):
        return read_nothing(node, target, trail)
    value: Any = node
    match shape:
        case Maybe(item):
            value = _read(node, item, trail)
        case Single(word):
            value = read_single(node, word, target, trail)
        case Choices(values):
            value = read_choice(node, values, trail)
        case Limits(bounds):
            value = read_limit(node, bounds, target, trail)
        case Many():
            value = _many(node, shape, target, trail)
        case Free():
            value = _free(node, shape, target, trail)
        case Record():
            value = _record(node, shape, target, trail)
        case OneOf() | ByKey():
            record = kind_of(node, shape, target, trail)
            value = None if record is None else _read(node, record.target, trail)
    return value


def _many(node: Node, shape: Many, target: Any, trail: Trail) -> tuple[Any, ...]:
    before = len(trail.mistakes)
    values: tuple[Any, ...] = ()
    if node.kind is Kind.LIST:
        items = enumerate(node.items)
        values = tuple(_read(item, shape.item, trail.item(position, item)) for position, item in items)
        if not values:
            trail.tell("the list is empty", f"{ask(target, trail.example)}, or remove the key")
    elif node.kind is Kind.MAPPING and isinstance(shape_of(shape.item), Single | Choices):
        trail.tell("a mapping stands where a list is expected", "write a list: [a, b], or `- a` lines")
    else:
        values = (_read(node, shape.item, trail),)
    if shape.together and len(trail.mistakes) == before:
        refusal = shape.together.check(values)
        if refusal:
            trail.tell(refusal.what, refusal.remedy)
    return values


def _free(node: Node, shape: Free, target: Any, trail: Trail) -> dict[Any, Any]:
    if node.kind is not Kind.MAPPING:
        trail.tell(f"{found(node)} is no mapping", ask(target, trail.example))
    elif not node.entries:
        trail.tell("the mapping is empty", f"{ask(target, trail.example)}, or remove the key")
    values: dict[Any, Any] = {}
    for key, value in readable(node, trail):
        below = trail.below(key)
        values[_read(key, shape.key, below)] = _read(value, shape.item, below)
    return values


def _record(node: Node, shape: Record, target: Any, trail: Trail) -> Any:
    before = len(trail.mistakes)
    values: dict[str, Any] = {}
    if node.kind is Kind.MAPPING:
        values = _keyed(node, shape, trail)
    elif shape.shorthand:
        values = {shape.shorthand.name: _read(node, shape.shorthand.type, trail)}
        for entry in shape.entries:
            if entry.required and entry is not shape.shorthand:
                tell_missing(entry, trail)
    else:
        trail.tell(f"{found(node)} is no mapping", ask(target, trail.example))
    if len(trail.mistakes) > before:
        return None
    made = shape.target(**values)
    if callable(mistakes := getattr(made, "mistakes", None)):
        _tell_crosswise(node, mistakes(), trail)
    return made


def _keyed(node: Node, shape: Record, trail: Trail) -> dict[str, Any]:
    return {
        entry.name: _read(value, entry.type, trail.below(key, entry.example))
        for entry, key, value in known(node, shape.entries, trail)
    }


def _tell_crosswise(node: Node, mistakes: Iterable[tuple[str, str, str]], trail: Trail) -> None:
    """What a record says about its values together; an empty key stands for the record itself."""
    for key, what, remedy in mistakes:
        place = node.place(key)
        place = trail.key if place is node else place
        trail.mistakes.append(Mistake(place.line, place.column, trail.joined(key), what, remedy))
