"""The mistakes of a configuration file as text for people."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator
from typing import Final

from quality_gate.model.errors import ConfigMistakes, Mistake
from quality_gate.model.wording import plural

_WIDTH: Final = 80
_MOST_SHOWN: Final = 50


def mistakes_text(error: ConfigMistakes) -> str:
    """A line with place and key for each mistake, and what is wrong and what to write below it."""
    shown = error.mistakes[:_MOST_SHOWN]
    places = [f"{error.file}:{one.line}:{one.column}" for one in shown]
    widest = max(map(len, places), default=0)
    lines = [error.what]
    for place, mistake in zip(places, shown, strict=True):
        lines.append(f"  {place.ljust(widest)}  {mistake.key}".rstrip())
        lines.extend(_explained(mistake))
    if len(error.mistakes) > _MOST_SHOWN:
        lines.append(f"  and {plural(len(error.mistakes) - _MOST_SHOWN, 'more mistake', 'more mistakes')}")
    return "\n".join(lines) + "\n"


def _explained(mistake: Mistake) -> Iterator[str]:
    yield from _wrapped(mistake.what, "      ")
    if mistake.remedy:
        yield from _wrapped(f"→ {mistake.remedy}", "      ", "        ")


def _wrapped(text: str, first: str, later: str = "      ") -> list[str]:
    lines = textwrap.wrap(
        text,
        _WIDTH,
        initial_indent=first,
        subsequent_indent=later,
        break_long_words=False,
        break_on_hyphens=False,
    )
    # A runner takes a line that begins with `::` for a command, so no quoted text may come to stand there.
    return [first + text] if any(line.lstrip().startswith(("::", "##[")) for line in lines) else lines
