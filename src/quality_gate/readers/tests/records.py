"""Collects the records of a test report and says in the end what they come to, the same in every format."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from quality_gate.model.cases import Case, Cases, Counts, Outcome, Place
from quality_gate.model.reading import Reading, State, invalid
from quality_gate.model.wording import listed, plural
from quality_gate.readers.reader import ReadLimits
from quality_gate.readers.tests.attempts import Attempt, joined

_SHORT: Final = 200
_NO_CLAIM: Final = Counts()


@dataclass(slots=True)
class Records:
    """Every record is a test of its own, unless the format says that two are attempts at one test."""

    limits: ReadLimits
    seen: int = 0
    failing: int = 0
    _passed: dict[Place, list[str]] = field(default_factory=dict)
    _others: list[Attempt] = field(default_factory=list)
    _first: dict[tuple[Place, str], Hashable] = field(default_factory=dict)
    _further: dict[tuple[Place, str], dict[Hashable, int]] = field(default_factory=dict)
    _text_kept: int = 0

    def add(self, case: Case, identity: Hashable = None) -> None:
        """Records of the same name and the same identity are attempts at one test, in their order."""
        self.seen += 1
        self.failing += case.failing
        if self.seen > self.limits.max_cases:
            raise ValueError(self.limits.too_many_cases)
        case = self._within_limits(self._named(case, self.seen if identity is None else (identity,)))
        if case.outcome is Outcome.PASSED and not case.flaky:
            self._passed.setdefault(case.place, []).append(case.name)
        else:
            self._others.append(Attempt(case, len(self._passed.get(case.place, ()))))

    def cases(self) -> Cases:
        return joined(self._passed, self._others, (), self.limits.max_text)

    def _named(self, case: Case, identity: Hashable) -> Case:
        """Two tests of one name are told apart by a number, so that neither hides the other."""
        key = (case.place, case.name)
        if self._first.setdefault(key, identity) == identity:
            return case
        numbers = self._further.setdefault(key, {})
        number = numbers.setdefault(identity, len(numbers) + 2)
        return replace(case, name=f"{case.name} #{number}")

    def _within_limits(self, case: Case) -> Case:
        if case.outcome is Outcome.PASSED:
            return replace(case, message="", text="") if case.message or case.text else case
        most = self.limits.max_text
        self._text_kept += min(len(case.text), most) + min(len(case.message), most)
        if self._text_kept > self.limits.max_texts:
            return replace(case, message=case.message[:_SHORT], kind=case.kind[:_SHORT], text="")
        if max(len(case.message), len(case.kind), len(case.text)) > most:
            return replace(case, message=case.message[:most], kind=case.kind[:most], text=case.text[:most])
        return case


def concluded(
    name: str,
    records: Records,
    claimed: Counts = _NO_CLAIM,
    *,
    doubts: Sequence[str] = (),
    notes: Sequence[str] = (),
    repaired: str = "",
) -> Reading:
    """Cases decide; what the report claims is believed only where it lists no case at all."""
    if repaired and not records.failing:
        return invalid(name, f"{repaired}; what can be read of it shows no failure, which proves nothing")
    told = [f"{repaired}; read after a repair"] if repaired else []
    told += notes
    if not records.seen and claimed.total:
        told.append("lists no test case: these are the counts that it claims")
        return Reading(format=name, note="; ".join(told), cases=Cases(attributes=claimed))
    if doubts:
        told.append(listed(doubts))
    elif not records.seen:
        return Reading(format=name, state=State.EMPTY, note="; ".join(["no tests", *told]), cases=Cases())
    state = State.SUSPECT if doubts else State.OK
    return Reading(format=name, state=state, note="; ".join(told), cases=records.cases())


def broken(name: str, problem: str, records: Records) -> Reading:
    """A report that cannot be read to its end, with the failures that stand before it."""
    failing = records.cases().failing
    if not failing:
        return invalid(name, problem)
    ids = listed(case.id for case in failing)
    return invalid(name, f"{problem}; before that {plural(len(failing), 'failing test')}: {ids}")


def claims_more(claimed: int, shown: int) -> tuple[str, ...]:
    """The doubt about a report that claims failures which no case shows."""
    if claimed <= shown:
        return ()
    return (f"the report claims {plural(claimed, 'failure')} and shows {shown or 'none'}",)
