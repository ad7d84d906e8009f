"""The chosen environment as variables: what a stage or a command sees of it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

_NOT_IN_NAMES: Final = re.compile(r"[^A-Z0-9]")


def target_variables(target: Mapping[str, str]) -> dict[str, str]:
    """`{"host": "localhost"}` → `{"QG_HOST": "localhost"}`."""
    return {variable_of(key): value for key, value in target.items()}


def variable_of(key: str) -> str:
    return f"QG_{_NOT_IN_NAMES.sub('_', key.upper())}"
