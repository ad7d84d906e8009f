"""What rules need to compare this run with its base: the base, what changed, and which findings are new."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Mapping
from types import MappingProxyType
from typing import Final

from quality_gate.model.changes import Changes
from quality_gate.model.evidence import Evidence, StageEvidence
from quality_gate.model.findings import Finding
from quality_gate.model.reading import State
from quality_gate.model.verdict import Cause, Problem

_NO_BASE: Final = Problem(
    Cause.NO_BASE,
    "there is nothing to compare with",
    "give the record of an earlier run: `--base record.json`",
)
_NO_CHANGES: Final = Problem(
    Cause.NO_BASE,
    "nothing says which lines this change is about",
    "name what it is compared with: `--base-ref`",
)
_NUMBER: Final = re.compile(r"[0-9]+")
_MOST_MESSAGE: Final = 300  # of a message, to recognise it


def base_of(evidence: Evidence) -> Evidence | Problem:
    return evidence.base if evidence.base is not None else evidence.base_problem or _NO_BASE


def changes_of(evidence: Evidence) -> Changes | Problem:
    return evidence.changes if evidence.changes is not None else evidence.changes_problem or _NO_CHANGES


def moved(evidence: Evidence) -> dict[str, str]:
    """The old path of each renamed file, and its new one."""
    return evidence.changes.renames if evidence.changes is not None else {}


def findings_by_report(stages: Iterable[StageEvidence]) -> dict[tuple[str, str], list[Finding]]:
    """By stage and path. What several shards or variants say alike is one finding."""
    found: dict[tuple[str, str], Counter[Finding]] = {}
    for stage in stages:
        for report in stage.reports:
            reading = report.reading
            if reading.findings is not None and reading.state is not State.INVALID:
                key = (stage.name, report.path)
                found[key] = found.get(key, Counter()) | Counter(reading.findings.findings)
    return {key: list(counter.elements()) for key, counter in found.items()}


def counting(findings: Iterable[Finding]) -> list[Finding]:
    return [one for one in findings if not one.suppressed and not one.waived]


def new_findings(
    now: Iterable[Finding], before: Iterable[Finding], renames: Mapping[str, str]
) -> list[Finding]:
    """Those that the base does not have as often; a finding that moved to another line is not new."""
    known = [one for one in before if not one.suppressed]
    new, known = _unmatched(now, known, _print, _print)
    # By its looks only where one of both has no fingerprint: two different ones are two findings.
    bare = [one for one in new if not one.fingerprint]
    bare, known = _unmatched(bare, known, _look, lambda one: _look(one, renames))
    marked = [one for one in new if one.fingerprint]
    without = [one for one in known if not one.fingerprint]
    marked, _ = _unmatched(marked, without, _look, lambda one: _look(one, renames))
    return bare + marked


def _unmatched(
    now: Iterable[Finding],
    before: Iterable[Finding],
    key: Callable[[Finding], Hashable],
    key_before: Callable[[Finding], Hashable],
) -> tuple[list[Finding], list[Finding]]:
    """What is left of both when each finding of the one takes an equal one of the other away."""
    waiting: dict[Hashable, list[Finding]] = {}
    for one in before:
        waiting.setdefault(key_before(one), []).append(one)
    left = []
    for one in now:
        same = waiting.get(key(one)) if key(one) is not None else None
        if same:
            same.pop()
        else:
            left.append(one)
    return left, [one for some in waiting.values() for one in some]


def _print(one: Finding) -> Hashable:
    return (one.rule, one.fingerprint) if one.fingerprint else None


def _look(one: Finding, renames: Mapping[str, str] = MappingProxyType({})) -> Hashable:
    """The rule, the file, and the message without what a few more lines above would change."""
    message = " ".join(_NUMBER.sub("#", one.message[:_MOST_MESSAGE]).split())
    return one.rule, renames.get(one.path, one.path), message
