"""The one roll-up: every table and every headline number is taken from here."""

from __future__ import annotations

from dataclasses import dataclass

from quality_gate.model.cases import Counts
from quality_gate.model.envelope import Resources
from quality_gate.model.ratio import Ratio
from quality_gate.model.verdict import Level, Status


@dataclass(frozen=True, slots=True, kw_only=True)
class StageRow:
    name: str
    status: Status
    level: Level
    said: str  # "exit 0", "timed out after 10 m", "not run: needs unit"
    counts: Counts | None
    resources: Resources
    tail: tuple[str, ...] = ()  # the last lines of a stage that is not passed
    log: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ModuleRow:
    name: str
    counts: Counts


@dataclass(frozen=True, slots=True, kw_only=True)
class CoverageRow:
    """One line of the coverage table: the total, or a group."""

    name: str
    unit: str
    ratio: Ratio


@dataclass(frozen=True, slots=True, kw_only=True)
class Rollup:
    stages: tuple[StageRow, ...] = ()
    modules: tuple[ModuleRow, ...] = ()
    tests: Counts | None = None
    coverage: tuple[CoverageRow, ...] = ()
    producers: tuple[
        str, ...
    ] = ()  # what the tools themselves say: "out/coverage.json: coverage.py says 84.00 %"
