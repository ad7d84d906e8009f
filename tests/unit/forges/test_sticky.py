"""Any forge that has the few calls of a conversation can carry the comment."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace

import pytest

from builders import report
from quality_gate.forges.conversation import Conversation, Note
from quality_gate.forges.sticky import Wish, keep
from quality_gate.model.verdict import Decision
from quality_gate.renderers.marker import marker_of

MARKER = replace(marker_of(report(Decision.READY)), run=5)


@dataclass
class Guestbook:
    """A forge of one page, where several may write."""

    me: str = "gate"
    pages: list[Note] = field(default_factory=list)
    closed: bool = False

    def notes(self) -> Iterable[Note]:
        return list(self.pages)

    def mine(self, note: Note) -> bool:
        return note.author == self.me

    def add(self, text: str) -> Note:
        note = Note(number=len(self.pages) + 1, author=self.me, text=text)
        self.pages.append(note)
        return note

    def change(self, note: Note, text: str) -> bool:
        for at, one in enumerate(self.pages):
            if one.number == note.number:
                self.pages[at] = replace(one, text=text)
                return True
        return False

    def remove(self, note: Note) -> None:
        self.pages = [one for one in self.pages if one.number != note.number]

    def read(self, note: Note) -> Note | None:
        return next((one for one in self.pages if one.number == note.number), None)


def wish(run: int, text: str = "", **how: bool) -> Wish:
    marker = replace(MARKER, run=run)
    return Wish(marker=marker, text=f"{marker.line}\n{text or run}", **how)


def texts(book: Guestbook) -> list[str]:
    return [note.text.partition("\n")[2] for note in book.pages]


def test_one_page_is_kept_up_to_date() -> None:
    book: Conversation = Guestbook()
    assert isinstance(book, Guestbook)
    for run in (1, 2, 3):
        assert keep(book, wish(run)) == ""

    assert texts(book) == ["3"]


def test_the_words_of_others_are_theirs() -> None:
    book = Guestbook(me="mallory")
    keep(book, wish(9))
    book.me = "gate"

    assert keep(book, wish(5)) == ""
    assert texts(book) == ["9", "5"]


@pytest.mark.parametrize(("run", "wanted"), [(6, ["7"]), (7, ["7"]), (8, ["8"])])
def test_a_newer_run_s_words_stay(run: int, wanted: list[str]) -> None:
    book = Guestbook()
    keep(book, wish(7))

    left = keep(book, wish(run))

    assert texts(book) == wanted
    assert bool(left) is (run == 6)


def test_what_need_not_be_said_is_not() -> None:
    book = Guestbook()

    assert keep(book, wish(1, first=False)) == ""
    assert texts(book) == []
    keep(book, wish(1))
    assert keep(book, wish(3, repeated=False)) == ""
    assert texts(book) == ["1"]
    assert keep(book, wish(2)) != ""
    assert texts(book) == ["1"]


def test_an_older_page_that_vanishes_leaves_the_new_one() -> None:
    class Vanishing(Guestbook):
        """Somebody else adds a page just before ours, and takes it away just after."""

        def add(self, text: str) -> Note:
            super().add(wish(1).text)
            return super().add(text)

        def change(self, note: Note, text: str) -> bool:
            self.remove(note)
            return False

    book = Vanishing()

    assert keep(book, wish(2)) == ""
    assert texts(book) == ["2"]
