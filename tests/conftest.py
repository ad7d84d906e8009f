"""How tests that draw their own examples are run: as often as they like, and never against the clock."""

from __future__ import annotations

from hypothesis import settings

# A machine that is busy is no mistake of ours.
settings.register_profile("unhurried", deadline=None)
settings.load_profile("unhurried")
