"""What the comment needs of a forge: the conversation below one pull request."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """One comment; a higher number was made later."""

    number: int
    author: str
    text: str


class Conversation(Protocol):
    """Every call may raise a GateError; NotAllowed where the token may not do it."""

    def notes(self) -> Iterable[Note]:
        """All of them, oldest first."""
        ...

    def mine(self, note: Note) -> bool:
        """Did we write it? Anybody can write a text that looks like ours."""
        ...

    def add(self, text: str) -> Note: ...

    def change(self, note: Note, text: str) -> bool:
        """False where it is gone."""
        ...

    def remove(self, note: Note) -> None: ...

    def read(self, note: Note) -> Note | None:
        """As it stands now; None where it is gone."""
        ...
