"""The keys of a mapping: repeated, unknown and missing ones are told here."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any, Final

from quality_gate.bind.asking import such_as
from quality_gate.bind.found import shown
from quality_gate.bind.node import Kind, Node
from quality_gate.bind.shapes import ByKey, Entry, Free, Many, Maybe, OneOf, Record, shape_of
from quality_gate.bind.trail import Trail
from quality_gate.model.paths import nearest

# Comparing words is slow: a file that is nothing but mistakes must not become a long wait.
_LONGEST_GUESSED: Final = 60
_MOST_GUESSED: Final = 100


def readable(node: Node, trail: Trail) -> Iterator[tuple[Node, Node]]:
    """The entries whose key is a single value; also repeated ones, so that their mistakes are told, too."""
    first: dict[str, Node] = {}
    for key, value in node.entries:
        if not key.scalar or key.kind is Kind.NULL or not key.text:
            replace(trail, key=key).tell(
                "a key must be a word", "write `key: value`, and quote what begins with `{`, `[` or `?`"
            )
            continue
        if key.text in first:
            where = first[key.text].line
            trail.below(key).tell(f"the key is written twice, first in line {where}", "keep one of the two")
        first.setdefault(key.text, key)
        yield key, value


def known(node: Node, entries: Iterable[Entry], trail: Trail) -> Iterator[tuple[Entry, Node, Node]]:
    """The entries that a record knows; tells of all others, and of required keys that are missing."""
    by_key = {entry.key: entry for entry in entries}
    missing = {entry.key: entry for entry in by_key.values() if entry.required}
    for key, value in readable(node, trail):
        entry = by_key.get(key.text)
        if entry is None:
            _unknown(key, by_key, trail)
        else:
            missing.pop(entry.key, None)
            yield entry, key, value
    for entry in missing.values():
        tell_missing(entry, trail)


def tell_missing(entry: Entry, trail: Trail) -> None:
    remedy = such_as("add it", f"`{entry.key}: {entry.example}`" if entry.example else "")
    trail.tell(f"`{entry.key}` is missing", remedy)


def guess(wanted: str, candidates: Iterable[str], trail: Trail) -> str:
    """What was most likely meant; empty where nothing is near."""
    if len(wanted) > _LONGEST_GUESSED or len(trail.mistakes) > _MOST_GUESSED:
        return ""
    return next(iter(nearest(wanted.lower(), candidates, 1)), "")


def _unknown(key: Node, by_key: Mapping[str, Entry], trail: Trail) -> None:
    candidates = ", ".join(by_key)
    number = next((one for one in by_key if key.text in (f"{one}s", one.removesuffix("s"))), "")
    if not number and len(trail.mistakes) <= _MOST_GUESSED and (deeper := _deeper(key.text, by_key.values())):
        *above, _ = deeper
        owner = f"a {above[-1].strip('<>')}" if above[-1].startswith("<") else f"`{above[-1]}`"
        path = trail.joined(".".join(deeper))
        remedy = f"`{shown(key.text)}` belongs below {owner}: {path}; known here: {candidates}"
        trail.below(key).tell("unknown key here", remedy)
        return
    near = number or guess(key.text, by_key, trail)
    what = f"unknown key; did you mean `{near}`?" if near else "unknown key"
    trail.below(key).tell(what, "" if near else f"known here: {candidates}")


def _deeper(wanted: str, entries: Iterable[Entry]) -> tuple[str, ...]:
    """The shortest way down to a record that knows the key; a name of the user's stands as `<stage>`."""
    seen: set[type[Any]] = set()
    level: list[tuple[tuple[str, ...], Any]] = [((entry.key,), entry.type) for entry in entries]
    while level:
        below: list[tuple[tuple[str, ...], Any]] = []
        for way, target in level:
            match shape_of(target):
                case Maybe(item) | Many(item):
                    below.append((way, item))
                case Free(_, item):
                    below.append(((*way, f"<{way[-1].removesuffix('s')}>"), item))
                case OneOf(_, records):
                    below += [(way, record.target) for record in records.values()]
                case ByKey(records):
                    below += [(way, record.target) for _, record in records]
                case Record(record, inner) if record not in seen:
                    seen.add(record)
                    if any(entry.key == wanted for entry in inner):
                        return (*way, wanted)
                    below += [((*way, entry.key), entry.type) for entry in inner]
        level = below
    return ()
