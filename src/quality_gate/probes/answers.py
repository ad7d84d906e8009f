"""The ways in which a probe answers."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from quality_gate.model.paths import nearest
from quality_gate.model.probes import Sighting
from quality_gate.model.verdict import Cause, Problem, Spot, Status

MOST_SPOTS: Final = 50
_LONGEST: Final = 300


def passed(expected: str, got: str, *, reason: str = "") -> Sighting:
    return Sighting(status=Status.PASSED, expected=cut(expected), got=cut(got), reason=cut(reason, 2_000))


@dataclass(frozen=True, slots=True, kw_only=True)
class Shortfall:
    """What a failure says beside what was expected and what was found."""

    reason: str = ""
    next: str = ""
    distance: str = ""
    spots: Sequence[Spot] = ()


def failed(expected: str, got: str, short: Shortfall) -> Sighting:
    return Sighting(
        status=Status.FAILED,
        expected=cut(expected),
        got=cut(got),
        distance=short.distance,
        reason=cut(short.reason, 2_000),
        next=cut(short.next),
        spots=tuple(short.spots)[:MOST_SPOTS],
    )


def unknown(problem: Problem, expected: str = "") -> Sighting:
    return Sighting(
        status=Status.UNKNOWN,
        cause=problem.cause,
        expected=cut(expected),
        reason=cut(problem.reason, 2_000),
        next=problem.next,
        spots=problem.spots,
    )


def no_match(what: str, wanted: str, known: Iterable[str], remedy: str) -> Problem:
    """Nothing was looked at; the nearest things that are there are named."""
    near = nearest(wanted.removesuffix("/**"), dict.fromkeys(known))
    hint = f"; nearest: {', '.join(near)}" if near else ""
    return Problem(Cause.NO_MATCH, what + hint, remedy)


def cut(text: str, most: int = _LONGEST) -> str:
    """So much of a text that nobody has to scroll, in one line."""
    line = " ".join(text[: most * 2].split())
    return line if len(line) <= most else line[: most - 1] + "…"
