"""Two outputs that must hold the same values: two plans, two services, what was and what is."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from quality_gate.bind.document import find, keys, shown
from quality_gate.bind.node import Kind, Node
from quality_gate.bind.values import setting
from quality_gate.model.probes import Sighting
from quality_gate.model.quantity import parse_decimal
from quality_gate.model.verdict import Problem
from quality_gate.model.wording import listed, plural
from quality_gate.probes.answers import Shortfall, cut, failed, no_match, passed, unknown
from quality_gate.probes.probe import Site
from quality_gate.probes.settings import LiveSettings
from quality_gate.probes.source_settings import SourceSettings
from quality_gate.probes.sources import document_of

NAME: Final = "equal"
_MOST: Final = 20  # differences that are told
_NUMBERS: Final = (Kind.INTEGER, Kind.DECIMAL)


@dataclass(frozen=True, kw_only=True)
class EqualSettings(LiveSettings):
    equal: tuple[SourceSettings, ...] = setting(
        doc="Two or more documents that must hold the same.",
        example="[{file: out/plan-a.json}, {file: out/plan-b.json}]",
    )
    at: tuple[str, ...] = setting(
        default=(),
        doc="Only what stands at these keys or pointers; all of it if left out.",
        example="/result",
    )
    ignore: tuple[str, ...] = setting(
        default=(),
        doc="Pointers, or names of keys at any depth, that may differ.",
        example="[/id, timestamp]",
    )

    def mistakes(self) -> Iterable[tuple[str, str, str]]:
        if len(self.equal) < 2:
            yield "equal", "one document alone always equals itself", "write two or more"


SETTINGS: Final = EqualSettings


def look(settings: EqualSettings, site: Site) -> Sighting:
    expected = f"the same in {len(settings.equal)} documents" + (
        f" at {listed(settings.at)}" if settings.at else ""
    )
    documents: list[tuple[str, Node]] = []
    for source in settings.equal:
        document = document_of(source, site)
        if isinstance(document, Problem):
            return unknown(document, expected)
        documents.append((source.label, document))
    first_label, first = documents[0]
    differences: list[str] = []
    compared = 0
    for place in settings.at or ("",):
        parts = [(label, find(document, place)) for label, document in documents]
        if all(part is None for _, part in parts):
            return unknown(
                no_match(f"{first_label} has no {place}", place, keys(first), "correct `at:`"), expected
            )
        for label, part in parts[1:]:
            counted, told = compare(parts[0][1], part, _pointer(place), settings.ignore)
            compared += counted
            differences += [f"{said} ({first_label} ↔ {label})" for said in told]
    said_nothing = all(one.kind is Kind.TEXT and not one.text for _, one in documents)
    if not differences and (said_nothing or not compared):
        nothing = no_match("nothing is left to compare", "", (), "correct `at:` and `ignore:`")
        return unknown(nothing, expected)
    got = plural(len(differences), "difference")
    if not differences:
        return passed(expected, f"{plural(compared, 'value')} compared, no difference")
    more = f"; and {len(differences) - _MOST:,} more" if len(differences) > _MOST else ""
    reason = "; ".join(differences[:_MOST]) + more
    remedy = "make them the same, or `ignore:` what may differ"
    return failed(expected, got, Shortfall(reason=reason, next=remedy))


def compare(
    one: Node | None, other: Node | None, where: str = "", ignore: tuple[str, ...] = ()
) -> tuple[int, list[str]]:
    """How many single values were compared, and what differs: its pointer and both values."""
    counted = 0
    told: list[str] = []
    waiting = [(where, one, other)]
    while waiting:
        pointer, left, right = waiting.pop()
        if _ignored(pointer, ignore):
            continue
        if left is None or right is None or left.kind is not right.kind or left.scalar:
            counted += 1
            if not _equal(left, right):
                told.append(f"{pointer or '/'}: {_text(left)} ≠ {_text(right)}")
            continue
        counted += not (left.items or left.entries or right.items or right.entries)
        waiting += reversed(list(_pairs(pointer, left, right)))
    return counted, told


def _pairs(pointer: str, left: Node, right: Node) -> Iterator[tuple[str, Node | None, Node | None]]:
    if left.kind is Kind.LIST:
        for position in range(max(len(left.items), len(right.items))):
            yield f"{pointer}/{position}", _item(left, position), _item(right, position)
        return
    mine, theirs = ({key.text: value for key, value in node.entries} for node in (left, right))
    for name in dict.fromkeys((*mine, *theirs)):
        yield f"{pointer}/{_escaped(name)}", mine.get(name), theirs.get(name)


def _item(node: Node, position: int) -> Node | None:
    return node.items[position] if position < len(node.items) else None


def _equal(left: Node | None, right: Node | None) -> bool:
    if left is None or right is None:
        return False
    if left.kind in _NUMBERS and right.kind in _NUMBERS:
        return _number(left) == _number(right)
    return left.kind is right.kind and left.text == right.text


def _number(node: Node) -> object:
    try:
        return parse_decimal(node.text)
    except ValueError:
        return node.text


def _ignored(pointer: str, ignore: tuple[str, ...]) -> bool:
    last = pointer.rpartition("/")[2]
    return any(one == (pointer if one.startswith("/") else last) for one in ignore)


def _pointer(place: str) -> str:
    return place if place.startswith("/") or not place else "/" + place.replace(".", "/")


def _escaped(name: str) -> str:
    return name.replace("~", "~0").replace("/", "~1")


def _text(node: Node | None) -> str:
    if node is None:
        return "nothing"
    return f'"{cut(node.text, 60)}"' if node.kind is Kind.TEXT else cut(shown(node), 60)
