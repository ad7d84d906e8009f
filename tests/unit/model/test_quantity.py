"""Quantities: units convert exactly, numbers are read as written, and no text rounds across a limit."""

from __future__ import annotations

import re
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quality_gate.model.quantity import (
    Quantity,
    exact_text,
    multiplier_text,
    number_text,
    parse_configured,
    parse_decimal,
    parse_quantity,
)
from quality_gate.model.units import UNIT_PATTERN, Better, likely_unit, scale_of

TIMES = ("ns", "us", "µs", "ms", "s", "min", "h")
SIZES = ("B", "kB", "MB", "GB", "TB", "KiB", "MiB", "GiB", "TiB")
RATES = ("/s", "ops/s", "ops/sec", "req/s", "rps", "/min", "requests/s")
DECIMALS = st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**9), max_value=10**9, places=6)


@pytest.mark.parametrize(
    ("text", "unit", "number"),
    [
        ("1500 us", "ms", "1.5"),
        ("1.5ms", "s", "0.0015"),
        ("2 h", "m", "120"),
        ("2 GB", "B", "2000000000"),
        ("2 GiB", "B", "2147483648"),
        ("1 KiB", "kB", "1.024"),
        ("5 MB/s", "B/s", "5000000"),
        ("60 MiB/min", "MiB/s", "1"),
        ("440 ops/sec", "/s", "440"),
        ("300 /min", "rps", "5"),
        ("120 locks/min", "locks/sec", "2"),
        ("50%", "x", "0.5"),
        ("3x", "%", "300"),
        ("12 ns/op", "ns", "12"),
        ("7 requests", "ops", "7"),
        ("3 threads", "threads", "3"),
    ],
)
def test_units_convert(text: str, unit: str, number: str) -> None:
    assert parse_quantity(text).to(unit).number == Fraction(number)


@pytest.mark.parametrize(
    ("text", "unit", "said"),
    [
        ("5 ms", "MB", "ms cannot be compared with MB"),
        ("5", "s", "a bare number cannot be compared with s"),
        ("5 threads", "connections", "threads cannot be compared with connections"),
        ("5 locks/s", "ops/s", "locks/s cannot be compared with ops/s"),
        ("5 %/s", "ops/s", "%/s cannot be compared with ops/s"),
        ("5 rps/s", "ops/s", "rps/s cannot be compared with ops/s"),
        ("5 B/s/s", "B/s", "B/s/s cannot be compared with B/s"),
    ],
)
def test_what_measures_something_else_is_named(text: str, unit: str, said: str) -> None:
    number, _, own = text.partition(" ")
    with pytest.raises(ValueError, match=said.replace("/", "\\/")):
        Quantity(Fraction(number), own).to(unit)


@given(DECIMALS, st.sampled_from((TIMES, SIZES, RATES)), st.data())
def test_a_conversion_there_and_back_loses_nothing(
    number: object, units: tuple[str, ...], data: st.DataObject
) -> None:
    one, other = data.draw(st.sampled_from(units)), data.draw(st.sampled_from(units))
    quantity = Quantity(Fraction(str(number)), one)
    there = quantity.to(other)
    assert there.exact == quantity.exact
    assert there.to(one).number == quantity.number


@pytest.mark.parametrize(
    ("unit", "better"),
    [
        ("ops/s", Better.HIGHER),
        ("MB/s", Better.HIGHER),
        ("locks/sec", Better.HIGHER),
        ("errors/s", Better.LOWER),
        ("ms", Better.LOWER),
        ("GiB", Better.LOWER),
        ("allocs/op", Better.LOWER),
        ("%", None),
        ("", None),
        ("threads", None),
    ],
)
def test_units_know_their_direction(unit: str, better: Better | None) -> None:
    assert scale_of(unit).better is better


@pytest.mark.parametrize(
    ("unit", "near"),
    [("gb", "GB"), ("MS", "ms"), ("Ops/s", "ops/s"), ("mb/s", "MB/s"), ("ms", ""), ("threads", ""), ("", "")],
)
def test_a_unit_in_other_letters_is_guessed(unit: str, near: str) -> None:
    assert likely_unit(unit) == near


def test_what_can_be_a_unit() -> None:
    assert all(re.fullmatch(UNIT_PATTERN, text) for text in ("ms", "µs", "%", "/s", "ops/s", "locks"))
    assert not any(re.fullmatch(UNIT_PATTERN, text) for text in ("", "e3", "5", "a b", "a/b/c", "x" * 50))


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("1.5", "1.5"),
        ("-3", "-3"),
        ("+.5", "0.5"),
        (",5", "0.5"),
        ("1,5", "1.5"),
        ("0,123", "0.123"),
        ("1e-3", "0.001"),
        ("1,5E2", "150"),
        ("1,234.5", "1234.5"),
        ("1.234,5", "1234.5"),
        ("1,234,567", "1234567"),
        ("1'234'567", "1234567"),
        ("1'234.5", "1234.5"),
        ("12.345", "12.345"),
        ("12.", "12"),
    ],
)
def test_numbers_are_read_as_they_are_written(text: str, number: str) -> None:
    assert parse_decimal(text) == Fraction(number)


@pytest.mark.parametrize("text", ["", ".", "1.2.3", "1,23,456", "12,34.5", "1,2,3", "abc", "1e999", "1'2"])
def test_what_is_no_number_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="is no number"):
        parse_decimal(text)


def test_a_number_that_may_mean_two_things_is_refused() -> None:
    with pytest.raises(ValueError, match="can be read in two ways"):
        parse_decimal("1,234")


@pytest.mark.parametrize("text", ["", "ms", "1 2", "ten", "5 ms each", "1 %%", "3f9c2ab", "2nd"])
def test_what_is_no_quantity_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="is no number with a unit"):
        parse_quantity(text)


@given(DECIMALS, st.sampled_from((*TIMES, *SIZES, *RATES, "%", "x", "", "threads")))
def test_every_digit_that_is_written_is_read(number: object, unit: str) -> None:
    found = parse_quantity(f"{number:f} {unit}".strip())
    assert found == Quantity(Fraction(str(number)), scale_of(unit).name)
    assert parse_quantity(found.text(exactly=True).replace(",", "")) == found


@pytest.mark.parametrize(
    ("quantity", "limits", "text"),
    [
        (("338", "ops/s"), (), "338 ops/s"),
        (("3.38", "x"), (), "3.38x"),
        (("0.0000123", "s"), (), "0.0000123 s"),
        (("0.00012345", "s"), (), "0.000123 s"),
        (("9.9999", "ms"), (("10", "ms"),), "9.9999 ms"),
        (("10.0004", "ms"), (("0.01", "s"),), "10.0004 ms"),
        (("1234.56", "B"), (), "1,234.6 B"),
        (("0", "ms"), (), "0 ms"),
        (("5", ""), (), "5"),
    ],
)
def test_quantities_are_shown_on_their_side(
    quantity: tuple[str, str], limits: tuple[tuple[str, str], ...], text: str
) -> None:
    beside = [Quantity(Fraction(number), unit) for number, unit in limits]
    assert Quantity(Fraction(quantity[0]), quantity[1]).text(*beside) == text


def test_numbers_alone() -> None:
    assert number_text(Fraction(1, 3)) == "0.333"
    assert exact_text(Fraction("0.00000001")) == "0.00000001"


@pytest.mark.parametrize(
    ("text", "exact"), [("2gb", 2 << 30), ("1900mb", 1900 << 20), ("64 KB", 64 << 10), ("5 B", 5)]
)
def test_configuration_files_count_in_powers_of_two(text: str, exact: int) -> None:
    assert parse_configured(text).exact == exact


@pytest.mark.parametrize(
    ("times", "text"), [("3.38", "3.4x"), ("5", "5x"), ("0.04", "0.04x"), ("0.96", "0.96x"), ("1", "1x")]
)
def test_multipliers_have_one_decimal(times: str, text: str) -> None:
    assert multiplier_text(Fraction(times)) == text


def test_no_multiplier_is_a_dash() -> None:
    assert multiplier_text(None) == "—"
