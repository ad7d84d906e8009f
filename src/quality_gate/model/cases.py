"""Test cases and their outcomes, stored so that a million passing ones stay small."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Final


class Outcome(StrEnum):
    PASSED = "passed"
    FAILED = "failed"
    ERROR = "error"
    SKIPPED = "skipped"
    EXPECTED = "expected"  # failed, and was expected to (xfail, todo)


_WORST_FIRST: Final = (Outcome.ERROR, Outcome.FAILED, Outcome.PASSED, Outcome.EXPECTED, Outcome.SKIPPED)
_RANK: Final = {outcome: rank for rank, outcome in enumerate(_WORST_FIRST)}


@dataclass(frozen=True, slots=True)
class Place:
    """Where a case stands. `file` is the report's spelling until the gate has located it."""

    suite: str = ""  # names of the suites around it, joined by " > "
    classname: str = ""
    file: str = ""
    variant: str = ""  # the matrix leg it ran in: "os=linux, py=3.12"


@dataclass(frozen=True, slots=True)
class Case:
    place: Place
    name: str
    outcome: Outcome = Outcome.PASSED
    flaky: bool = False  # passed, after an earlier attempt had failed
    message: str = ""
    kind: str = ""
    text: str = ""
    line: int | None = None
    waived: str = ""  # the waiver that excuses this failure; it stays a failure

    @property
    def id(self) -> str:
        """`path::Class::name` where the file is known, else `classname::name`."""
        place = self.place
        front = (place.file, place.classname) if place.file else (place.classname or place.suite,)
        return "::".join(part for part in (*front, self.name) if part)

    @property
    def shown(self) -> str:
        """For people, who must know which leg of a matrix it was; waivers and patterns go by `id`."""
        return f"{self.id} ({self.place.variant})" if self.place.variant else self.id

    @property
    def failing(self) -> bool:
        return self.outcome in (Outcome.FAILED, Outcome.ERROR)

    @property
    def executed(self) -> bool:
        return self.outcome in (Outcome.PASSED, Outcome.FAILED, Outcome.ERROR)


@dataclass(frozen=True, slots=True)
class Counts:
    """How many distinct tests ended how; adds up."""

    passed: int = 0
    failed: int = 0
    errors: int = 0
    skipped: int = 0
    expected: int = 0
    flaky: int = 0  # among the passed ones
    waived: int = 0  # among the failed ones and those in error

    def __add__(self, other: Counts) -> Counts:
        return Counts(*(getattr(self, name) + getattr(other, name) for name in self.__slots__))

    @property
    def executed(self) -> int:
        return self.passed + self.failed + self.errors

    @property
    def failing(self) -> int:
        return self.failed + self.errors

    @property
    def total(self) -> int:
        return self.executed + self.skipped + self.expected


@dataclass(frozen=True, slots=True)
class Cases:
    """Many cases, each once: plainly passed ones as bare names per place, all others whole.

    `attributes` counts suites that list no case: only there what the report claims is all there is.
    """

    passed: Mapping[Place, tuple[str, ...]] = field(default_factory=dict)
    others: tuple[Case, ...] = ()
    attributes: Counts = Counts()

    def __iter__(self) -> Iterator[Case]:
        for place, names in self.passed.items():
            for name in names:
                yield Case(place, name)
        yield from self.others

    @property
    def counts(self) -> Counts:
        plain = sum(len(names) for names in self.passed.values())
        return Counts(passed=plain) + count(self.others) + self.attributes

    @property
    def failing(self) -> tuple[Case, ...]:
        return tuple(case for case in self.others if case.failing)

    def moved(self, move: Callable[[Place], Place]) -> Cases:
        """The same cases at other places: located in the repository, or marked with a variant."""
        places: dict[Place, Place] = {}
        parts = [Cases({places.setdefault(old, move(old)): names}) for old, names in self.passed.items()]
        others = tuple(replace(c, place=places.setdefault(c.place, move(c.place))) for c in self.others)
        return merged([*parts, Cases({}, others, self.attributes)])

    def where(self, wanted: Callable[[Case], bool]) -> Cases:
        """The cases that a rule selects."""
        passed = {
            place: kept
            for place, names in self.passed.items()
            if (kept := tuple(name for name in names if wanted(Case(place, name))))
        }
        return Cases(passed, tuple(case for case in self.others if wanted(case)))


def count(cases: Iterable[Case]) -> Counts:
    tally = dict.fromkeys(Outcome, 0)
    flaky = waived = 0
    for case in cases:
        tally[case.outcome] += 1
        waived += bool(case.waived) and case.failing
        flaky += case.flaky and case.outcome is Outcome.PASSED
    return Counts(
        passed=tally[Outcome.PASSED],
        failed=tally[Outcome.FAILED],
        errors=tally[Outcome.ERROR],
        skipped=tally[Outcome.SKIPPED],
        expected=tally[Outcome.EXPECTED],
        flaky=flaky,
        waived=waived,
    )


def merged(parts: Iterable[Cases]) -> Cases:
    """Several reports as one, in any order: one test in two of them keeps its worst outcome."""
    names: dict[Place, list[tuple[str, ...]]] = {}
    others: dict[tuple[Place, str], Case] = {}
    attributes = Counts()
    for part in parts:
        for place, some in part.passed.items():
            names.setdefault(place, []).append(some)
        for case in part.others:
            key = (case.place, case.name)
            others[key] = worse(others[key], case) if key in others else case
        attributes += part.attributes
    passed = {place: lists[0] if len(lists) == 1 else _union(lists) for place, lists in names.items()}
    if others:
        passed = _without_contradicted(passed, others)
    return Cases(passed, tuple(others.values()), attributes)


def worse(one: Case, other: Case) -> Case:
    """Of two records of one test the worse outcome stands, in any order; running beats being skipped."""
    first = min((one, other), key=lambda c: (_RANK[c.outcome], c.message, c.text, c.kind, c.line or 0))
    flaky = first.outcome is Outcome.PASSED and (one.flaky or other.flaky)
    return first if first.flaky == flaky else replace(first, flaky=flaky)


def _union(lists: list[tuple[str, ...]]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name for names in lists for name in names))


def _without_contradicted(
    passed: dict[Place, tuple[str, ...]], others: dict[tuple[Place, str], Case]
) -> dict[Place, tuple[str, ...]]:
    """Drops passes that another record of the same test outranks, and records a pass outranks."""
    by_place: dict[Place, dict[str, Case]] = {}
    for (place, name), case in others.items():
        by_place.setdefault(place, {})[name] = case
    kept: dict[Place, tuple[str, ...]] = {}
    for place, names in passed.items():
        rivals = by_place.get(place, {})
        both = [name for name in names if name in rivals] if rivals else []
        for name in both:
            others[place, name] = worse(rivals[name], Case(place, name))
        left = tuple(name for name in names if name not in rivals) if both else names
        if left:
            kept[place] = left
    return kept
