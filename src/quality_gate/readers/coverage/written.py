"""Counts and percentages as tools write them."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from typing import Final

from quality_gate.model.ratio import Ratio

BIGGEST: Final = 10**18  # a declared count beyond this is no count


def ratio_or_none(part: int | None, whole: int | None) -> Ratio | None:
    """A declared pair as a ratio; None where it is no sensible one."""
    if part is None or whole is None or not 0 <= part <= whole < BIGGEST:
        return None
    return Ratio(part, whole)


def ran(count: str) -> bool | None:
    """Whether a written count is above zero; None where it is no count. Some tools write `-3`, `1e19`."""
    try:
        number = Decimal(count.strip())
    except InvalidOperation:
        return None
    return number > 0 if number.is_finite() else None


def coverage_py_text(part: int, whole: int) -> str:
    """The percentage as `coverage report --precision=2` prints it; empty where nothing was measured.

    Only words: coverage.py computes it in floats, so the same digits need the same floats.
    """
    if not whole:
        return ""
    percent = 100.0 * part / whole
    if 0 < percent < 0.01:
        percent = 0.01
    elif 99.99 < percent < 100:
        percent = 99.99
    return f"coverage.py: {round(percent, 2):.2f} %"
