"""Which of several kinds of record a mapping is: by what stands at a key, or by a key that only one knows."""

from __future__ import annotations

from typing import Any

from quality_gate.bind.asking import ask
from quality_gate.bind.found import found
from quality_gate.bind.keys import guess, tell_missing
from quality_gate.bind.node import Kind, Node
from quality_gate.bind.shapes import ByKey, OneOf, Record
from quality_gate.bind.single import read_choice, read_nothing
from quality_gate.bind.trail import Trail


def kind_of(node: Node, shape: OneOf | ByKey, target: Any, trail: Trail) -> Record | None:
    """The record to read it by; None, and a mistake told, where that cannot be known."""
    if isinstance(shape, OneOf):
        return _named(node, shape, trail)
    if node.kind is not Kind.MAPPING:
        trail.tell(f"{found(node)} is no mapping", ask(target, trail.example))
        return None
    known = dict(shape.records)
    there = list(dict.fromkeys(key.text for key, _ in node.entries if key.text in known))
    # One kind may have a key of its own that is another kind's word.
    fitting = [kind for kind in there if _all_known(there, known[kind])]
    if len(fitting) == 1:
        return known[fitting[0]]
    if there:
        second = node.place(there[1])
        trail.below(second).tell(
            f"`{there[0]}` stands here already, and each of them is a kind of its own",
            "keep one of the two, or write two entries",
        )
        return None
    near = next(
        (
            (key, close)
            for key, _ in node.entries
            if key.scalar and (close := guess(key.text, known, trail)) and not _anywhere(key.text, shape)
        ),
        None,
    )
    if near:
        key, close = near
        trail.below(key).tell(f"unknown key; did you mean `{close}`?")
    else:
        trail.tell("none of its keys says what kind it is", ask(target, trail.example))
    return None


def _named(node: Node, shape: OneOf, trail: Trail) -> Record | None:
    said = node
    if node.kind is Kind.MAPPING:
        key = node.place(shape.key.key)
        if key is node:
            tell_missing(shape.key, trail)
            return None
        said = next(value for one, value in node.entries if one is key)
        trail = trail.below(key, shape.key.example)
    if said.kind is Kind.NULL:
        read_nothing(said, shape.key.type, trail)
        return None
    return shape.records.get(read_choice(said, tuple(shape.records), trail))


def _all_known(keys: list[str], record: Record) -> bool:
    return {entry.key for entry in record.entries}.issuperset(keys)


def _anywhere(key: str, shape: ByKey) -> bool:
    """A good key of some kind is no slip for the word of another."""
    return any(key == entry.key for _, record in shape.records for entry in record.entries)
