"""How fast this machine is: a bare expat pass over one and the same Cobertura report."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Final

from cobertura import write_report
from measuring import SECONDS_THERE, Side, expat_floor

_FILES: Final = 1_250  # 17 MB: long enough to measure, short enough for every round


@dataclass(frozen=True, slots=True)
class Yardstick:
    """The first side of a work whose budget is told in seconds."""

    side: Side
    seconds_there: float


def yardstick(folder: Path) -> Yardstick:
    report = folder / "yardstick.xml"
    write_report(report, _FILES, 320, seed=1)
    return Yardstick(expat_floor(report), report.stat().st_size / 1e6 * SECONDS_THERE)
