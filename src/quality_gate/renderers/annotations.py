"""What is shown beside the lines of a change: the most useful places first, as many as the runner takes."""

from __future__ import annotations

import posixpath
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from quality_gate.model.paths import repo_path
from quality_gate.model.report import Report
from quality_gate.model.verdict import Level, Ruling
from quality_gate.renderers.escape import for_command_data, for_command_property
from quality_gate.renderers.phrases import first_line, measured, ruling_word, titled
from quality_gate.renderers.places import places

MOST: Final = 10  # of a kind and step; the runner drops what comes after
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


def annotate(report: Report) -> list[Annotation]:
    """At most ten of a kind; the tenth says how many more there are."""
    found = list(_unique(_all(report)))
    return [one for kind in Kind for one in _cut(kind, [one for one in found if one.kind is kind])]


def workflow_commands(found: Iterable[Annotation], folder: str = "") -> str:
    """GitHub counts paths from the repository's root, the gate from its configuration's folder."""
    return "".join(
        f"::{one.kind} {_properties(one, folder)}::{for_command_data(one.message)}\n" for one in found
    )


def _all(report: Report) -> Iterator[Annotation]:
    unmet = [ruling for ruling in report.verdict.rulings if not ruling.holds]
    lines = [ruling for ruling in unmet if ruling.rule.startswith("coverage.")]
    for ruling in lines:
        yield from _placed(ruling)
    yield from _failing_tests(report)
    for ruling in unmet:
        if ruling not in lines:
            yield from _placed(ruling)
    for ruling in unmet:
        if not any(_path(spot.path) for spot in ruling.spots):
            yield Annotation(kind=_kind(ruling), title=titled(ruling), message=_said(ruling))


def _placed(ruling: Ruling) -> Iterator[Annotation]:
    for place in places(ruling.spots):
        path = _path(place.path)
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
                    title=case.id,
                    message=first_line(case.message) or str(case.outcome),
                    path=path,
                    line=case.line,
                )


def _unique(found: Iterable[Annotation]) -> Iterator[Annotation]:
    """One annotation for one place: what comes first says it best."""
    seen: set[tuple[str, int | None]] = set()
    for one in found:
        place = (one.path, one.line)
        if not one.path or place not in seen:
            seen.add(place)
            yield one


def _cut(kind: Kind, found: list[Annotation]) -> list[Annotation]:
    if len(found) <= MOST:
        return found
    more = len(found) - MOST + 1
    last = Annotation(
        kind=kind,
        title="Quality Gate",
        message=f"and {more:,} more of this kind: see the job summary, or quality-gate/record.json",
    )
    return [*found[: MOST - 1], last]


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
