"""Which error a waiver speaks of, and in which variant."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Final

from quality_gate.model.cases import Case

_MOST_TEXT: Final = 20_000


def says(error: str, text: str) -> bool:
    """Plain text is contained in the error, however lines are broken; between slashes stands a pattern."""
    flat = " ".join(text[:_MOST_TEXT].split())
    if (pattern := expression(error)) is not None:
        return pattern.search(flat) is not None
    return " ".join(error.split()) in flat


@lru_cache(maxsize=1024)
def expression(error: str) -> re.Pattern[str] | None:
    """The pattern that is written `/like this/`; None for plain text. A broken one is an error."""
    if len(error) > 2 and error.startswith("/") and error.endswith("/"):
        return re.compile(error[1:-1])
    return None


def case_text(case: Case) -> str:
    """Everything that a report says about a failure; its kind may stand in front of the message or not."""
    said = f"{case.message}\n{case.kind}: {case.message}"
    return said if case.message.strip() else f"{said}\n{case.text}"


def in_variant(wanted: Mapping[str, str] | tuple[tuple[str, str], ...], variant: str) -> bool:
    """`variant` as a case carries it: "os=linux, python=3.12"."""
    pairs = wanted.items() if isinstance(wanted, Mapping) else wanted
    return all(f", {key}={value}, " in f", {variant}, " for key, value in pairs)
