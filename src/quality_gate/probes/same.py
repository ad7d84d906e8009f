"""Several places that must say the same, such as versions: what has drifted apart is told with its places."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Final, Literal

from quality_gate.bind.node import Kind
from quality_gate.bind.values import setting
from quality_gate.model.probes import Sighting
from quality_gate.model.quantity import parse_quantity
from quality_gate.model.secrets import looks_secret
from quality_gate.model.verdict import Problem, Status
from quality_gate.model.wording import listed, plural
from quality_gate.probes.answers import Shortfall, cut, failed, passed, unknown
from quality_gate.probes.newer import newer
from quality_gate.probes.probe import Site
from quality_gate.probes.settings import LiveSettings
from quality_gate.probes.source_settings import ValueSettings
from quality_gate.probes.sources import Value, value_of

NAME: Final = "same"
_NOUNS: Final = {
    Kind.INTEGER: "a number",
    Kind.DECIMAL: "a number",
    Kind.BOOLEAN: "a truth value",
    Kind.DATE: "a date",
    Kind.NULL: "nothing",
    Kind.LIST: "a list",
    Kind.MAPPING: "a mapping",
}


@dataclass(frozen=True, kw_only=True)
class SameSettings(LiveSettings):
    same: tuple[ValueSettings, ...] = setting(
        doc="Two or more places that must say the same.",
        example='[{file: pyproject.toml, key: project.version}, {file: src/app.py, regex: "VERSION = (.+)"}]',
    )
    type: Literal["string", "number", "any"] = setting(
        default="string",
        doc="`string`: what is written as a number fails (`1.6` is no version); `number`: 2 and 2.0 are the "
        "same; `any`: the texts are compared as they are.",
        example="any",
    )

    newer_than_base: bool = setting(
        default=False,
        doc="Whether it must also be a greater version than at the base; 1.10 is greater than 1.9.",
        example="true",
    )

    @property
    def reads_changes(self) -> bool:
        return self.newer_than_base

    def mistakes(self) -> Iterable[tuple[str, str, str]]:
        if len(self.same) < 2:
            yield "same", "one place alone always agrees with itself", "write two or more"
        if self.newer_than_base and not any(source.file for source in self.same):
            yield "newer-than-base", "no place is a file, and only files have a base", "add a `file:`"


SETTINGS: Final = SameSettings


def look(settings: SameSettings, site: Site) -> Sighting:
    expected = f"the same in {len(settings.same)} places"
    values: list[Value] = []
    problems: list[Problem] = []
    for source in settings.same:
        found = value_of(source, site)
        if isinstance(found, Problem):
            problems.append(found)
        else:
            values.append(found)
    if problems:
        return unknown(_joined(problems), expected)
    seen = compared(values, settings.type, expected)
    if settings.newer_than_base and seen.status is Status.PASSED:
        seen = newer(settings.same, values[0], site, f"{expected}, greater than at the base")
    return _untold(seen) if any(map(_secret, settings.same)) else seen


def _secret(source: ValueSettings) -> bool:
    return any(map(looks_secret, (source.key.rpartition(".")[2], *source.env)))


def _untold(seen: Sighting) -> Sighting:
    """What a password is, is nobody's business."""
    got = "the same" if seen.status is Status.PASSED else "not the same; the values are not shown"
    return replace(seen, got=got, reason="", spots=tuple(replace(spot, note="") for spot in seen.spots))


def compared(values: Sequence[Value], wanted: str, expected: str) -> Sighting:
    """What the values of all places say together."""
    elsewhere = [value for value in values if value.spot is None]  # a spot says it itself
    places = "; ".join(f"{value.label}: {_shown(value.text) or '(empty)'}" for value in elsewhere)
    spots = [value.spot for value in values if value.spot]
    if misfits := [said for value in values if (said := _misfit(value, wanted))]:
        remedy = "write it as the others do, in quotes if it is text"
        return failed(expected, listed(misfits), Shortfall(reason=places, next=remedy, spots=spots))
    different = dict.fromkeys(str(_compared(value, wanted)) for value in values)
    if len(different) > 1:
        got = f"{len(different)} different values: {listed(map(_shown, different), most=4)}"
        return failed(expected, got, Shortfall(reason=places, next="make them the same", spots=spots))
    return passed(expected, f"{_shown(values[0].text)} in {plural(len(values), 'place')}")


def _misfit(value: Value, wanted: str) -> str:
    """Why a value is not of the type that was asked for."""
    kind = value.node.kind
    if kind in (Kind.LIST, Kind.MAPPING, Kind.NULL) or not value.text:
        return f"{_where(value)} holds {_NOUNS.get(kind, 'nothing')}"
    if wanted == "string" and kind is not Kind.TEXT:
        remedy = f'write it as text: "{value.text}"'
        return f"{_where(value)}: {cut(value.text, 80)} is {_NOUNS[kind]}, {remedy}"
    if wanted == "number" and _compared(value, wanted) is None:
        return f"{_where(value)}: {_shown(value.text)} is no number"
    return ""


def _compared(value: Value, wanted: str) -> object:
    if wanted != "number":
        return value.text
    try:
        quantity = parse_quantity(value.text)
    except ValueError:
        return None
    return f"{quantity.exact} {quantity.scale.measures}"


def _where(value: Value) -> str:
    return value.spot.where if value.spot else value.label


def _shown(text: str) -> str:
    return cut(text, 80)


def _joined(problems: Sequence[Problem]) -> Problem:
    """All that is wrong at once; the cause of the first."""
    first = problems[0]
    if len(problems) == 1:
        return first
    spots = tuple(spot for problem in problems for spot in problem.spots)
    reason = "; ".join(problem.reason for problem in problems)
    return Problem(first.cause, reason, first.next, spots)
