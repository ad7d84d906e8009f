"""One test, many records: which attempt decides, and whether the test was flaky."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from itertools import takewhile

from quality_gate.model.cases import Case, Cases, Outcome, Place


@dataclass(frozen=True, slots=True)
class Attempt:
    """A record that is more than a plain pass, and how many plain passes its place had seen before it."""

    case: Case
    after: int


def joined(
    passed: Mapping[Place, list[str]], others: Iterable[Attempt], retrying: Collection[str], most_text: int
) -> Cases:
    """Distinct tests; `retrying` names the suites that count tests, and not each record, as tests."""
    records: dict[Place, dict[str, list[tuple[int, Case]]]] = {}
    for attempt in others:
        of_place = records.setdefault(attempt.case.place, {})
        of_place.setdefault(attempt.case.name, []).append((2 * attempt.after, attempt.case))
    kept: dict[Place, tuple[str, ...]] = {}
    for place, names in passed.items():
        distinct = dict.fromkeys(names)
        special = set(records.get(place, ()))
        if len(distinct) < len(names) and place.suite in retrying:
            special |= _repeated(names)
        if special:
            _add_passes(records.setdefault(place, {}), place, names, special)
        if left := tuple(name for name in distinct if name not in special) if special else tuple(distinct):
            kept[place] = left
    attempts = [
        (place.suite, [case for _, case in sorted(list_, key=_moment)])
        for place, by_name in records.items()
        for list_ in by_name.values()
    ]
    hiding = set(retrying) - {suite for suite, cases in attempts if _recovers(cases)}
    return Cases(kept, tuple(_decided(cases, suite in hiding, most_text) for suite, cases in attempts))


def _recovers(attempts: list[Case]) -> bool:
    """A failure before a pass: where failed attempts are told as such, one that looks passed did pass."""
    outcomes = [case.outcome for case in attempts if case.executed]
    return outcomes[-1:] == [Outcome.PASSED] and outcomes.count(Outcome.PASSED) < len(outcomes)


def _moment(record: tuple[int, Case]) -> int:
    return record[0]


def _repeated(names: Iterable[str]) -> set[str]:
    seen: set[str] = set()
    twice: set[str] = set()
    for name in names:
        (twice if name in seen else seen).add(name)
    return twice


def _add_passes(
    records: dict[str, list[tuple[int, Case]]], place: Place, names: Iterable[str], special: Collection[str]
) -> None:
    for index, name in enumerate(names):
        if name in special:
            records.setdefault(name, []).append((2 * index + 1, Case(place, name)))


def _decided(attempts: list[Case], retried: bool, most_text: int) -> Case:
    """The last attempt that ran decides; a skip never erases it, and neither does an earlier pass."""
    if len(attempts) == 1:
        return attempts[0]
    executed = [case for case in attempts if case.executed]
    if not executed:
        return next((case for case in attempts if case.outcome is Outcome.EXPECTED), attempts[-1])
    last = executed[-1]
    if last.failing:
        return _worst_of([*takewhile(lambda case: case.failing, reversed(executed))][::-1], most_text)
    if retried and not attempts[-1].executed:
        return attempts[-1]  # the attempts before it failed, though their records are empty
    flaky = any(case.flaky or case.failing for case in executed) or (retried and len(executed) > 1)
    return replace(last, flaky=flaky)


def _worst_of(failing: list[Case], most_text: int) -> Case:
    """A failure and the error of its teardown are one test in error, with the words of both."""
    worst = next((case for case in failing if case.outcome is Outcome.ERROR), failing[-1])
    text = "\n\n".join(dict.fromkeys(case.text for case in failing if case.text))
    return replace(worst, text=text[:most_text])
