"""Numbers, percentages, durations and sizes as people write them; exact, built from the text."""

from __future__ import annotations

import re
from fractions import Fraction
from typing import Final

# Digits are bounded, so that no number can cost time or memory.
_AMOUNT: Final = r"[0-9]{1,18}(?:\.[0-9]{1,18})?"
_DECIMAL: Final = r"(?:[0-9]{1,18}(?:\.[0-9]{0,18})?|\.[0-9]{1,18})"

NUMBER_PATTERN: Final = rf"^[-+]?{_DECIMAL}$"
WHOLE_PATTERN: Final = r"^[-+]?[0-9]{1,18}$"
PERCENT_PATTERN: Final = (
    r"^\+?(?:0{0,15}(?:100(?:\.0{0,18})?|[0-9]{1,2}(?:\.[0-9]{0,18})?)|\.[0-9]{1,18}) ?%?$"
)
DURATION_PATTERN: Final = (
    rf"^(?=[0-9])({_AMOUNT} ?d ?)?({_AMOUNT} ?h ?)?({_AMOUNT} ?m ?)?({_AMOUNT} ?s ?)?({_AMOUNT} ?ms)?$"
)
SIZE_PATTERN: Final = rf"^({_AMOUNT}) ?(B|[kKMGT]B|[KMGT]iB)$"

_SECONDS: Final = (Fraction(86_400), Fraction(3_600), Fraction(60), Fraction(1), Fraction(1, 1000))
_BYTES: Final = {
    "B": 1,
    **{f"{letter}B": 1000**power for power, letter in enumerate("kMGT", 1)},
    "KB": 1000,
    **{f"{letter}iB": 1024**power for power, letter in enumerate("KMGT", 1)},
}


def parse_number(text: str) -> Fraction | None:
    """`12`, `-0.5`, `.5`; no exponent, no infinity."""
    return _exact(text) if re.fullmatch(NUMBER_PATTERN, text) else None


def parse_whole(text: str) -> int | None:
    return int(text) if re.fullmatch(WHOLE_PATTERN, text) else None


def parse_percent(text: str) -> Fraction | None:
    """`95`, `99.5`, `99.5%`; also those outside of 0 to 100."""
    return parse_number(text.removesuffix("%").removesuffix(" "))


def parse_duration(text: str) -> Fraction | None:
    """`10m`, `1h30m`, `500 ms`, in seconds; a unit is needed."""
    match = re.fullmatch(DURATION_PATTERN, text)
    if match is None:
        return None
    parts = zip(match.groups(), _SECONDS, strict=True)
    return sum((_exact(part.rstrip("dhms ")) * unit for part, unit in parts if part), Fraction(0))


def parse_size(text: str) -> int | None:
    """`20MiB`, `2 GB`, in bytes; a unit is needed, and no part of a byte is left over."""
    match = re.fullmatch(SIZE_PATTERN, text)
    size = _exact(match[1]) * _BYTES[match[2]] if match else None
    return int(size) if size is not None and size.denominator == 1 else None


def _exact(text: str) -> Fraction:
    whole, _, rest = text.partition(".")
    sign = -1 if whole.startswith("-") else 1
    return sign * Fraction(int((whole.lstrip("+-") + rest) or "0"), 10 ** len(rest))
