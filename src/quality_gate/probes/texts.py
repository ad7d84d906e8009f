"""Texts that an answer must or must not hold: as they are written, or between slashes a pattern."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Final

from quality_gate.probes.patterns import (
    Mistakes,
    count_holds,
    count_mistake,
    expected_count,
    pattern_mistake,
)

# A pattern may take long over a long text, so it is searched in no more than this.
_MOST_SEARCHED: Final = 1 << 20


def text_mistakes(key: str, texts: Sequence[str]) -> Mistakes:
    for text in texts:
        if (pattern := _pattern(text)) is not None:
            yield from pattern_mistake(key, pattern)


def wrong_with(
    text: str, match: Sequence[str], forbid: Sequence[str], counts: Mapping[str, str] | None = None
) -> list[str]:
    """In words, everything that is there and should not be, or the other way round."""
    wrong = [f"{one!r} is not in it" for one in match if not occurrences(one, text)]
    wrong += [f"{one!r} is in it" for one in forbid if occurrences(one, text)]
    if len(text) > _MOST_SEARCHED and any(_pattern(one) is not None for one in (*forbid, *(counts or ()))):
        wrong.append(f"it is longer than the {_MOST_SEARCHED >> 20} MiB that patterns are searched in")
    for one, wanted in (counts or {}).items():
        found = occurrences(one, text)
        if not count_holds(expected_count(wanted), found):
            wrong.append(f"{one!r} is in it {found:,} times, expected {wanted}")
    return wrong


def count_mistakes(key: str, counts: Mapping[str, str]) -> Mistakes:
    for text, wanted in counts.items():
        yield from text_mistakes(f"{key}.{text}", (text,))
        yield from count_mistake(f"{key}.{text}", wanted)


def occurrences(wanted: str, text: str) -> int:
    pattern = _pattern(wanted)
    if pattern is None:
        return text.count(wanted)
    return sum(1 for _ in re.finditer(pattern, text[:_MOST_SEARCHED], re.MULTILINE))


def _pattern(text: str) -> str | None:
    return text[1:-1] if len(text) > 2 and text.startswith("/") and text.endswith("/") else None
