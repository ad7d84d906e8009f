"""Every kind of rule that can be written down in the configuration, one row each."""

from __future__ import annotations

from typing import Final

from quality_gate.rules import (
    case_counts,
    changed_lines,
    coverage_share,
    findings,
    lost,
    max_drop,
    module_rate,
    must_pass,
    new_failures,
    pass_rate,
    todo,
    uncovered,
)
from quality_gate.rules.metrics import rule as metrics
from quality_gate.rules.rule import NamedRow, Row

RULES: Final[tuple[Row, ...]] = (
    *coverage_share.ROWS,
    uncovered.ROW,
    changed_lines.ROW,
    max_drop.ROW,
    pass_rate.ROW,
    module_rate.ROW,
    *case_counts.ROWS,
    must_pass.ROW,
    new_failures.ROW,
    lost.ROW,
)
NAMED: Final[tuple[NamedRow, ...]] = (
    metrics.ROW,
    findings.ROW,
    todo.ROW,
)  # sections in which each name is a rule
