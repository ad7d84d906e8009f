"""Keeps a text within a size by leaving out whole sections, or whole items of one, by rank."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """A part that can be left out. `rank` 0 stays longest; `joint` stands between its items."""

    name: str
    rank: int
    head: str
    items: tuple[str, ...]
    foot: str = ""
    joint: str = "\n"
    more: Callable[[int], str]  # says how many items were left out, in the section's own form

    @property
    def text(self) -> str:
        return self.head + self.joint.join(self.items) + self.foot


def size_of(text: str) -> int:
    """Bytes: never fewer than characters, so that it keeps both limits."""
    return len(text.encode("utf-8", "surrogatepass"))


def fitted(
    first: str, sections: Sequence[Section], last: str, limit: int, left_out: Callable[[list[str]], str]
) -> str:
    """All parts with an empty line between them; what had to go is named before the last part."""
    kept = [section for section in sections if section.items]
    gone: list[str] = []
    while size_of(text := _joined(first, kept, left_out(gone) if gone else "", last)) > limit and kept:
        victim = max(range(len(kept)), key=lambda at: kept[at].rank)
        section = kept.pop(victim)
        gone.append(section.name)
        room = limit - size_of(_joined(first, kept, left_out(gone), last)) - 2
        if (smaller := _shrunk(section, room)) is not None:
            kept.insert(victim, smaller)
            return _joined(first, kept, left_out(gone), last)
    choices = (text, _joined(first, (), "", last))
    return next((one for one in choices if size_of(one) <= limit), first + "\n")


def _joined(first: str, sections: Sequence[Section], note: str, last: str) -> str:
    return "\n\n".join(part for part in (first, *(s.text for s in sections), note, last) if part) + "\n"


def _shrunk(section: Section, room: int) -> Section | None:
    """As many of the first items as there is room for, and a word about the others; None for none at all."""
    joint = size_of(section.joint)
    room -= size_of(section.head + section.foot + section.more(len(section.items)))
    used = accumulate(size_of(item) + joint for item in section.items)
    count = sum(so_far <= room for so_far in used)
    if not count:
        return None
    return replace(section, items=(*section.items[:count], section.more(len(section.items) - count)))
