"""Holes around findings: reports that no rule reads, and rules that read what no stage writes."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from typing import Final

from quality_gate.config.settings import Settings
from quality_gate.model.paths import nearest
from quality_gate.plan.hole import Hole
from quality_gate.plan.stage_holes import overlap
from quality_gate.rules.findings_settings import FindingsSettings
from quality_gate.stages.settings import StageSettings

_WILD: Final = frozenset("*?[")
_ENDING: Final = ".sarif"  # the one name that tells what is in it


def findings_holes(settings: Settings) -> Iterator[Hole]:
    rules = [(rule.key, rule.value) for rule in settings.rules if isinstance(rule.value, FindingsSettings)]
    read = [pattern for _, value in rules for pattern in value.from_]
    reports = {name: stage.reports for name, stage in settings.stages.items()}
    for name, some in reports.items():
        for report in some:
            if report.endswith(_ENDING) and not any(_may_be(report, pattern) for pattern in read):
                word = posixpath.basename(report).removesuffix(_ENDING).strip("*.") or "lint"
                yield Hole(
                    key=f"stages.{name}.reports",
                    what=f"no rule reads {report}: whatever was found, the stage passes",
                    remedy=f"write `findings: {{{word}: {{from: {report}, required: {{any: 0}}}}}}`",
                )
    declared = [report for some in reports.values() for report in some]
    for key, value in rules:
        if not any(_may_be(report, pattern) for pattern in value.from_ for report in declared):
            near = nearest(value.from_[0], declared, 1)
            yield Hole(
                key=f"{key}.from",
                what=f"{value.from_[0]} is a report of no stage",
                remedy=f"did you mean {near[0]}?" if near else "name it under `reports:` of a stage",
            )


def _may_be(report: str, pattern: str) -> bool:
    """Two patterns may always have a file in common."""
    return overlap(report, pattern) or not (_WILD.isdisjoint(report) or _WILD.isdisjoint(pattern))


def judges_findings(settings: Settings, stage: StageSettings) -> bool:
    """Does a rule read what this stage's tool found?"""
    patterns = [
        one for rule in settings.rules if isinstance(rule.value, FindingsSettings) for one in rule.value.from_
    ]
    return any(_may_be(report, pattern) for pattern in patterns for report in stage.reports)
