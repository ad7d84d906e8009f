"""Reads single values: words, choices, and limits, whose one or two values are single, too."""

from __future__ import annotations

from fractions import Fraction
from typing import Annotated, Any

from quality_gate.bind.asking import ask, either
from quality_gate.bind.found import found
from quality_gate.bind.keys import guess, known
from quality_gate.bind.node import Kind, Node
from quality_gate.bind.shapes import Entry, Maybe, shape_of
from quality_gate.bind.trail import Trail
from quality_gate.bind.vocabulary import Bounds, Refusal, Vocabulary, sides
from quality_gate.bind.words import PERCENT
from quality_gate.bind.written import parse_whole
from quality_gate.model.ratio import Limit, decimal_text


def read_nothing(node: Node, target: Any, trail: Trail) -> None:
    """A key without a value is a slip; only a written `null` says that nothing is meant."""
    if not (node.text and isinstance(shape_of(target), Maybe)):
        trail.tell("it has no value", f"{ask(target, trail.example)}, or remove the key")


def read_single(node: Node, word: Vocabulary, target: Any, trail: Trail) -> Any:
    value = word.read(node)
    if value is None:
        trail.tell(f"{found(node)} is no {word.noun}", ask(target, trail.example))
    elif isinstance(value, Refusal):
        trail.tell(value.what, value.remedy or ask(target, trail.example))
        return None
    return value


def read_choice(node: Node, values: tuple[Any, ...], trail: Trail) -> Any:
    for value in values:
        if isinstance(value, str) and node.kind is Kind.TEXT and node.text == str(value):
            return value
        if isinstance(value, int) and node.kind is Kind.INTEGER and parse_whole(node.text) == value:
            return value
    near = guess(node.text, map(str, values), trail)
    hint = f"did you mean `{near}`? " if near and near != node.text else ""
    quoted = " without quotes" if near and near == node.text else ""
    remedy = f"{hint}write {either(values)}{quoted}"
    trail.tell(f"{found(node)} is not among the choices", remedy)
    return None


def read_limit(node: Node, bounds: Bounds, target: Any, trail: Trail) -> Limit | None:
    before = len(trail.mistakes)
    if node.kind is Kind.MAPPING:
        values = _both(node, bounds, trail)
    else:
        values = {"required": read_single(node, bounds.item, target, trail)}
    if len(trail.mistakes) > before:
        return None
    if not values:
        trail.tell("the limit has no value", "write `required:`, `recommended:`, or both")
        return None
    exact = {name: Fraction(value) for name, value in values.items()}
    if bounds.item is PERCENT and bounds.at_least:
        _tell_shares(node, exact, trail)
    refusal = sides(exact.get("required"), exact.get("recommended"), at_least=bounds.at_least)
    if refusal:
        key = node.place("recommended")
        trail.below(key).tell(refusal.what, refusal.remedy)
    return Limit(**exact)


def _tell_shares(node: Node, exact: dict[str, Fraction], trail: Trail) -> None:
    """0.95 where 95 was meant would be a limit that everything keeps."""
    for name, value in exact.items():
        if 0 < value < 1:
            where = trail.below(node.place(name)) if node.kind is Kind.MAPPING else trail
            what = f"{decimal_text(value, decimals=4)} is less than one percent"
            where.tell(what, f"did you mean {decimal_text(value * 100, decimals=4)}?")


def _both(node: Node, bounds: Bounds, trail: Trail) -> dict[str, Any]:
    kind = Annotated[Fraction, bounds.item]
    entries = tuple(Entry(name=name, key=name, type=kind) for name in ("required", "recommended"))
    values = {}
    for entry, key, value in known(node, entries, trail):
        below = trail.below(key)
        if value.kind is Kind.NULL:
            read_nothing(value, kind, below)
        else:
            values[entry.name] = read_single(value, bounds.item, kind, below)
    return values
