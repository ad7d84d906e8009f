"""The reference of every key as Markdown, from the same dataclasses that read the file."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from quality_gate.bind.asking import ask
from quality_gate.bind.shapes import Entry, Free, Many, Maybe, Record, shape_of


def reference(target: Any) -> str:
    """One table per section, in the order of the file."""
    return "\n".join(_section(target, "")).rstrip() + "\n"


def _section(target: Any, path: str) -> Iterator[str]:
    record = shape_of(target)
    if not isinstance(record, Record):
        raise TypeError(f"{target!r} has no keys")
    if path:
        yield f"## `{path}`\n"
    yield "| key | meaning | what to write | example |"
    yield "| --- | --- | --- | --- |"
    yield from (_row(entry) for entry in record.entries)
    yield ""
    for entry in record.entries:
        below = f"{path}.{entry.key}" if path else entry.key
        inner, part = _inner(entry.type)
        if inner is not None:
            yield from _section(inner, below + part)


def _row(entry: Entry) -> str:
    name = f"**`{entry.key}`**" if entry.required else f"`{entry.key}`"
    cells = (name, entry.doc, _what(entry), f"`{entry.example}`" if entry.example else "")
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"


def _what(entry: Entry) -> str:
    inner, part = _inner(entry.type)
    if inner is not None:
        return {"": "these keys", "[]": "one or a list: a name, or these keys"}.get(
            part, "a name for each, with these keys"
        )
    # The remedy of a mistake says what to write; a table does not repeat the verb.
    said = ask(entry.type, "").removeprefix("write ").partition(", such as")[0]
    shape = shape_of(entry.type)
    return f"{said}, or a list" if isinstance(shape, Many) else said


def _inner(kind: Any) -> tuple[Any | None, str]:
    """The record within a type, and how its key path goes on: `.<name>` for a mapping of records."""
    shape = shape_of(kind)
    if isinstance(shape, Record):
        return kind, ""
    if isinstance(shape, Maybe):
        return _inner(shape.item)
    if isinstance(shape, Many) and isinstance(shape_of(shape.item), Record):
        return shape.item, "[]"
    if isinstance(shape, Free) and isinstance(shape_of(shape.item), Record):
        return shape.item, ".<name>"
    return None, ""
