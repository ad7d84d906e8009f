"""What a probe saw is what its rule answers; where nobody looked, nothing is known."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from quality_gate.model.evidence import Evidence
from quality_gate.model.verdict import Cause, Problem, Ruling, Status
from quality_gate.rules.rule import MOST_SPOTS, About, unknown

_NOBODY_LOOKED = Problem(Cause.NOT_RUN, "nobody looked", "use `quality-gate run`")


@dataclass(frozen=True, slots=True, kw_only=True)
class ProbeHolds:
    about: About
    probe: str

    def judge(self, evidence: Evidence) -> Iterable[Ruling]:
        found = next((one for one in evidence.probes if one.name == self.probe), None)
        if found is None or found.sighting is None:
            yield unknown(self.about, _NOBODY_LOOKED)
            return
        seen = found.sighting
        short = seen.status is not Status.PASSED
        yield Ruling(
            rule=self.about.rule,
            title=self.about.title,
            level=self.about.level,
            status=seen.status,
            cause=seen.cause,
            expected=seen.expected,
            got=seen.got,
            distance=seen.distance,
            spots=seen.spots[:MOST_SPOTS],
            reason=seen.reason,
            next="; see ".join(part for part in (seen.next, found.help) if part) if short else seen.next,
        )
