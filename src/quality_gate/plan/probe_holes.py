"""Holes in probes, and in what nobody judges: commands that cannot fail, coverage without a limit."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from quality_gate.config.settings import Settings
from quality_gate.model.verdict import Level
from quality_gate.plan.commands import hidden
from quality_gate.plan.hole import Hole
from quality_gate.rules.metrics.settings import MetricSettings

_COVERAGE: Final = re.compile(
    r"(?:^|[/.])(?:lcov\.info|[\w*.-]*lcov|coverage[\w*.-]*\.(?:json|xml|info)|cobertura[\w*.-]*\.xml"
    r"|jacoco[\w*.-]*\.xml|clover\.xml|cover(?:age)?\.out|\.coverage)$"
)


def probe_holes(settings: Settings) -> Iterator[Hole]:
    for probe in settings.probes:
        key = f"probes.{probe.name}"
        asks = any(getattr(probe.settings, word, None) for word in ("match", "count"))
        command = getattr(probe.settings, "command", "")
        for said in hidden(command) if probe.kind == "command" and not asks else ():
            yield Hole(
                key=f"{key}.command",
                what=f"{said} hides failures of the command, and nothing that it says is asked for",
                remedy="remove it, or write `match:`",
            )
        if probe.settings.level is Level.OPTIONAL:
            yield Hole(
                key=f"{key}.level",
                what="an optional probe cannot change the verdict, whatever it sees",
                remedy="write `recommended`, so that trouble is at least a warning",
                hint=True,
            )


def coverage_holes(settings: Settings) -> Iterator[Hole]:
    """What measures coverage costs time, and says nothing where nobody looks."""
    looks = any(
        rule.row.section == "coverage"
        or (isinstance(rule.value, MetricSettings) and rule.value.from_.coverage)
        for rule in settings.rules
    )
    for name, stage in settings.stages.items():
        found = next((one for one in stage.reports if _COVERAGE.search(one)), "")
        if found and not looks:
            yield Hole(
                key=f"stages.{name}.reports",
                what=f"no rule looks at coverage, and {found} measures it",
                remedy="write `coverage: {total: 80}`",
                hint=True,
            )
            return
