"""Many envelopes as one answer per stage: what is missing, old, contradictory or double is named."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from quality_gate.envelopes.expected import Expected, other_orders, unanswered
from quality_gate.model.envelope import Ended, Envelope
from quality_gate.model.job import Job
from quality_gate.model.verdict import Cause, Problem
from quality_gate.model.wording import listed

_NAMED: Final = 20

_FRESH_LEGS: Final = "delete quality-gate/ before the legs run, and hand over one envelope for each of them"

_Key = tuple[int, tuple[tuple[str, str], ...]]


@dataclass(frozen=True, slots=True)
class StageParts:
    """What one stage handed over, one envelope for each of its shards and variants."""

    envelopes: tuple[Envelope, ...] = ()
    problems: tuple[Problem, ...] = ()
    notes: tuple[str, ...] = ()


@dataclass(slots=True)
class _Pile:
    """What came for one stage, while it is sorted."""

    jobs: list[Job] = field(default_factory=list)
    came: list[Envelope] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def merge(envelopes: Iterable[Envelope], expected: Expected) -> Mapping[str, StageParts]:
    piles: dict[str, _Pile] = {}
    for job in expected.jobs:
        piles.setdefault(job.stage, _Pile()).jobs.append(job)
    for envelope in envelopes:
        pile = piles.setdefault(envelope.stage, _Pile())
        if envelope.gate != expected.gate:
            pile.notes.append(f"{envelope.label} of the gate {envelope.gate} was left out")
        elif not pile.jobs:
            pile.notes.append(f"{envelope.label} is not in the plan and was left out")
        else:
            pile.came.append(envelope)
    return {stage: _parts(pile, expected) for stage, pile in piles.items()}


def _parts(pile: _Pile, expected: Expected) -> StageParts:
    problems: list[Problem] = []
    chosen: dict[_Key, Envelope] = {}
    by_key: dict[_Key, list[Envelope]] = {}
    for envelope in pile.came:
        by_key.setdefault(_key(envelope), []).append(envelope)
    planned = {_key(job): job for job in pile.jobs}
    for key, rivals in by_key.items():
        one = _choose(rivals, expected.commit, pile.notes)
        if isinstance(one, Envelope):
            one = other_orders(one, planned.get(key), expected) or one
        if isinstance(one, Problem):
            problems.append(one)
        else:
            chosen[key] = one
    problems += _missing(planned, by_key)
    problems += [
        problem for key, one in chosen.items() if key in planned for problem in unanswered(one, planned[key])
    ]
    problems += _contradictions(planned, chosen, pile.came)
    order = [*planned, *(key for key in chosen if key not in planned)]
    return StageParts(
        tuple(chosen[key] for key in order if key in chosen), tuple(problems), tuple(pile.notes)
    )


def _choose(rivals: list[Envelope], commit: str, notes: list[str]) -> Envelope | Problem:
    """Of all that came for one place the newest attempt counts, and only for the commit that is judged."""
    fitting = [envelope for envelope in rivals if envelope.commit == commit]
    strange = [envelope for envelope in rivals if envelope.commit != commit]
    if not fitting:
        return _strange_commit(strange[0], commit)
    notes += [f"{one.label} of another commit ({_short(one.commit)}) was left out" for one in strange]
    if len({envelope.run for envelope in fitting}) > 1:
        runs = listed(sorted({envelope.run or "a laptop" for envelope in fitting}))
        return _contradiction(f"{fitting[0].label} came from several runs: {runs}", _FRESH_LEGS)
    newest = max(envelope.attempt for envelope in fitting)
    older = sorted({envelope.attempt for envelope in fitting} - {newest})
    part = fitting[0].part + ": " if fitting[0].part else ""
    notes += [f"{part}attempt {number} is superseded by attempt {newest}" for number in older]
    same = [envelope for envelope in fitting if envelope.attempt == newest]
    if any(replace(one, folder="") != replace(same[0], folder="") for one in same):
        where = listed(sorted(one.folder for one in same))
        reason = f"{same[0].label} came twice with different content: {where}"
        return _contradiction(reason, _FRESH_LEGS)
    return same[0]


def _missing(planned: Mapping[_Key, Job], came: Mapping[_Key, object]) -> list[Problem]:
    missing = [job.label for key, job in planned.items() if key not in came]
    if not missing:
        return []
    if len(planned) == 1:
        reason = f"{missing[0]} handed nothing over"
    else:
        whole = "shards" if all(not job.variant for job in planned.values()) else "parts"
        count = len(planned) - len(missing)
        reason = f"{count} of {len(planned)} {whole} reported; missing: {listed(missing, _NAMED)}"
    return [Problem(Cause.INCOMPLETE, reason, "run what is missing, and hand its envelope over")]


def _contradictions(
    planned: Mapping[_Key, Job], chosen: Mapping[_Key, Envelope], came: Sequence[Envelope]
) -> list[Problem]:
    problems: list[Problem] = []
    claims = {envelope.shards: envelope for envelope in came}
    planned_totals = {job.shards for job in planned.values()}
    if set(claims) - planned_totals:
        said = listed(f"{one.shard}/{one.shards}" for _, one in sorted(claims.items()))
        reason = f"shards disagree: {said}, planned: {listed(sorted(planned_totals))}"
        problems.append(_contradiction(reason))
    extra = [envelope.label for key, envelope in chosen.items() if key not in planned]
    if extra:
        problems.append(_contradiction(f"not in the plan: {listed(extra, _NAMED)}"))
    unrun = [
        envelope.label
        for key, envelope in chosen.items()
        if envelope.last.ended is Ended.COLLECTED and key in planned and planned[key].run
    ]
    if unrun:
        reason = f"the command was not run, reports were only collected: {listed(unrun, _NAMED)}"
        problems.append(Problem(Cause.NOT_RUN, reason, "run the stage and hand its envelope over"))
    return problems


def _strange_commit(envelope: Envelope, commit: str) -> Problem:
    reason = f"{envelope.label} is of commit {_short(envelope.commit)}, not of {_short(commit)}"
    return Problem(Cause.STALE, reason, "run it on the commit that is judged")


def _contradiction(reason: str, remedy: str = "hand over one envelope for each shard and variant") -> Problem:
    return Problem(Cause.INCONCLUSIVE, reason, remedy)


def _key(one: Job | Envelope) -> _Key:
    return one.shard, tuple(sorted(one.variant.items()))


def _short(commit: str) -> str:
    return commit[:12] or "no commit"
