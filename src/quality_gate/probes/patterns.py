"""Patterns and counts as they are written for a probe, and what is wrong with one that cannot be used."""

from __future__ import annotations

import re
from collections.abc import Iterable
from fractions import Fraction
from typing import Final

from quality_gate.model.expectation import Expectation
from quality_gate.model.expectation_text import NoExpectation, parse_expectation
from quality_gate.model.quantity import Quantity

Mistakes = Iterable[tuple[str, str, str]]
_LIKE_PATTERN: Final = re.compile(r"\.[*+]|\\[a-zA-Z.()\[\]*+?{}|^$]|\(\?|\[\^|^\^|\w\|\w|\]\+|\)\+|\$$")
_WHOLE: Final = re.compile(r"[0-9]{1,18}")


def pattern_mistake(key: str, *patterns: str) -> Mistakes:
    for pattern in patterns:
        try:
            re.compile(pattern)
        except (re.error, OverflowError, RecursionError) as error:
            what = f"{pattern[:100]!r} is no pattern: {error}"
            yield key, what, r"write a regular expression; a backslash takes the meaning off a sign: `\(`"


def text_pattern(text: str) -> re.Pattern[str]:
    """A text as it is written, or what stands between slashes as a regular expression."""
    return re.compile(text[1:-1] if _between_slashes(text) else re.escape(text))


def texts_mistake(key: str, *texts: str) -> Mistakes:
    """A pattern without its slashes would be looked for letter by letter, and never be found."""
    for text in texts:
        if _between_slashes(text):
            yield from pattern_mistake(key, text[1:-1])
        elif _LIKE_PATTERN.search(text):
            yield key, f"{text[:100]!r} is a text here, and looks like a pattern", f"write /{text[:100]}/"


def _between_slashes(text: str) -> bool:
    return len(text) > 2 and text.startswith("/") and text.endswith("/")


def count_mistake(key: str, text: str) -> Mistakes:
    try:
        expected = expected_count(text)
    except NoExpectation as mistake:
        yield key, str(mistake), mistake.remedy
    else:
        if expected.against_base or any(limit.unit for limit in expected.limits):
            yield key, f"{text!r} is no count", "write a whole number, or `<= 3`"


def expected_count(text: str) -> Expectation:
    """`0` is `== 0`."""
    return parse_expectation(f"== {text}" if _WHOLE.fullmatch(text.strip()) else text)


def count_holds(expected: Expectation, count: int) -> bool:
    return expected.holds(Quantity(Fraction(count)))
