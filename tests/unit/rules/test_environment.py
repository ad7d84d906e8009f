"""What ran on mocks warns; what did not run says nothing."""

from __future__ import annotations

from dataclasses import replace

import pytest

from builders import stage
from quality_gate.model.evidence import Evidence, StageEvidence
from quality_gate.model.verdict import Level, Status
from quality_gate.rules.environment import RanOnMocks
from quality_gate.rules.rule import About

ABOUT = About(rule="stages.e2e.environment", title="stage e2e: environment", level=Level.RECOMMENDED)
E2E = replace(stage("e2e"), environment="mock")


@pytest.mark.parametrize(
    ("stages", "status", "reason"),
    [
        ((E2E,), Status.WARNED, "e2e ran on mocks"),
        ((replace(E2E, not_run="it needs unit"),), Status.SKIPPED, "it did not run"),
        ((), Status.SKIPPED, "it did not run"),
    ],
)
def test_what_ran_on_mocks_is_told(stages: tuple[StageEvidence, ...], status: Status, reason: str) -> None:
    (ruling,) = RanOnMocks(about=ABOUT, stage="e2e").judge(Evidence(stages=stages))

    assert (ruling.status, ruling.reason, ruling.level) == (status, reason, Level.RECOMMENDED)
