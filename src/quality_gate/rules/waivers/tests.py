"""Marks failing tests that a waiver excuses: they stay failures, in a column of their own."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from quality_gate.model.cases import Case, Cases
from quality_gate.model.causes import environment_text, mass_failure, signature
from quality_gate.model.evidence import Evidence, StageEvidence
from quality_gate.model.selectors import beginning, fits, is_broad, unescaped
from quality_gate.model.verdict import Level, Spot
from quality_gate.model.waivers import Waiver, WaiverKind
from quality_gate.rules.waivers.expiry import holds
from quality_gate.rules.waivers.matching import case_text, in_variant, says
from quality_gate.rules.waivers.waived import Met, Occasion


@dataclass(slots=True)
class _Tally:
    """What one waiver fits, before it is known how much of it may be excused."""

    waiver: Waiver
    failing: list[tuple[Level, Case]] = field(default_factory=list)
    otherwise: dict[str, None] = field(default_factory=dict)
    holding: dict[str, None] = field(default_factory=dict)
    refused: str = ""


@dataclass(frozen=True, slots=True)
class _Index:
    """Waivers by the identity that they name: most of them name just one."""

    exact: dict[str, list[_Tally]]
    broad: list[_Tally]
    beginnings: frozenset[str]  # of the broad ones

    def fitting(self, case: Case) -> Iterator[_Tally]:
        identity = case.id
        for tally in (*self.exact.get(identity, ()), *self.broad):
            waiver = tally.waiver
            if in_variant(waiver.variant, case.place.variant) and fits(waiver.pattern, identity):
                yield tally


def waive_tests(
    evidence: Evidence, waivers: Iterable[Waiver], occasion: Occasion
) -> tuple[tuple[StageEvidence, ...], dict[str, Met]]:
    """The stages with their excused cases marked, and what each waiver has met, by its key."""
    tallies = [_Tally(waiver) for waiver in waivers if waiver.kind is WaiverKind.TESTS]
    if not tallies:
        return evidence.stages, {}
    index = _index(tallies)
    for stage in evidence.stages:
        if stage.cases is not None:
            _look(stage, stage.cases, index)
    met = {tally.waiver.rule: _met(tally, evidence, occasion) for tally in tallies}
    excusing = {rule: frozenset(one.names) for rule, one in met.items() if one.applies}
    return tuple(_marked(stage, index, excusing) for stage in evidence.stages), met


def _index(tallies: Sequence[_Tally]) -> _Index:
    exact: dict[str, list[_Tally]] = {}
    for tally in tallies:
        pattern = tally.waiver.pattern
        for name in {pattern, unescaped(pattern)} if not is_broad(pattern) else ():
            exact.setdefault(name, []).append(tally)
    broad = [tally for tally in tallies if is_broad(tally.waiver.pattern)]
    return _Index(exact, broad, frozenset(beginning(tally.waiver.pattern) for tally in broad))


def _look(stage: StageEvidence, cases: Cases, index: _Index) -> None:
    mass = mass_failure(cases)
    for case in cases.others:
        for tally in index.fitting(case):
            if not case.failing:
                tally.holding[case.id] = None
            elif mass and signature(case) == mass:
                said = f"stage {stage.name}: {environment_text(cases)}"
                tally.refused = f"{said}: nobody's known failure"
            elif says(tally.waiver.error, case_text(case)):
                tally.failing.append((stage.level, case))
            else:
                tally.otherwise[case.id] = None
    for case in _passed(cases, index):
        for tally in index.fitting(case):
            tally.holding[case.id] = None


def _passed(cases: Cases, index: _Index) -> Iterator[Case]:
    """Passed cases that a waiver may name: of a million nobody wants to build every identity."""
    for place, names in cases.passed.items():
        front = Case(place, "").id
        if any(start.startswith(front) or front.startswith(start) for start in index.beginnings):
            yield from (Case(place, name) for name in names)
        else:
            start = f"{front}::" if front else ""
            wanted = {identity[len(start) :] for identity in index.exact if identity.startswith(start)}
            yield from (Case(place, name) for name in wanted.intersection(names) if wanted)


def _met(tally: _Tally, evidence: Evidence, occasion: Occasion) -> Met:
    waiver = tally.waiver
    names = sorted({case.id for _, case in tally.failing})
    excused = frozenset(names[: waiver.most])
    files = {case.place.file for _, case in tally.failing}
    return Met(
        waiver=waiver,
        applies=holds(waiver, occasion, evidence.changes, files),
        excused=tuple(_spot(case) for _, case in tally.failing if case.id in excused),
        names=tuple(names[: waiver.most]),
        surplus=tuple(names[waiver.most :]),
        otherwise=tuple(sorted(tally.otherwise)),
        holding=tuple(sorted(tally.holding)),
        refused=tally.refused,
        optional=bool(tally.failing) and all(level is Level.OPTIONAL for level, _ in tally.failing),
    )


def _marked(stage: StageEvidence, index: _Index, excusing: dict[str, frozenset[str]]) -> StageEvidence:
    if stage.cases is None or not excusing:
        return stage
    mass = mass_failure(stage.cases)
    others = tuple(_excused(case, index, excusing, mass) for case in stage.cases.others)
    return replace(stage, cases=replace(stage.cases, others=others))


def _excused(case: Case, index: _Index, excusing: dict[str, frozenset[str]], mass: str) -> Case:
    if not case.failing or (mass and signature(case) == mass):
        return case
    for tally in index.fitting(case):
        rule = tally.waiver.rule
        if case.id in excusing.get(rule, ()) and says(tally.waiver.error, case_text(case)):
            return replace(case, waived=rule)
    return case


def _spot(case: Case) -> Spot:
    name = case.id.removeprefix(f"{case.place.file}::") if case.place.file else case.id
    return Spot(case.place.file, case.line if case.place.file else None, None, name)
