"""TOML as a tree of values: read by the standard library, with the lines found again by their keys."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from datetime import date, datetime, time
from typing import Final

from quality_gate.bind.document import NotADocument
from quality_gate.bind.node import Kind, Node

_HEADER: Final = re.compile(r"\s*\[{1,2}([^\]]{1,200})\]{1,2}\s*(?:#.*)?$")
_KEY: Final = re.compile(r"\s*([A-Za-z0-9_.\"' -]{1,200}?)\s*=")
_WHERE: Final = re.compile(r"\(at line ([0-9]+), ")


class _Decimal(str):
    """A number with a point, as it was written."""

    __slots__ = ()


def toml_tree(text: str) -> Node:
    """A NotADocument says why it is none; a line of 0 means that it was not found again."""
    try:
        loaded = tomllib.loads(text.removeprefix("\ufeff"), parse_float=_Decimal)
    except (ValueError, RecursionError) as error:
        match = _WHERE.search(str(error))
        raise NotADocument(
            "not TOML" if match else "not TOML, or cut off", int(match[1]) if match else 0
        ) from None
    return _node(loaded, (), _lines(text))


def _node(value: object, path: tuple[str, ...], lines: Mapping[tuple[str, ...], int]) -> Node:
    line = lines.get(path, 0)
    if isinstance(value, dict):
        entries = []
        for name, inner in value.items():
            below = (*path, name)
            key = Node(kind=Kind.TEXT, text=name, line=lines.get(below, 0))
            entries.append((key, _node(inner, below, lines)))
        return Node(kind=Kind.MAPPING, entries=tuple(entries), line=line)
    if isinstance(value, list):
        items = tuple(_node(inner, (*path, ""), lines) for inner in value)
        return Node(kind=Kind.LIST, items=items, line=line)
    return Node(kind=_kind(value), text=_text(value), line=line)


def _kind(value: object) -> Kind:
    if isinstance(value, bool):
        return Kind.BOOLEAN
    if isinstance(value, int):
        return Kind.INTEGER
    if isinstance(value, _Decimal):
        return Kind.DECIMAL
    return Kind.DATE if isinstance(value, datetime | date | time) else Kind.TEXT


def _text(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _lines(text: str) -> dict[tuple[str, ...], int]:
    """Where each key is written, as far as one line shows it; the first place counts."""
    found: dict[tuple[str, ...], int] = {}
    table: tuple[str, ...] = ()
    for number, line in enumerate(text.splitlines(), start=1):
        if header := _HEADER.match(line):
            table = _parts(header[1])
            found.setdefault(table, number)
        elif key := _KEY.match(line):
            found.setdefault((*table, *_parts(key[1])), number)
    return found


def _parts(text: str) -> tuple[str, ...]:
    return tuple(part.strip().strip("\"'") for part in text.split("."))
