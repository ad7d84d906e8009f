"""One place to publish to, as the configuration names it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Outlet:
    """A required outlet that refuses is exit code 4; any other refusal is only told."""

    name: str
    required: bool = False
    settings: Any = None  # the outlet's own, as its file declares them; None: what they are by default
