"""Numbers, percentages, durations and sizes are exact, and come from the text alone."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quality_gate.bind.written import parse_duration, parse_number, parse_percent, parse_size, parse_whole

amounts = st.tuples(st.integers(0, 10**12), st.integers(0, 12), st.integers(0, 10**12))


def decimal(whole: int, digits: int, rest: int) -> tuple[str, Fraction]:
    """A written decimal and its value, put together from integers."""
    if digits == 0:
        return str(whole), Fraction(whole)
    part = str(rest)[:digits].rjust(digits, "0")
    return f"{whole}.{part}", whole + Fraction(int(part), 10**digits)


@given(amounts, st.sampled_from(["", "-", "+"]))
def test_a_written_decimal_is_its_exact_value(amount: tuple[int, int, int], sign: str) -> None:
    text, value = decimal(*amount)
    assert parse_number(sign + text) == (-value if sign == "-" else value)


@given(amounts, st.sampled_from(["", "%", " %"]))
def test_a_percentage_may_have_its_sign(amount: tuple[int, int, int], sign: str) -> None:
    text, value = decimal(*amount)
    assert parse_percent(text + sign) == value


@given(
    st.dictionaries(st.sampled_from(["d", "h", "m", "s", "ms"]), amounts, min_size=1),
    st.booleans(),
    st.booleans(),
)
def test_a_duration_is_the_sum_of_its_parts(
    parts: dict[str, tuple[int, int, int]], inner: bool, outer: bool
) -> None:
    seconds = {
        "d": Fraction(86400),
        "h": Fraction(3600),
        "m": Fraction(60),
        "s": Fraction(1),
        "ms": Fraction(1, 1000),
    }
    written = {unit: decimal(*parts[unit]) for unit in seconds if unit in parts}
    text = (" " if outer else "").join(
        amount + (" " if inner else "") + unit for unit, (amount, _) in written.items()
    )
    assert parse_duration(text) == sum(value * seconds[unit] for unit, (_, value) in written.items())


@given(
    amounts,
    st.sampled_from(["B", "kB", "KB", "MB", "GB", "TB", "KiB", "MiB", "GiB", "TiB"]),
    st.sampled_from(["", " "]),
)
def test_a_size_is_a_whole_number_of_bytes(amount: tuple[int, int, int], unit: str, space: str) -> None:
    text, value = decimal(*amount)
    power = " kMGT".index(unit[0].replace("K", "k")) if len(unit) > 1 else 0
    exact = value * (1024 if "i" in unit else 1000) ** power
    assert parse_size(text + space + unit) == (int(exact) if exact.denominator == 1 else None)


@given(st.text())
def test_no_text_is_more_than_refused(text: str) -> None:
    for parse in (parse_number, parse_whole, parse_percent, parse_duration, parse_size):
        value = parse(text)
        assert value is None or isinstance(value, int | Fraction)


@given(st.integers(-(10**18) + 1, 10**18 - 1))
def test_whole_numbers_round_trip(number: int) -> None:
    assert parse_whole(str(number)) == number


def test_what_floats_would_lose_is_kept() -> None:
    assert parse_percent("99.999999999999999999"[:20]) == 100 - Fraction(1, 10**17)
    assert parse_number("0.1") == Fraction(1, 10)


@pytest.mark.parametrize(
    "text", ["", "1e3", ".inf", "nan", "1_000", "0x10", "½", "٣", "1.", "1 000", "9" * 19, "1\n", "--1"]
)
def test_no_whole_number(text: str) -> None:
    assert parse_whole(text) is None


@pytest.mark.parametrize("text", ["", ".", "-", "1e3", "1,5", "1/2", "1%%", "%", "1  %", "９", "9" * 5000])
def test_no_percentage(text: str) -> None:
    assert parse_percent(text) is None


@pytest.mark.parametrize(
    "text",
    ["", "10", "m", "1m1h", "1h1h", "-1m", "1:30", "1 min", "1M", ".5h", "1.h", "1e3s", "٣m", "1m\n", " 1m"],
)
def test_no_duration(text: str) -> None:
    assert parse_duration(text) is None


@pytest.mark.parametrize("text", ["", "20", "2gb", "2 Gb", "1.5B", "-1MB", "MB", "1e3 B", "1  MB", "1MB\n"])
def test_no_size(text: str) -> None:
    assert parse_size(text) is None
