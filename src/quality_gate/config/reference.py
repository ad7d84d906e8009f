"""The reference of every key as Markdown, from the same dataclasses that read the file."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from quality_gate.bind.asking import ask
from quality_gate.bind.shapes import ByKey, Entry, Free, Many, Maybe, OneOf, Record, shape_of


def reference(target: Any) -> str:
    """One table per section, in the order of the file."""
    return "\n".join(_section(target, "")).rstrip() + "\n"


def _section(target: Any, path: str) -> Iterator[str]:
    record = shape_of(target)
    if isinstance(record, ByKey):
        yield from _kinds(record, path)
        return
    if not isinstance(record, Record):
        raise TypeError(f"{target!r} has no keys")
    if path:
        yield f"## `{path}`\n"
    yield from _table(record.entries, path)


def _kinds(shape: ByKey, path: str) -> Iterator[str]:
    """The keys that all kinds know are told once."""
    (_, first), *others = shape.records
    shared = [entry for entry in first.entries if all(entry in one.entries for _, one in others)]
    shared = shared if others else []
    yield f"## `{path}`\n"
    yield f"One of these keys says what kind it is: {', '.join(f'`{key}`' for key, _ in shape.records)}.\n"
    if shared:
        yield "Every kind knows these keys:\n"
        yield from _table(shared, path)
    for key, record in shape.records:
        yield f"### `{path}` with `{key}`\n"
        yield from _table([entry for entry in record.entries if entry not in shared], path)


def _table(entries: Sequence[Entry], path: str) -> Iterator[str]:
    yield "| key | meaning | what to write | example |"
    yield "| --- | --- | --- | --- |"
    yield from (_row(entry) for entry in entries)
    yield ""
    for entry in entries:
        below = f"{path}.{entry.key}" if path else entry.key
        for inner, part in _inner(entry.type):
            yield from _section(inner, below + part.replace("…", ""))


def _row(entry: Entry) -> str:
    name = f"**`{entry.key}`**" if entry.required else f"`{entry.key}`"
    cells = (name, entry.doc, _what(entry), f"`{entry.example}`" if entry.example else "")
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"


def _what(entry: Entry) -> str:
    for inner, part in _inner(entry.type):
        shape = shape_of(inner)
        bare = "a name, or " if isinstance(shape, Record) and shape.shorthand else ""
        return {
            "": "these keys",
            "[]": f"one or a list: {bare}these keys",
            "[…]": "one of the kinds below, or a list of them",
            "…": "one of the kinds below",
        }.get(part, "a name for each, with these keys")
    # The remedy of a mistake says what to write; a table does not repeat the verb.
    said = ask(entry.type, "").removeprefix("write ").partition(", such as")[0]
    shape = shape_of(entry.type)
    return f"{said}, or a list" if isinstance(shape, Many) else said


def _inner(kind: Any) -> Iterator[tuple[Any, str]]:
    """The records within a type, each with how its key path goes on: `.<name>` for a mapping of records."""
    shape = shape_of(kind)
    if isinstance(shape, Record):
        yield kind, ""
    elif isinstance(shape, ByKey):
        yield kind, "…"
    elif isinstance(shape, OneOf):
        names: dict[Any, list[str]] = {}
        for name, record in shape.records.items():
            names.setdefault(record.target, []).append(name)
        yield from ((target, f"[{some[0]}]" if len(some) == 1 else "[]") for target, some in names.items())
    elif isinstance(shape, Maybe):
        yield from _inner(shape.item)
    elif isinstance(shape, Many) and isinstance(shape_of(shape.item), ByKey):
        yield shape.item, "[…]"
    elif isinstance(shape, Many) and isinstance(shape_of(shape.item), Record):
        yield shape.item, "[]"
    elif isinstance(shape, Many) and isinstance(shape_of(shape.item), OneOf):
        yield from _inner(shape.item)
    elif isinstance(shape, Free) and isinstance(shape_of(shape.item), Record | ByKey):
        yield shape.item, ".<name>"
