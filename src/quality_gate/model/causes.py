"""When failures are alike: their messages without what changes from one to the next."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from quality_gate.model.cases import Case, Cases

_MOST: Final = 300  # characters of a message that can tell causes apart
_NAMED: Final = 5
_ALIKE: Final = 5  # fewer failures of one kind are no sign of a broken environment
_UUID: Final = r"\b[0-9a-fA-F]{8}-(?:[0-9a-fA-F]{4}-){3}[0-9a-fA-F]{12}\b"
_ADDRESS: Final = r"\b0x[0-9a-fA-F]+\b"
_TEMPORARY: Final = r"(?:/private)?(?:/tmp|/var/folders|/var/tmp)/[^\s'\",;:)\]]*"
_TEMPORARY_THERE: Final = r"[A-Za-z]:\\[^\s'\",;)\]]*\\Temp\\[^\s'\",;)\]]*"  # on Windows
_DIGEST: Final = r"\b(?=[0-9a-f]*[0-9])(?=[0-9a-f]*[a-f])[0-9a-f]{12,}\b"
_NUMBER: Final = r"\d+"
_KINDS: Final = (_UUID, _ADDRESS, _TEMPORARY, _TEMPORARY_THERE, _DIGEST, _NUMBER)
_CHANGING: Final = re.compile("|".join(_KINDS))


@dataclass(frozen=True, slots=True, kw_only=True)
class Alike:
    """Failures with one cause, as far as their messages tell."""

    message: str  # of the first of them
    tests: int
    waived: int = 0
    names: tuple[str, ...] = ()  # the first few


def headline(case: Case) -> str:
    """The line of a failure that says what went wrong."""
    first = next((line.strip() for line in case.message.splitlines() if line.strip()), "")
    if not first:
        lines = [line.strip() for line in case.text[-4 * _MOST :].splitlines() if line.strip()]
        first = lines[-1] if lines else ""
    if case.kind and not first.startswith(case.kind.rpartition(".")[2]) and case.kind not in first:
        first = f"{case.kind}: {first}" if first else case.kind
    return first[:_MOST]


def signature(case: Case) -> str:
    """Equal for failures that differ only in numbers, addresses, identifiers and temporary paths."""
    return _unchanging(headline(case))


@lru_cache(maxsize=4096)
def _unchanging(line: str) -> str:
    return _CHANGING.sub("#", " ".join(line.split()))


def alike(cases: Iterable[Case]) -> tuple[Alike, ...]:
    """Failures in groups of one cause each, the largest first; one without any message stands alone."""
    groups: dict[str, list[Case]] = {}
    for case in cases:
        if said := signature(case):
            groups.setdefault(said, []).append(case)
    ordered = sorted(groups.items(), key=lambda item: (-len(item[1]), item[0]))
    return tuple(_group(some) for _, some in ordered)


def _group(cases: list[Case]) -> Alike:
    first = min(cases, key=lambda case: case.id)
    return Alike(
        message=headline(first),
        tests=len(cases),
        waived=sum(bool(case.waived) for case in cases),
        names=tuple(sorted(case.id for case in cases)[:_NAMED]),
    )


def mass_failure(cases: Cases) -> str:
    """The one signature of more than 80 % of the executed tests, five at least; empty where there is none."""
    failing = cases.failing
    executed = cases.counts.executed
    if len(failing) < _ALIKE or len(failing) * 5 <= executed * 4:
        return ""
    numbers: dict[str, int] = {}
    for case in failing:
        said = signature(case)
        numbers[said] = numbers.get(said, 0) + 1
    most = max(sorted(numbers), key=numbers.__getitem__)
    return most if most and numbers[most] >= _ALIKE and numbers[most] * 5 > executed * 4 else ""


def environment_text(cases: Cases) -> str:
    """`likely environment: 59 of 60 tests failed alike`; a label, and no excuse."""
    said = mass_failure(cases)
    if not said:
        return ""
    number = sum(signature(case) == said for case in cases.failing)
    return f"likely environment: {number:,} of {cases.counts.executed:,} tests failed alike"
