"""One place to publish to, as the configuration names it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Outlet:
    """A required outlet that refuses is exit code 4; any other refusal is only told."""

    name: str
    required: bool = False
