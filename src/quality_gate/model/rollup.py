"""The one roll-up: every table and every headline number is taken from here."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from quality_gate.model.cases import Counts
from quality_gate.model.envelope import Resources
from quality_gate.model.findings import Severity
from quality_gate.model.ratio import Ratio
from quality_gate.model.verdict import Cause, Level, Status
from quality_gate.model.waivers import Waiver, WaiverState


@dataclass(frozen=True, slots=True, kw_only=True)
class StageRow:
    name: str
    status: Status
    level: Level
    said: str  # "exit 0", "timed out after 10 m", "not run: needs unit"
    counts: Counts | None
    resources: Resources
    environment: str = ""  # "mock", "staging"
    tail: tuple[str, ...] = ()  # the last lines of a stage that is not passed
    log: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ModuleRow:
    name: str
    counts: Counts
    status: Status | None = None  # what the configuration's limits say of it; None where there are none


@dataclass(frozen=True, slots=True, kw_only=True)
class CauseRow:
    """Failing tests whose messages are alike."""

    message: str
    tests: int
    waived: int = 0
    names: tuple[str, ...] = ()  # the first few


@dataclass(frozen=True, slots=True, kw_only=True)
class WaiverRow:
    waiver: Waiver
    state: WaiverState
    names: tuple[str, ...] = ()  # what it excuses


@dataclass(frozen=True, slots=True, kw_only=True)
class CoverageRow:
    """One line of the coverage table: the total, or a group."""

    name: str
    unit: str
    ratio: Ratio


@dataclass(frozen=True, slots=True, kw_only=True)
class MetricRow:
    """One metric of the configuration; without a status it has no limit, or stands for itself."""

    name: str
    status: Status | None = None
    cause: Cause | None = None
    expected: str = ""
    got: str = ""
    times: Fraction | None = None  # how many times better than its limit
    times_text: str = "—"
    number: Fraction | None = None
    unit: str = ""
    samples: int | None = None
    waived: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ProbeRow:
    name: str
    kind: str
    status: Status
    level: Level
    cause: Cause | None = None
    said: str = ""  # what it saw, or why nobody looked
    attempts: tuple[str, ...] = ()  # "0.0 s: 503", "1.2 s: 200"


@dataclass(frozen=True, slots=True, kw_only=True)
class FindingsRow:
    """One report of a linter or scanner."""

    path: str
    stage: str
    tool: str
    counts: Mapping[Severity, int]  # those that count: suppressed and waived ones stand apart
    suppressed: int = 0
    waived: int = 0
    new: int | None = None  # None: there is no base that tells
    scanned: int | None = None
    trouble: str = ""  # why this is not all that there is


@dataclass(frozen=True, slots=True, kw_only=True)
class Rollup:
    stages: tuple[StageRow, ...] = ()
    modules: tuple[ModuleRow, ...] = ()
    tests: Counts | None = None
    causes: tuple[CauseRow, ...] = ()  # the most frequent ones
    more_causes: int = 0  # that several further tests have in common
    waivers: tuple[WaiverRow, ...] = ()
    coverage: tuple[CoverageRow, ...] = ()
    metrics: tuple[MetricRow, ...] = ()
    probes: tuple[ProbeRow, ...] = ()
    findings: tuple[FindingsRow, ...] = ()
    producers: tuple[
        str, ...
    ] = ()  # what the tools themselves say: "out/coverage.json: coverage.py says 84.00 %"
