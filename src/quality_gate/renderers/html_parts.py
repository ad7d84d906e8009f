"""What the HTML page is made of, before it is HTML: pieces, entries, rows, and the parts that hold them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from quality_gate.model.ratio import Ratio
from quality_gate.model.verdict import Status
from quality_gate.renderers.escape import one_line
from quality_gate.renderers.markdown_rulings import ICONS


@dataclass(frozen=True, slots=True)
class Piece:
    """Text without anything hidden in it; `kind` is `code`, `strong` or how it looks, `url` one of ours."""

    text: str
    kind: str = ""
    url: str = ""


Pieces = tuple[Piece, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One item of a list: what is said of it, lines and places below, and text that opens on demand."""

    said: Pieces
    lines: tuple[Pieces, ...] = ()
    places: tuple[Pieces, ...] = ()
    text: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    pieces: Pieces
    head: bool = False  # it names the row
    figure: bool = False
    bar: int | None = None  # so many percent of it are full


Row = tuple[Cell, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A section: with `columns` a table of rows, else a list of entries. `rank` 0 stays longest."""

    name: str
    rank: int
    title: str
    items: tuple[Entry | Row, ...]
    columns: tuple[tuple[str, bool], ...] = ()  # a name, and whether figures stand below it
    ordered: bool = False
    hidden: int = 0  # items that were never made, for there are too many
    foot: tuple[Pieces, ...] = ()
    command: str = ""


def plain(text: str, most: int = 300) -> Pieces:
    return (Piece(one_line(text, most)),)


def code(text: str, most: int = 300, url: str = "") -> Piece:
    return Piece(one_line(text, most) or "(empty)", "code", url)


def prose(text: str, most: int = 500) -> Pieces:
    """A sentence whose words in backticks are code, as our own rules write them."""
    parts = one_line(text, most).split("`")
    if len(parts) % 2 == 0:
        return (Piece("`".join(parts)),)
    return tuple(Piece(part, "code" if at % 2 else "") for at, part in enumerate(parts) if part)


def mark(status: Status, word: str) -> Piece:
    """An icon, and always the word beside it."""
    return Piece(f"{ICONS[status]} {word}", str(status))


def named(*pieces: Piece) -> Cell:
    return Cell(pieces=pieces, head=True)


def words(*pieces: Piece) -> Cell:
    return Cell(pieces=pieces)


def figure(text: str) -> Cell:
    return Cell(pieces=(Piece(text),), figure=True)


def bar(ratio: Ratio, text: str) -> Cell:
    """Rounded down: only what is whole looks whole."""
    full = ratio.part * 100 // ratio.whole if ratio.whole else None
    return Cell(pieces=(Piece(text),), figure=True, bar=full)


def heads(texts: Iterable[str], figures: Iterable[str]) -> tuple[tuple[str, bool], ...]:
    return (*((text, False) for text in texts), *((text, True) for text in figures))
