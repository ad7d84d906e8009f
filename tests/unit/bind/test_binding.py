"""What the parser does beyond single values: paths, positions, shapes, and its own limits."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Annotated, Any, ClassVar, Literal

import pytest

from quality_gate.bind.binding import bind
from quality_gate.bind.node import Kind, Node
from quality_gate.bind.shapes import shape_of
from quality_gate.bind.values import AtMostCount, Paths, Percent, setting
from quality_gate.config.load import load
from quality_gate.model.errors import Mistake
from quality_gate.model.ratio import Limit
from sample_settings import Limits, Outlet, Sample, Stage


def bound(text: str, target: Any, path: str = "") -> tuple[Any, tuple[Mistake, ...]]:
    return bind(load(text, "quality-gate.yml"), target, path)


@pytest.mark.parametrize(
    ("text", "target", "value"),
    [
        ("a", str, "a"),
        ("true", bool, True),
        ("7", int, 7),
        ("0.25", Fraction, Fraction(1, 4)),
        ("b", Literal["a", "b"], "b"),
        ("2", Literal[1, 2], 2),
        ("[a, b]", tuple[str, ...], ("a", "b")),
        ("a", tuple[str, ...], ("a",)),
        ("a", str | None, "a"),
        ("7", Annotated[int, "a note of somebody else"], 7),
        ("{b: 1, a: 2}", Mapping[str, int], {"b": 1, "a": 2}),
        ("99.9%", Percent, Fraction(999, 10)),
        ("{recommended: 3}", AtMostCount, Limit(recommended=Fraction(3))),
    ],
)
def test_values_of_every_kind(text: str, target: Any, value: object) -> None:
    assert bound(text, target) == (value, ())


def test_the_order_of_free_keys_is_kept() -> None:
    assert list(bound("{z: 1, a: 2, m: 3}", Mapping[str, int])[0]) == ["z", "a", "m"]


def test_a_part_knows_the_path_that_leads_to_it() -> None:
    value, mistakes = bound("{timeuot: 10m, run: 1}", Stage, "stages.unit")
    assert value is None
    assert mistakes == (Mistake(1, 2, "stages.unit.timeuot", "unknown key; did you mean `timeout`?"),)


def test_one_mistake_among_good_values_leaves_no_value() -> None:
    assert bound("{total: 90, min-count: few}", Limits)[0] is None


def test_a_shorthand_tells_what_else_is_missing() -> None:
    @dataclass(frozen=True, kw_only=True)
    class Two:
        SHORTHAND: ClassVar[str] = "first"
        first: str
        second: str
        third: str = ""

    assert bound("x", Two)[1] == (Mistake(1, 1, "", "`second` is missing", "add it"),)


def test_the_same_mistake_of_an_alias_is_told_for_each_place() -> None:
    _, mistakes = bound("version: 1\nstages: {a: &x {timeout: 1, run: a}, b: *x}", Sample)
    assert [one.key for one in mistakes] == ["stages.a.timeout", "stages.b.timeout"]


def test_fields_that_are_not_settings_are_left_alone() -> None:
    @dataclass(frozen=True, kw_only=True)
    class Derived:
        text: str
        length: int = field(init=False, default=3)

    assert bound("{text: a}", Derived) == (Derived(text="a"), ())
    assert bound("{text: a, length: 4}", Derived)[1][0].what == "unknown key"


def test_a_mistake_about_a_bare_value_points_at_its_key() -> None:
    @dataclass(frozen=True, kw_only=True)
    class Picky:
        SHORTHAND: ClassVar[str] = "name"
        name: str

        def mistakes(self) -> list[tuple[str, str, str]]:
            return [("name", "never good", "")]

    assert bound("a: {b: x}", Mapping[str, Mapping[str, Picky]])[1] == (
        Mistake(1, 5, "a.b.name", "never good"),
    )


def test_long_and_hostile_texts_are_cut_and_escaped() -> None:
    escape = "\x1b[31m::error::\u202e" + "x" * 1000
    what = bind(Node(kind=Kind.TEXT, text=escape), int)[1][0].what
    assert what.startswith(r"'\x1b[31m::error::\u202exxx") and what.endswith("…' is no whole number")
    assert len(what) < 120


def test_words_are_guessed_only_while_that_is_quick() -> None:
    assert bound(f"required{'d' * 60}", Literal["required"])[1][0].remedy == "write required"
    many = "{" + ", ".join(f"tex{number}: 1" for number in range(300)) + "}"
    whats = [one.what for one in bound(many, Outlet)[1]]
    assert len(whats) == 301
    assert bound("{nam: console}", Outlet)[1][-1].what == "unknown key; did you mean `name`?"


def test_a_node_may_be_the_value() -> None:
    value, mistakes = bound("{anything: ~}", Mapping[str, Node])
    assert mistakes == () and value["anything"].kind is Kind.NULL


@pytest.mark.parametrize(
    "target",
    [
        float,
        dict[str, int],
        list[int],
        int | str,
        tuple[int, int],
        tuple[tuple[int, ...], ...],
        tuple[Node, ...],
        object(),
    ],
)
def test_types_for_which_nothing_can_be_written(target: Any) -> None:
    with pytest.raises(TypeError):
        shape_of(target)


def test_a_shorthand_must_name_a_field() -> None:
    @dataclass(frozen=True)
    class Broken:
        SHORTHAND: ClassVar[str] = "nothing"
        something: str = setting(doc="Something.", default="")

    with pytest.raises(TypeError, match="SHORTHAND"):
        shape_of(Broken)


def test_a_backslash_may_take_the_meaning_of_a_wildcard() -> None:
    assert bound(r"src/\[id\]/\*.ts", Paths) == ((r"src/\[id\]/\*.ts",), ())


def test_where_a_key_belongs_is_looked_up_only_while_mistakes_are_few() -> None:
    text = "version: 1\n" + "".join(f"k{number}: 1\n" for number in range(150)) + "reports: x\n"
    mistakes = bound(text, Sample)[1]

    assert "belongs below" not in mistakes[-1].remedy


@pytest.mark.parametrize(
    "text", ["stage: {unit: {run: make}}\n", "stages:\n  unit: {run: make, reportss: x}\n"]
)
def test_one_letter_for_the_plural_is_no_key_of_another_place(text: str) -> None:
    (mistake,) = bound(f"version: 1\n{text}", Sample)[1]

    assert mistake.what in ("unknown key; did you mean `stages`?", "unknown key; did you mean `reports`?")
    assert mistake.remedy == ""


def test_where_a_value_is_written_says_nothing_of_what_it_is() -> None:
    assert load("a: [1, b]\n", "x.yml") == load("\n\na:\n  - 1\n  - b\n", "x.yml")


def test_a_path_finds_its_key_or_the_last_one_on_its_way() -> None:
    root = load("a:\n  b.c:\n    d: 1\n  [x]: 2\n", "quality-gate.yml")
    found = [root.place(path) for path in ("a.b.c.d", "a.b.c.missing", "a.z", "z")]

    assert [(node.line, node.column) for node in found] == [(3, 5), (2, 3), (1, 1), (1, 1)]
