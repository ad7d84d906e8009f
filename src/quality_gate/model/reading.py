"""What one report file says: its format, whether it can be trusted, and the evidence in it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from quality_gate.model.cases import Cases
from quality_gate.model.coverage import Coverage, Unit
from quality_gate.model.findings import Findings
from quality_gate.model.metrics import Metrics
from quality_gate.model.ratio import Ratio


class State(StrEnum):
    OK = "ok"
    EMPTY = "empty"  # well formed, and nothing in it
    INVALID = "invalid"  # cannot be read, or not to the end
    SUSPECT = "suspect"  # contradicts itself: claims failures, or lines, that it does not show


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    format: str
    state: State = State.OK
    note: str = ""
    cases: Cases | None = None
    coverage: Coverage | None = None
    metrics: Metrics | None = None
    findings: Findings | None = None
    declared: Mapping[Unit, Ratio] = field(default_factory=dict)  # the totals the report itself states
    producer: str = ""  # the tool's own headline, rebuilt from its integers: "coverage.py: 84.00 %"
    roots: tuple[str, ...] = ()  # folders that the report's paths may be relative to


def invalid(format_name: str, why: str) -> Reading:
    return Reading(format=format_name, state=State.INVALID, note=why)
