"""Numbers that the configuration asks for by where they stand: in the log of a stage, or at a JSON key."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from quality_gate.model.verdict import Problem


@dataclass(frozen=True, slots=True, kw_only=True)
class Lookup:
    """One question: what a pattern catches in the log of a stage, or what stands at a key of a report."""

    log: str = ""  # a stage
    pattern: str = ""
    report: str = ""  # a path
    key: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """Every number at that place, in the order met, each with its unit; or why there is none."""

    numbers: tuple[tuple[Fraction, str], ...] = ()
    problem: Problem | None = None
