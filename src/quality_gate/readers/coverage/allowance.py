"""How much work a report may ask for: a tiny hostile one can ask for terabytes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from quality_gate.model.coverage import Branches

_FEW: Final = 64  # branches on one line, which cost no more than the line
_BITS_OF_BRANCH: Final = 1024  # what it costs to copy the name of one


@dataclass(slots=True)
class Allowance:
    """Bits that may still be kept, and be worked on."""

    kept: int = 200_000_000
    worked: int = 5_000_000_000

    def copies(self, views: Branches) -> bool:
        """Whether they may: branches of one line that come one by one cost the square of their number."""
        names = sum(len(view.taken) + len(view.missed) for view in views)
        self.worked -= _BITS_OF_BRANCH * max(0, names - _FEW)
        return self.worked >= 0
