"""Keeps one comment for each gate: found by its marker and its author, and never set back by an older run."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Final

from quality_gate.forges.conversation import Conversation, Note
from quality_gate.renderers.marker import Marker, marker_in

_MOST_REMOVED: Final = 5  # left by runs that were cut off; the next verdict takes the next ones


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What is to be said, for one gate."""

    marker: Marker
    text: str
    first: bool = True  # also where nothing was said before
    repeated: bool = True  # also where nothing is new


def keep(talk: Conversation, wish: Wish) -> str:
    """Why it was left as it is, where a newer run has spoken; else empty."""
    ours = _with_marker(talk.notes(), wish.marker.key)
    mine = [note for note in ours if talk.mine(note)]
    if newer := _newer(mine, wish.marker):
        return newer
    if mine and not wish.repeated and _says(mine[0], wish.marker.state):
        wish = replace(wish, text=_marked_anew(mine[0].text, wish.marker))
    if mine and talk.change(mine[0], wish.text):
        for note in mine[1 : _MOST_REMOVED + 1]:
            talk.remove(note)
        return _guard(talk, mine[0], wish)
    if mine or wish.first:
        return _added(talk, wish)
    return ""


def _added(talk: Conversation, wish: Wish) -> str:
    """Two runs at once may both find none and add one: the older comment stays, with the newer words."""
    added = talk.add(wish.text)
    mine = [note for note in _with_marker(talk.notes(), wish.marker.key) if note.author == added.author]
    oldest = min(mine, key=lambda note: note.number, default=added)
    if oldest.number >= added.number:
        return ""
    newer = _newer([oldest], wish.marker)
    if not newer and not talk.change(oldest, wish.text):
        return ""  # it went away meanwhile: then ours is the one
    talk.remove(added)
    return newer


def _guard(talk: Conversation, note: Note, wish: Wish) -> str:
    """Between our look and our words an older run may have spoken, and nothing on the way would stop it."""
    now = talk.read(note)
    said = marker_in(now.text) if now else None
    if now and said and said.older_than(wish.marker):
        talk.change(now, wish.text)
    return _newer([now], wish.marker) if now else ""


def _newer(notes: Sequence[Note], own: Marker) -> str:
    for note in notes:
        said = marker_in(note.text)
        if said and own.older_than(said):
            return f"left as it is: run {said.run}, attempt {said.attempt} is newer than this one"
    return ""


def _says(note: Note, state: str) -> bool:
    said = marker_in(note.text)
    return said is not None and said.state == state


def _marked_anew(text: str, marker: Marker) -> str:
    """The same words, and yet a run that started before this one may not change them any more."""
    said = text.partition("\n")[2]
    return f"{marker.line}\n{said}"


def _with_marker(notes: Iterable[Note], key: str) -> list[Note]:
    return [note for note in notes if (found := marker_in(note.text)) and found.key == key]
