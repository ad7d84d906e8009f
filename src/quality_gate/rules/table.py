"""Every kind of rule that can be written down in the configuration, one row each."""

from __future__ import annotations

from typing import Final

from quality_gate.rules import case_counts, coverage_share, must_pass, pass_rate, todo, uncovered
from quality_gate.rules.rule import NamedRow, Row

RULES: Final[tuple[Row, ...]] = (
    *coverage_share.ROWS,
    uncovered.ROW,
    pass_rate.ROW,
    *case_counts.ROWS,
    must_pass.ROW,
)
NAMED: Final[tuple[NamedRow, ...]] = (todo.ROW,)  # sections in which each name is a rule
