"""Expectations: each operator keeps its own end, and what is no expectation is told with its remedy."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quality_gate.model.expectation import change_text, easier
from quality_gate.model.expectation_text import NoExpectation, parse_expectation
from quality_gate.model.quantity import Quantity, multiplier_text, parse_configured, parse_quantity
from quality_gate.model.units import Better

AMOUNTS = st.decimals(min_value=0, max_value=10**9, places=4, allow_nan=False, allow_infinity=False)


@pytest.mark.parametrize(
    ("text", "shown", "yes", "no"),
    [
        ("> 100 ops/s", "> 100 ops/s", "100.1 ops/sec", "100 ops/s"),
        (">= 10000", "≥ 10,000", "10000", "9999.99"),
        ("≥10000", "≥ 10,000", "10000", "9999"),
        ("== 2 GB", "= 2 GB", "2000 MB", "2 GiB"),
        ("!= 0", "≠ 0", "1", "0"),
        ("< 10 ms", "< 10 ms", "9999 us", "0.01 s"),
        ("<= 10ms", "≤ 10 ms", "0.01 s", "10.001 ms"),
        ("50% ± 10%", "50 % ± 10 %", "60%", "39.9%"),
        ("50% +- 10%", "50 % ± 10 %", "40%", "60.1%"),
        ("50 +/- 10", "50 ± 10", "60", "61"),
        ("50 ms ± 10", "50 ms ± 10", "60 ms", "61 ms"),
        ("100 ms ± 10%", "100 ms ± 10 %", "110 ms", "111 ms"),
        ("1 s ± 5 ms", "1 s ± 5 ms", "995 ms", "994 ms"),
        ("<= 1.2x", "≤ 1.2x", "120%", "1.25x"),
        (">= 10x", "≥ 10x", "10", "9.99"),
        ("within 5..10 ms", "within 5..10 ms", "5 ms", "11 ms"),
        ("within 500 us .. 10 ms", "within 500 µs..10 ms", "0.5 ms", "0.4 ms"),
        ("within 40%..60%", "within 40..60 %", "50%", "61%"),
    ],
)
def test_expectations_hold_or_do_not(text: str, shown: str, yes: str, no: str) -> None:
    expectation = parse_expectation(text)
    assert expectation.text == shown
    assert expectation.holds(parse_quantity(yes))
    assert not expectation.holds(parse_quantity(no))


@pytest.mark.parametrize(
    ("text", "what", "remedy"),
    [
        ("10 ms", "'10 ms' has no operator", "write an operator: `<= 10 ms`"),
        ("100 ops/s", "'100 ops/s' has no operator", "write an operator: `>= 100 ops/s`"),
        ("10", "'10' has no operator", "write an operator: `<= 10`"),
        ("=< 3", "'=< 3' is no expectation", "did you mean `<= 3`?"),
        ("> 2 gb", "there is no unit 'gb'", "did you mean `GB`, powers of 1000, or `GiB`?"),
        ("< 5 MS", "there is no unit 'MS'", "did you mean `ms`?"),
        ("<= 1,5", "'<= 1,5' holds a comma", "write 10000, and 1.5 with a point"),
        ("50% ± 5 ms", "ms cannot be compared with %", "write both in one unit, or the tolerance in %"),
        ("50% ± -5%", "a tolerance is never negative", "write `50% ± 10%`"),
        ("within 9..3 s", "the range ends before it begins", "swap its ends"),
        ("within 9 ms..3 MB", "MB cannot be compared with ms", "write both ends in one unit"),
        ("== +10%", "a change of the base is never exact", "write `<= +10%`, or `>= -10%`"),
        ("fast", "'fast' is no expectation", "write an operator, a number and its unit"),
        ("=<", "'=<' is no expectation", "write an operator, a number and its unit"),
        (">= 1e3", "'>= 1e3' is no expectation", "write an operator, a number and its unit"),
    ],
)
def test_mistakes_say_what_to_write(text: str, what: str, remedy: str) -> None:
    with pytest.raises(NoExpectation) as told:
        parse_expectation(text)
    assert str(told.value) == what
    assert told.value.remedy.startswith(remedy)


@given(
    st.sampled_from(("<", "<=", ">", ">=", "==", "!=")),
    AMOUNTS,
    st.sampled_from(("", "ms", "GB", "ops/s", "x", "threads", "%")),
)
def test_what_is_shown_means_the_same(sign: str, amount: object, unit: str) -> None:
    expectation = parse_expectation(f"{sign} {amount:f}{unit}")
    assert parse_expectation(expectation.text.replace(",", "")) == expectation


@given(AMOUNTS, AMOUNTS)
def test_each_operator_agrees_with_its_sign(got: object, limit: object) -> None:
    value, wanted = Fraction(str(got)), Fraction(str(limit))
    quantity = Quantity(value, "ms")
    truth = {
        "<": value < wanted,
        "<=": value <= wanted,
        ">": value > wanted,
        ">=": value >= wanted,
        "==": value == wanted,
        "!=": value != wanted,
    }
    for sign, holds in truth.items():
        expectation = parse_expectation(f"{sign} {limit:f} ms")
        assert expectation.holds(quantity) is holds
        assert bool(expectation.distance(quantity)) is (not holds and sign != "!=")


@pytest.mark.parametrize(
    ("limit", "got", "times"),
    [("> 100 locks/sec", "338 locks/s", "3.4x"), ("< 5ms", "1.00 ms", "5x"), ("< 10ms", "1.50 ms", "6.7x"),
     ("> 50 ops/sec", "440 ops/s", "8.8x"), ("< 10 ms", "0.0015 s", "6.7x")],
)  # fmt: skip
def test_multipliers_say_how_many_times_better(limit: str, got: str, times: str) -> None:
    assert multiplier_text(parse_expectation(limit).multiplier(parse_quantity(got))) == times


@pytest.mark.parametrize(
    ("limit", "got"), [("> 0", "5"), ("< 5 ms", "0 ms"), ("== 5", "5"), ("!= 5", "6"), ("50% ± 10%", "50%")]
)
def test_some_have_no_multiplier(limit: str, got: str) -> None:
    assert parse_expectation(limit).multiplier(parse_quantity(got)) is None


def test_distances() -> None:
    assert parse_expectation("< 10 ms").distance(parse_quantity("0.01 s")) == "at the limit"
    assert parse_expectation("< 10 ms").distance(parse_quantity("12.5 ms")) == "2.5 ms over"
    assert parse_expectation("> 100 ops/s").distance(parse_quantity("88 ops/s")) == "12 ops/s short"
    assert parse_expectation("50% ± 10%").distance(parse_quantity("70%")) == "10 % over"
    assert parse_expectation("50% ± 10%").distance(parse_quantity("50%")) == ""


def test_a_limit_of_the_base_is_no_limit_of_a_number() -> None:
    change = parse_expectation("<= +10%")
    assert (change.text, change.against_base, change.signed, change.better) == ("≤ +10 %", True, True, None)
    with pytest.raises(ValueError, match="about the base"):
        change.holds(parse_quantity("5 %"))
    share = parse_expectation("within 50%..200%")
    assert (share.text, share.against_base, share.signed) == ("within 50..200 % of the base", True, False)
    assert parse_expectation(">= -10%").text == "≥ -10 %"


def test_other_units_are_named() -> None:
    with pytest.raises(ValueError, match="s cannot be compared with GB"):
        parse_expectation("== 2 GB").holds(parse_quantity("3 s"))


@pytest.mark.parametrize(
    ("limit", "value", "holds"),
    [
        ("== 2 GB", "2147483648 B", True),
        ("== 2 GB", "2000000000 B", True),
        ("== 2 GB", "2gb", True),
        ("== 2 GB", "1900mb", False),
        ("<= 2 GB", "2gb", True),
        ("!= 2 GB", "1900mb", True),
        (">= 10000", "10000", True),
    ],
)
def test_configured_sizes_hold_in_either_reading(limit: str, value: str, holds: bool) -> None:
    assert parse_expectation(limit).holds_as_configured(parse_configured(value)) is holds


@pytest.mark.parametrize(
    ("recommended", "required", "is_easier"),
    [
        (">= 90", ">= 100", True),
        (">= 150", ">= 100", False),
        ("< 1 s", "< 10 ms", True),
        ("< 1 ms", "< 10 ms", False),
        (">= 100", ">= 100", False),
        ("<= 5", ">= 100", False),
        ("== 5", "== 6", False),
        ("< 1 s", "< 10 MB", False),
        ("<= +5%", "<= 10 ms", False),
    ],
)
def test_a_recommended_limit_asks_for_more(recommended: str, required: str, is_easier: bool) -> None:
    assert easier(parse_expectation(recommended), parse_expectation(required)) is is_easier


def test_limits_name_their_direction_and_unit() -> None:
    assert parse_expectation("> 5 ms").better is Better.HIGHER
    assert parse_expectation("<= 5 ms").better is Better.LOWER
    assert parse_expectation("!= 5 ms").unit == "ms"
    assert parse_expectation("!= 5").better is None
    assert parse_expectation("within 1..2").two_sided


def test_changes_carry_their_sign() -> None:
    assert change_text(Fraction(25, 2)) == "+12.5 %"
    assert change_text(Fraction(-3)) == "-3 %"
