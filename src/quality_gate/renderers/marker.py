"""The hidden first line of a comment: by it a later run finds the comment again and knows what it says."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from typing import Final

from quality_gate.model.report import Report

_LINE: Final = re.compile(
    r"<!-- quality-gate key=([0-9a-f]{16}) commit=([0-9a-f]{0,64}) run=([0-9]{1,20}) attempt=([0-9]{1,9})"
    r" state=([0-9a-f]{16}) -->[ \r]*(?:\n|\Z)"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Marker:
    key: str  # whose comment: one for each gate, and for each part of one that speaks alone
    commit: str
    run: int  # 0 where the runs have no numbers
    attempt: int
    state: str  # of two comments with the same one, the second says nothing new

    @property
    def line(self) -> str:
        return (
            f"<!-- quality-gate key={self.key} commit={self.commit} run={self.run} attempt={self.attempt}"
            f" state={self.state} -->"
        )

    def older_than(self, other: Marker) -> bool:
        """Runs are numbered in the order of their start; one without a number is never older."""
        known = bool(self.run and other.run)
        return known and (self.run, self.attempt) < (other.run, other.attempt)


def marker_of(report: Report) -> Marker:
    context, verdict = report.context, report.verdict
    held = ((ruling.rule, str(ruling.status)) for ruling in verdict.rulings if not ruling.holds)
    run = context.run
    return Marker(
        key=_digest(context.folder, context.gate, verdict.scope),
        commit=context.subject.commit,
        run=int(run) if run.isascii() and run.isdigit() and len(run) <= 20 else 0,
        attempt=min(context.attempt, 999_999_999),
        state=_digest(verdict.phrase, *sorted(" ".join(one) for one in held)),
    )


def marker_in(text: str) -> Marker | None:
    """Only at the very beginning: further down it is a quotation."""
    found = _LINE.match(text)
    if not found:
        return None
    key, commit, run, attempt, state = found.groups()
    return Marker(key=key, commit=commit, run=int(run), attempt=int(attempt), state=state)


def _digest(*parts: str) -> str:
    return hashlib.sha256("\0".join(parts).encode("utf-8", "replace")).hexdigest()[:16]
