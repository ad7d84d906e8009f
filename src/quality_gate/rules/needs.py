"""Jobs of the same workflow that this one waits for: one that was skipped or cancelled did not succeed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from quality_gate.model.evidence import Evidence
from quality_gate.model.verdict import Cause, Problem, Ruling, Status
from quality_gate.rules.rule import About, skipped, unknown

_EXPECTED: Final = "success"
_NEXT: Final = {
    "failure": "see the log of this job",
    "cancelled": "run it again",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class NeedHolds:
    about: About
    result: str  # as GitHub words it: success, failure, cancelled, skipped
    may_skip: bool = False

    def judge(self, evidence: Evidence) -> Iterable[Ruling]:  # noqa: ARG002 - the runner has told its result
        if self.result == "skipped":
            yield self._skipped()
            return
        good = self.result == "success"
        yield Ruling(
            rule=self.about.rule,
            title=self.about.title,
            level=self.about.level,
            status=Status.PASSED if good else Status.FAILED,
            expected=_EXPECTED,
            got=self.result or "no result",
            next="" if good else _NEXT.get(self.result, "see this job"),
        )

    def _skipped(self) -> Ruling:
        if self.may_skip:
            return skipped(self.about, "this job was skipped, and may be", expected=_EXPECTED)
        reason = "the job was skipped: one that it needs did not succeed, or its `if:` said no"
        remedy = "let it run, or name it in `--may-skip`"
        return unknown(self.about, Problem(Cause.NOT_RUN, reason, remedy), expected=_EXPECTED, got="skipped")
