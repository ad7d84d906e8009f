"""What one step handed over must be what the next one judges: nobody may write in between."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from quality_gate.model.evidence import Evidence
from quality_gate.model.verdict import Cause, Problem, Ruling, Status
from quality_gate.rules.rule import About, unknown

_EXPECTED: Final = "as the stages handed it over"


@dataclass(frozen=True, slots=True, kw_only=True)
class Seal:
    """SHA-256 of all envelopes: as the step that ran the stages told it, and as they lie there."""

    told: str
    found: str


@dataclass(frozen=True, slots=True, kw_only=True)
class HandedOver:
    about: About
    seal: Seal

    def judge(self, evidence: Evidence) -> Iterable[Ruling]:  # noqa: ARG002 - it is about all of it
        if not self.seal.told:
            reason = "the step that runs the stages did not end well, and vouches for nothing"
            problem = Problem(Cause.INCOMPLETE, reason, "see what that step says")
            yield unknown(self.about, problem, expected=_EXPECTED)
        elif self.seal.told != self.seal.found:
            # Unknown, not failed: no waiver can excuse it.
            reason = "envelopes were changed after their stages had ended"
            remedy = "look for what a stage leaves running; run stages and verdict in jobs of their own"
            yield unknown(self.about, Problem(Cause.INCONCLUSIVE, reason, remedy), expected=_EXPECTED)
        else:
            yield Ruling(
                rule=self.about.rule,
                title=self.about.title,
                level=self.about.level,
                status=Status.PASSED,
                expected=_EXPECTED,
                got=_EXPECTED,
            )
