"""Marks what the waivers excuse in the evidence, before any rule is asked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from quality_gate.model.envelope import Ended
from quality_gate.model.evidence import Evidence, StageEvidence
from quality_gate.model.waivers import Waiver
from quality_gate.rules.waivers.findings import waive_findings
from quality_gate.rules.waivers.tests import waive_tests
from quality_gate.rules.waivers.waived import Met, Occasion, Waived

_SOUND = {Ended.EXITED, Ended.COLLECTED}


def waive(evidence: Evidence, waivers: Sequence[Waiver], occasion: Occasion) -> Waived:
    stages, tests = waive_tests(evidence, waivers, occasion)
    stages, findings = waive_findings(replace(evidence, stages=stages), waivers, occasion)
    met = {**tests, **findings}
    return Waived(
        evidence=replace(evidence, stages=stages),
        occasion=occasion,
        met=tuple(met.get(waiver.rule, Met(waiver=waiver)) for waiver in waivers),
        sound=all(_sound(stage) for stage in evidence.stages),
    )


def _sound(stage: StageEvidence) -> bool:
    ended = all(envelope.last.ended in _SOUND for envelope in stage.envelopes)
    touched = all(envelope.attempts or envelope.reports for envelope in stage.envelopes)
    return bool(stage.envelopes) and ended and touched and not stage.not_run and not stage.problems
