"""Everything a renderer is given."""

from __future__ import annotations

from dataclasses import dataclass

from quality_gate.model.context import Context
from quality_gate.model.evidence import Evidence
from quality_gate.model.rollup import Rollup
from quality_gate.model.verdict import Verdict


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    context: Context
    evidence: Evidence
    verdict: Verdict
    rollup: Rollup
    notices: tuple[str, ...] = ()  # left out of the run and why, exclusions in force
    recorded: bool = True  # the record is among the outlets
