"""Waivers as they are written, in the configuration or in a file of their own, become values."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from quality_gate.bind.binding import bind
from quality_gate.bind.node import Kind, Node
from quality_gate.config.waiver_settings import LONGEST, WaiverFileSettings, WaiverSettings
from quality_gate.model.errors import ConfigMistakes, Mistake
from quality_gate.model.waivers import Waiver


@dataclass(frozen=True, slots=True, kw_only=True)
class Around:
    """What a configuration does not hold itself: the day, and the files that it names."""

    today: date | None = None  # None: dates are not judged
    files: Mapping[str, Node] | None = None  # None: they are not looked at


def waiver_files(root: Node) -> tuple[str, ...]:
    """The files of waivers that a configuration names."""
    return tuple(
        value.text
        for item in _items(root)
        for key, value in item.entries
        if key.text == "file" and value.kind is Kind.TEXT
    )


def mistaken_waivers(root: Node, written: Iterable[WaiverSettings], around: Around) -> Iterator[Mistake]:
    """What only shows beside the other waivers, or on a given day."""
    seen: dict[Any, int] = {}
    for at, (node, one) in enumerate(zip(_items(root), written, strict=True)):
        key = f"waivers[{at}]"
        if one.file and around.files is not None and one.file not in around.files:
            yield _told(node, key, "file", f"{one.file} cannot be read", "create it, or correct the path")
        same = (one.file, one.selected, one.error, tuple(sorted(one.variant.items())))
        if same in seen:
            yield _told(node, key, "", f"the same waiver as in line {seen[same]}", "keep one of the two")
        seen.setdefault(same, node.line)
        yield from _mistaken_dates(node, key, one, around.today)


def _mistaken_dates(node: Node, key: str, one: WaiverSettings, today: date | None) -> Iterator[Mistake]:
    if one.added is not None and today is not None and one.added > today:
        yield _told(node, key, "added", f"{one.added} is not yet", "write the day on which it was added")
    start = one.added or today
    if one.expires is not None and start is not None and (one.expires - start).days > LONGEST:
        what = f"{one.expires} is {(one.expires - start).days} days after {start}"
        yield _told(node, key, "expires", what, f"at most {LONGEST} days: then somebody must look again")


def waivers_of(
    root: Node, written: Iterable[WaiverSettings], file: str, around: Around
) -> tuple[Waiver, ...]:
    """All waivers in the order written; those of another file stand where it is named."""
    placed = enumerate(_placed(root, written, file, around), 1)
    return tuple(_waiver(one, number, own, where) for number, (one, own, where) in placed)


def _placed(
    root: Node, written: Iterable[WaiverSettings], file: str, around: Around
) -> Iterator[tuple[WaiverSettings, str, str]]:
    """Each with the file of its own that it stands in, and its place for messages."""
    for node, one in zip(_items(root), written, strict=True):
        if not one.file:
            yield one, "", f"{file}:{node.line}"
        elif (there := (around.files or {}).get(one.file)) is not None:
            more = bound_file(there, one.file, around)
            for inner, another in zip(_items(there), more, strict=True):
                yield another, one.file, f"{one.file}:{inner.line}"


def bound_file(root: Node, file: str, around: Around) -> tuple[WaiverSettings, ...]:
    """The waivers of a file of their own; all its mistakes at once if there are any."""
    bound, mistakes = bind(root, WaiverFileSettings)
    if bound is not None:
        inner = [node for node, one in zip(_items(root), bound.waivers, strict=True) if one.file]
        mistakes += tuple(_told(n, "waivers", "file", "no further file is read", "remove it") for n in inner)
        mistakes += tuple(mistaken_waivers(root, bound.waivers, around)) if not inner else ()
    if mistakes:
        raise ConfigMistakes(file, mistakes)
    written: tuple[WaiverSettings, ...] = bound.waivers
    return written


def _waiver(one: WaiverSettings, number: int, file: str, where: str) -> Waiver:
    kind, pattern = one.selected[0]
    return Waiver(
        rule=f"waivers.{number}",
        kind=kind,
        pattern=pattern,
        error=one.error,
        reason=one.reason.strip(),
        owner=one.owner,
        issue=one.issue,
        added=one.added,
        expires=one.expires or date.min,
        most=one.max_matches or 1,
        variant=tuple(sorted(one.variant.items())),
        file=file,
        where=where,
    )


def _items(root: Node) -> tuple[Node, ...]:
    """One bare entry stands for a list of it."""
    value = next((value for key, value in root.entries if key.text == "waivers"), None)
    if value is None:
        return ()
    return value.items if value.kind is Kind.LIST else (value,)


def _told(node: Node, key: str, inner: str, what: str, remedy: str) -> Mistake:
    place = node.place(inner) if inner else node
    return Mistake(place.line, place.column, f"{key}.{inner}" if inner else key, what, remedy)
