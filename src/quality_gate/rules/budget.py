"""A profile that promises an answer in time says so when it took longer; that never blocks."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

from quality_gate.model.evidence import Evidence
from quality_gate.model.ratio import Limit
from quality_gate.model.verdict import Ruling
from quality_gate.model.wording import duration_text
from quality_gate.rules.rule import About, Finding, at_most, skipped


@dataclass(frozen=True, slots=True, kw_only=True)
class Budget:
    about: About
    seconds: Fraction

    def judge(self, evidence: Evidence) -> Iterable[Ruling]:
        limit = Limit(recommended=self.seconds)
        expected = f"≤ {duration_text(self.seconds)}"
        if evidence.elapsed is None:
            yield skipped(self.about.limited(limit), "no stage ran", expected=expected)
            return
        finding = Finding(
            got=duration_text(evidence.elapsed, self.seconds),
            distance=f"{duration_text(evidence.elapsed - self.seconds)} too long",
            next="move slow stages to another profile, or raise the budget",
        )
        yield at_most(self.about, evidence.elapsed, limit, expected, finding)
