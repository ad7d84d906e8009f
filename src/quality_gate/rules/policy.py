"""The gate may only be weakened where a person has seen it: by a label on the pull request."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from quality_gate.bind.values import level_setting, setting
from quality_gate.model.evidence import Evidence
from quality_gate.model.policy import Policy
from quality_gate.model.verdict import Cause, Level, Problem, Ruling, Spot, Status
from quality_gate.model.wording import plural
from quality_gate.rules.rule import MOST_SPOTS, About, skipped, unknown

_EXPECTED = "no weaker than at its base"


@dataclass(frozen=True, kw_only=True)
class PolicySettings:
    accept_label: str = setting(
        default="gate-change",
        doc="The label by which somebody accepts that a pull request weakens the gate.",
        example="gate-change",
    )
    level: Level = level_setting()


@dataclass(frozen=True, slots=True, kw_only=True)
class PolicyHolds:
    about: About

    def judge(self, evidence: Evidence) -> Iterable[Ruling]:
        policy = evidence.policy
        if policy is None:
            problem = Problem(Cause.NO_BASE, "nothing says what this gate is compared with")
            yield unknown(self.about, problem, expected=_EXPECTED)
            return
        weights = list(reversed(Level))
        about = replace(self.about, level=max(self.about.level, policy.level, key=weights.index))
        if policy.problem is not None:
            yield unknown(about, policy.problem, expected=_EXPECTED)
        elif policy.nothing:
            yield skipped(about, policy.nothing, expected=_EXPECTED)
        else:
            yield self._compared(policy, about)

    def _compared(self, policy: Policy, about: About) -> Ruling:
        count = len(policy.weaker)
        got = f"{plural(count, 'rule') if count else 'nothing'} weaker than at {policy.base[:7]}"
        status = Status.WARNED if policy.accepted else Status.FAILED
        reason = f"accepted by the label {policy.label}" if policy.accepted else ""
        remedy = f"take it back, or have somebody give the pull request the label `{policy.label}`"
        return Ruling(
            rule=about.rule,
            title=about.title,
            level=about.level,
            status=status if count else Status.PASSED,
            expected=_EXPECTED,
            got=got,
            spots=tuple(Spot("", note=f"{key}: {said}") for key, said in policy.weaker[:MOST_SPOTS]),
            reason=reason if count else "",
            next=remedy if count and not policy.accepted else "",
        )
