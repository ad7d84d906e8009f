"""Excuses failed rulings: of a rule, a metric, a probe or a log. What is unknown stays unknown."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Final

from quality_gate.model.verdict import Level, Ruling, Spot, Status
from quality_gate.model.waivers import Waiver, WaiverKind
from quality_gate.rules.waivers.expiry import holds
from quality_gate.rules.waivers.matching import says
from quality_gate.rules.waivers.waived import Met, Waived

# How a log probe says that there are such lines, and that nothing else is the matter.
_LINES: Final = re.compile(r"([0-9][0-9,]*) lines? (?:with|not as) (?:(?!; ).)*\Z")
_MOST_PLACES: Final = 50  # where so many are named, there may be more
_SECTIONS: Final = {WaiverKind.METRICS: "metrics.", WaiverKind.PROBES: "probes.", WaiverKind.LOGS: "probes."}
# A command or job that died is nobody's known failure, and the gate's own floor is not for waiving.
NEVER: Final = ("stages", "waivers", "policy", "needs", "handed-over")


def names(waiver: Waiver, rule: str) -> bool:
    """Only whole key paths: what else begins alike is another rule."""
    if waiver.kind in (WaiverKind.TESTS, WaiverKind.FINDINGS) or rule.partition(".")[0] in NEVER:
        return False
    return rule == _SECTIONS.get(waiver.kind, "") + waiver.pattern


def waive_rulings(rulings: Sequence[Ruling], waived: Waived) -> tuple[tuple[Ruling, ...], tuple[Met, ...]]:
    """The rulings with the excused ones marked, and what all waivers of the run have met."""
    met = {one.waiver.rule: one for one in waived.met}
    wanted = [
        one.waiver for one in waived.met if one.waiver.kind not in (WaiverKind.TESTS, WaiverKind.FINDINGS)
    ]
    found = []
    for ruling in rulings:
        naming = [waiver for waiver in wanted if names(waiver, ruling.rule)]
        found.append(_judged(ruling, naming, waived, met) if naming else ruling)
    return tuple(found), tuple(met.values())


def _judged(ruling: Ruling, waivers: list[Waiver], waived: Waived, met: dict[str, Met]) -> Ruling:
    if ruling.status is not Status.FAILED:
        for waiver in waivers:
            met[waiver.rule] = _not_failed(ruling, met[waiver.rule])
        return ruling
    parts = {waiver.rule: _parts(ruling, waiver) for waiver in waivers}
    for waiver in waivers:
        met[waiver.rule] = _met(ruling, waiver, waived, parts[waiver.rule])
    active = [waiver for waiver in waivers if met[waiver.rule].applies and met[waiver.rule].names]
    covered = {spot for waiver in active for spot in parts[waiver.rule][: waiver.most]}
    if not active or not _complete(ruling, active, covered):
        return ruling
    return replace(ruling, waived=active[0].rule)


def _not_failed(ruling: Ruling, known: Met) -> Met:
    if ruling.status is Status.UNKNOWN:
        return replace(known, refused=f"{ruling.rule} is unknown, which no waiver excuses")
    return replace(known, holding=(ruling.rule,))


def _parts(ruling: Ruling, waiver: Waiver) -> list[Spot]:
    """What of a ruling the waiver speaks of: single lines of a log, else the ruling as a whole."""
    if waiver.kind is WaiverKind.LOGS:
        return [spot for spot in ruling.spots if says(waiver.error, spot.note)]
    return [Spot("", None, None, ruling.rule)] if _speaks_of(waiver.error, ruling) else []


def _speaks_of(error: str, ruling: Ruling) -> bool:
    """In its words, or at each of its places: one known place among others excuses nothing."""
    if says(error, f"{ruling.got}\n{ruling.distance}\n{ruling.reason}"):
        return True
    known = 0 < len(ruling.spots) < _MOST_PLACES
    return known and all(says(error, spot.note) for spot in ruling.spots)


def _complete(ruling: Ruling, active: Iterable[Waiver], covered: set[Spot]) -> bool:
    """Of a log every line must be excused: all of them must be known, and nothing else be the matter."""
    if any(waiver.kind is not WaiverKind.LOGS for waiver in active):
        return True
    said = _LINES.match(ruling.got)
    counted = int(said[1].replace(",", "")) if said else None
    return counted == len(ruling.spots) and covered.issuperset(ruling.spots)


def _met(ruling: Ruling, waiver: Waiver, waived: Waived, parts: list[Spot]) -> Met:
    files = [spot.path for spot in ruling.spots]
    excused, surplus = parts[: waiver.most], parts[waiver.most :]
    return Met(
        waiver=waiver,
        applies=holds(waiver, waived.occasion, waived.evidence.changes, files),
        excused=tuple(excused),
        names=tuple(spot.note for spot in excused),
        surplus=tuple(spot.note for spot in surplus),
        otherwise=() if parts else (ruling.rule,),
        optional=ruling.level is Level.OPTIONAL,
    )
