"""Values that a JSON answer must hold, compared with what it holds: a number is no text."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Final

from quality_gate.bind.document import find, shown
from quality_gate.bind.node import Kind, Node
from quality_gate.probes.answers import cut

_NUMBERS: Final = (Kind.INTEGER, Kind.DECIMAL)
_NOUNS: Final = {
    Kind.TEXT: "the text",
    Kind.DATE: "the text",
    Kind.INTEGER: "the number",
    Kind.DECIMAL: "the number",
    Kind.BOOLEAN: "the truth value",
}


def differences(document: Node, wanted: Mapping[str, Node]) -> Iterator[str]:
    """One sentence for each value that is missing or another one."""
    for path, value in wanted.items():
        found = find(document, path)
        if found is None:
            yield f"{path} is missing"
        else:
            yield from _compared(path, value, found)


def wanted_text(path: str, value: Node) -> str:
    if value.kind is Kind.LIST:
        return f"{path} with {', '.join(shown(item) for item in value.items)}"
    if value.kind is Kind.MAPPING:
        return f"{path} with {', '.join(wanted_text(key.text, item) for key, item in value.entries)}"
    return f"{path} = {shown(value)}"


def _compared(path: str, wanted: Node, found: Node) -> Iterator[str]:
    if wanted.kind is Kind.LIST:
        yield from _missing_names(path, wanted, found)
    elif wanted.kind is Kind.MAPPING:
        yield from (
            f"{path}.{told}"
            for told in differences(found, {key.text: value for key, value in wanted.entries})
        )
    elif not _equal(wanted, found):
        yield f"{path} is {_said(found, wanted)}"


def _missing_names(path: str, wanted: Node, found: Node) -> Iterator[str]:
    """Names are the keys of a mapping, or the items of a list, or what `name` says in each of them."""
    there = {key.text for key, _ in found.entries}
    for item in found.items:
        named = item if item.scalar else find(item, "name")
        if named is not None:
            there.add(named.text)
    missing = [shown(item) for item in wanted.items if shown(item) not in there]
    if missing:
        yield f"{path} lacks {', '.join(missing)}"


def _equal(wanted: Node, found: Node) -> bool:
    if wanted.kind in _NUMBERS and found.kind in _NUMBERS:
        return Decimal(wanted.text) == Decimal(found.text)
    return _NOUNS.get(wanted.kind, wanted.kind) == _NOUNS.get(found.kind, found.kind) and (
        wanted.text == found.text
    )


def _said(found: Node, wanted: Node) -> str:
    text = cut(shown(found), 100) if not found.scalar or found.text else "empty"
    if found.scalar and wanted.text == found.text and found.kind in _NOUNS:
        return f"{_NOUNS[found.kind]} {text}, not {_NOUNS.get(wanted.kind, wanted.kind)}"
    return text
