"""What is shown beside the lines of a change: the most useful places first, as many as the runner takes."""

from __future__ import annotations

import posixpath
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Final

from quality_gate.model.cases import Case
from quality_gate.model.paths import repo_path
from quality_gate.model.report import Report
from quality_gate.model.verdict import Level, Ruling
from quality_gate.renderers.escape import for_command_data, for_command_property, shortened
from quality_gate.renderers.phrases import first_line, measured, ruling_word, titled
from quality_gate.renderers.places import places

MOST: Final = 10  # of a kind and step; the runner drops what comes after
_MOST_JOINED: Final = 4  # said at one place
_LONGEST: Final = (300, 180)  # of the first that is said there, and of each other
_TESTS: Final = ("tests.", "stages.")


class Kind(StrEnum):
    ERROR = "error"
    WARNING = "warning"
    NOTICE = "notice"


@dataclass(frozen=True, slots=True, kw_only=True)
class Annotation:
    kind: Kind
    title: str
    message: str
    path: str = ""
    line: int | None = None
    end: int | None = None
    count: int = 1  # how many are told by this one


def annotate(report: Report, most: int = MOST) -> list[Annotation]:
    """At most so many of a kind; the last one says how many more there are."""
    found = list(_joined(_all(report)))
    return [one for kind in Kind for one in _cut(kind, [one for one in found if one.kind is kind], most)]


def workflow_commands(found: Iterable[Annotation], folder: str = "") -> str:
    """GitHub counts paths from the repository's root, the gate from its configuration's folder."""
    return "".join(
        f"::{one.kind} {_properties(one, folder)}::{for_command_data(one.message)}\n" for one in found
    )


def _all(report: Report) -> Iterator[Annotation]:
    unmet = [ruling for ruling in report.verdict.rulings if not ruling.holds]
    lines = [ruling for ruling in unmet if ruling.rule.startswith("coverage.")]
    lines.sort(key=lambda ruling: ruling.rule != "coverage.changed")  # what this change can mend itself
    for ruling in lines:
        yield from _placed(ruling)
    yield from _failing_tests(report)
    stages = report.evidence.stages
    told = frozenset(name for one in stages if one.cases for name in _names(one.cases.failing))
    for ruling in unmet:
        if ruling not in lines:
            yield from _placed(ruling, told)
    for ruling in unmet:
        if not any(_path(spot.path) for spot in ruling.spots):
            yield Annotation(kind=_kind(ruling), title=titled(ruling), message=_said(ruling))


def _placed(ruling: Ruling, told: frozenset[tuple[str, str]] = frozenset()) -> Iterator[Annotation]:
    for place in places(ruling.spots):
        path = _path(place.path)
        if not told.isdisjoint({(path, place.note), (path, place.note.partition(": ")[0])}):
            continue  # the test's own annotation says it best
        ranges: tuple[tuple[int | None, int | None], ...] = place.ranges or ((None, None),)
        for start, end in ranges if path else ():
            yield Annotation(
                kind=_kind(ruling),
                title=titled(ruling),
                message="\n".join(part for part in (place.note, _said(ruling)) if part),
                path=path,
                line=start,
                end=end,
            )


def _failing_tests(report: Report) -> Iterator[Annotation]:
    block = any(ruling.rule.startswith(_TESTS) for ruling in report.verdict.blocking)
    for stage in report.evidence.stages:
        for case in stage.cases.failing if stage.cases else ():
            if path := _path(case.place.file):
                yield Annotation(
                    kind=Kind.ERROR if block and stage.level is Level.REQUIRED else Kind.WARNING,
                    title=case.shown,
                    message=first_line(case.message) or str(case.outcome),
                    path=path,
                    line=case.line,
                )


def _names(cases: Iterable[Case]) -> Iterator[tuple[str, str]]:
    """How a ruling may name a test at its place."""
    for case in cases:
        file = case.place.file
        yield from ((file, case.name), (file, case.id), (file, case.shown.removeprefix(f"{file}::")))


def _joined(found: Iterable[Annotation]) -> Iterator[Annotation]:
    """One annotation of a kind for one place, and what is said there counts, each once."""
    groups: dict[tuple[object, ...], dict[tuple[str, str], Annotation]] = {}
    for one in found:
        place = (one.kind, one.path, one.line) if one.path else (one.kind, one.title, one.message)
        groups.setdefault(place, {}).setdefault((one.title, one.message), one)
    for group in groups.values():
        first, *others = group.values()
        yield replace(first, message=_together(first, others), count=len(group)) if others else first


def _together(first: Annotation, others: Sequence[Annotation]) -> str:
    """What comes first says it best; the others name themselves."""
    lines = [shortened(first.message, _LONGEST[0])]
    for one in others[: _MOST_JOINED - 1]:
        name = "" if one.title == first.title else f"{one.title}: "
        lines.append(shortened(name + one.message, _LONGEST[1]))
    more = len(others) + 1 - _MOST_JOINED
    return "\n".join([*lines, *([f"and {more:,} more"] if more > 0 else [])])


def _cut(kind: Kind, found: list[Annotation], most: int) -> list[Annotation]:
    if len(found) <= most:
        return found
    more = sum(one.count for one in found[most - 1 :])
    last = Annotation(
        kind=kind,
        title="Quality Gate",
        message=f"and {more:,} more of this kind: see the job summary, or quality-gate/record.json",
    )
    return [*found[: most - 1], last]


def _said(ruling: Ruling) -> str:
    found = measured(ruling) or ruling_word(ruling)
    said = ". ".join(part for part in (found, ruling.distance, ruling.reason) if part)
    return f"{said} → {ruling.next}" if ruling.next else said


def _kind(ruling: Ruling) -> Kind:
    if ruling.blocks:
        return Kind.ERROR
    return Kind.WARNING if ruling.warns else Kind.NOTICE


def _path(text: str) -> str:
    """Only a path inside the repository can be shown beside a line."""
    return text if text and repo_path(text) == text else ""


def _properties(one: Annotation, folder: str) -> str:
    end = one.end if one.end != one.line else None
    path = posixpath.join(folder, one.path) if one.path else ""
    known = {"file": path, "line": one.line, "endLine": end, "title": one.title}
    return ",".join(f"{key}={for_command_property(str(value))}" for key, value in known.items() if value)
