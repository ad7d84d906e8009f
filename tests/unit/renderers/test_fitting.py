"""A text within a size: sections go by rank, items go whole, and what went is said."""

from __future__ import annotations

from quality_gate.renderers.fitting import Section, fitted, size_of


def section(name: str, rank: int, *items: str, foot: str = "") -> Section:
    return Section(
        name=name, rank=rank, head=f"# {name}\n", items=items, foot=foot, more=lambda count: f"{count} more"
    )


def said(names: list[str]) -> str:
    return f"without {', '.join(names)}"


ITEMS = tuple(f"item {number}" for number in range(10))


def test_everything_where_there_is_room() -> None:
    text = fitted("first", [section("a", 1, "x"), section("empty", 2)], "last", 1_000, said)

    assert text == "first\n\n# a\nx\n\nlast\n"


def test_the_highest_rank_goes_first() -> None:
    sections = [section("a", 2, "x" * 40), section("b", 1, "y" * 40), section("c", 3, "z" * 40)]

    text = fitted("first", sections, "last", 100, said)

    assert text == f"first\n\n# b\n{'y' * 40}\n\nwithout c, a\n\nlast\n"


def test_items_go_whole_and_are_counted() -> None:
    text = fitted("first", [section("a", 1, *ITEMS, foot="\nend")], "last", 70, said)

    assert text == "first\n\n# a\nitem 0\nitem 1\nitem 2\nitem 3\n6 more\nend\n\nwithout a\n\nlast\n"
    assert size_of(text) <= 70


def test_the_last_part_goes_before_the_first() -> None:
    assert fitted("first", [section("a", 1, "x" * 40)], "last", 20, said) == "first\n\nlast\n"
    assert fitted("first", [section("a", 1, "x" * 40)], "last", 8, said) == "first\n"


def test_size_is_counted_in_bytes() -> None:
    assert size_of("é…👍") == 9
    assert size_of("\ud800") == 3
