"""A stage that ran on mocks says little about what it stands for, and that is told."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from quality_gate.model.evidence import Evidence
from quality_gate.model.verdict import Ruling, Status
from quality_gate.rules.rule import About, skipped

MOCKS: Final = ("mock", "mocks")  # what a stage's `environment:` calls them


@dataclass(frozen=True, slots=True, kw_only=True)
class RanOnMocks:
    about: About
    stage: str

    def judge(self, evidence: Evidence) -> Iterable[Ruling]:
        stage = evidence.stage(self.stage)
        if stage is None or stage.not_run:
            yield skipped(self.about, "it did not run")
            return
        yield Ruling(
            rule=self.about.rule,
            title=self.about.title,
            level=self.about.level,
            status=Status.WARNED,
            expected="not on mocks",
            got=stage.environment,
            reason=f"{self.stage} ran on mocks",
            next=f"run {self.stage} against the real thing, and say so in its `environment:`",
        )
