"""Documents of one value per line as trees: ini, properties and conf files, env files."""

from __future__ import annotations

import re
from typing import Final

from quality_gate.bind.document import NotADocument, check_keys
from quality_gate.bind.node import Kind, Node

_SECTION: Final = re.compile(r"\[([^\]]{1,200})\]\s*(?:[#;].*)?$")
_EQUALS: Final = re.compile(r"\s*[=:]\s*")
_ANY: Final = re.compile(r"\s*[=:]\s*|\s+")
_ENV_NAME: Final = re.compile(r"(?:export\s+)?([A-Za-z_][A-Za-z0-9_.-]*)\s*=\s*(.*)")

_Entries = list[tuple[Node, Node]]


def ini_tree(text: str) -> Node:
    """`[section]` and `key = value`; a comment begins a line, or follows a blank."""
    return _checked(_sections(text, _EQUALS))


def conf_tree(text: str) -> Node:
    """`key value`, `key = value` or `key: value`, as in redis.conf; a key may stand there several times."""
    return _gathered(_sections(text, _ANY))


def env_tree(text: str) -> Node:
    """`NAME=value`, with or without quotes and `export`."""
    entries: _Entries = []
    for number, line in enumerate(text.removeprefix("\ufeff").splitlines(), start=1):
        stripped = line.strip()
        if not stripped or stripped.startswith("#"):
            continue
        match = _ENV_NAME.fullmatch(stripped)
        if match is None:
            raise NotADocument("not of the form NAME=value", number)
        entries.append((_text(match[1], number), _text(_unquoted(match[2]), number)))
    return Node(kind=Kind.MAPPING, entries=check_keys(tuple(entries)), line=1)


def _sections(text: str, separator: re.Pattern[str]) -> Node:
    top: _Entries = []
    here = top
    sections: list[tuple[Node, _Entries]] = []
    for number, line in enumerate(text.removeprefix("\ufeff").splitlines(), start=1):
        stripped = line.strip()
        if not stripped or stripped.startswith(("#", ";")):
            continue
        if header := _SECTION.fullmatch(stripped):
            here = []
            sections.append((_text(header[1].strip(), number), here))
        elif line[:1].isspace() and here:  # the value above goes on
            key, value = here.pop()
            here.append((key, _text(f"{value.text}\n{stripped}".strip(), value.line)))
        else:
            here.append(_entry(stripped, number, separator))
    below = [
        (name, Node(kind=Kind.MAPPING, entries=tuple(inner), line=name.line)) for name, inner in sections
    ]
    return Node(kind=Kind.MAPPING, entries=(*top, *below), line=1)


def _entry(text: str, number: int, separator: re.Pattern[str]) -> tuple[Node, Node]:
    match = separator.search(text)
    name, value = (text[: match.start()], text[match.end() :]) if match else (text, "")
    return _text(name, number), _text(_unquoted(value), number)


def _checked(node: Node) -> Node:
    for _, value in check_keys(node.entries):
        check_keys(value.entries)
    return node


def _gathered(node: Node) -> Node:
    """What stands there several times becomes a list."""
    found: dict[str, _Entries] = {}
    for key, value in node.entries:
        found.setdefault(key.text, []).append((key, _gathered(value) if value.entries else value))
    entries = []
    for (key, first), *more in found.values():
        items = (first, *(value for _, value in more))
        entries.append((key, Node(kind=Kind.LIST, items=items, line=first.line) if more else first))
    return Node(kind=Kind.MAPPING, entries=tuple(entries), line=node.line)


def _text(text: str, line: int) -> Node:
    return Node(kind=Kind.TEXT, text=text, line=line)


def _unquoted(text: str) -> str:
    """Quotes keep what is between them; without quotes a comment behind a blank ends the value."""
    if text[:1] in ("'", '"'):
        inside, closing, rest = text[1:].partition(text[0])
        if closing and (not rest.strip() or rest.strip().startswith(("#", ";"))):
            return inside
    return re.split(r"\s[#;]", text, maxsplit=1)[0].rstrip()
