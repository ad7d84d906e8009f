"""What becomes of each waiver: used, expired, stale or unused, as a ruling that a person can act on."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Final

from quality_gate.model.verdict import Level, Ruling, Status
from quality_gate.model.waivers import Waiver, WaiverKind, WaiverState
from quality_gate.model.wording import listed, plural
from quality_gate.rules.waivers.waived import Met, Occasion, Waived

_LOUD: Final = 14  # days before the end
_NOUNS: Final = {
    WaiverKind.TESTS: "test",
    WaiverKind.FINDINGS: "finding",
    WaiverKind.METRICS: "metric",
    WaiverKind.PROBES: "probe",
    WaiverKind.LOGS: "line",
    WaiverKind.RULE: "rule",
}


def state_of(met: Met, waived: Waived) -> WaiverState:
    """Of a part of the gate only what was met is known."""
    if met.names or met.surplus:
        expired = met.waiver.days_left(waived.occasion.today) < 0
        return WaiverState.EXPIRED if expired else WaiverState.USED
    if met.otherwise or met.refused:
        return WaiverState.UNUSED
    everything = waived.occasion.complete and waived.sound
    return WaiverState.STALE if met.holding or everything else WaiverState.UNUSED


def account(mets: Iterable[Met], waived: Waived) -> tuple[Ruling, ...]:
    return tuple(_ruling(met, waived) for met in mets)


def _ruling(met: Met, waived: Waived) -> Ruling:
    state = state_of(met, waived)
    if state is WaiverState.USED:
        return _used(met, waived.occasion)
    if state is WaiverState.EXPIRED:
        return _expired(met, waived.occasion)
    if state is WaiverState.STALE:
        return _stale(met, waived.occasion)
    return _unused(met, waived.occasion)


def _blank(met: Met, occasion: Occasion) -> Ruling:
    """A waiver that excuses something is never a required rule that was evaluated: it judges nothing."""
    waiver = met.waiver
    return Ruling(
        rule=waiver.rule,
        title=waiver.title,
        level=Level.OPTIONAL if met.optional else Level.RECOMMENDED,
        status=Status.WARNED,
        distance=f"until {waiver.expires}, {days_text(waiver.days_left(occasion.today))}",
        spots=met.excused if met.applies else (),
        reason=_why(waiver),
    )


def _used(met: Met, occasion: Occasion) -> Ruling:
    waiver, blank = met.waiver, _blank(met, occasion)
    if met.surplus:
        many = len(met.names) + len(met.surplus)
        return replace(
            blank,
            status=Status.FAILED,
            level=Level.OPTIONAL if met.optional else Level.REQUIRED,
            got=f"{many:,} fit, {len(met.names):,} excused",
            reason=f"not excused: {listed(met.surplus)}. {blank.reason}",
            next=f"mend them, or raise `max-matches` at {waiver.where}",
        )
    left = waiver.days_left(occasion.today)
    urgent = f"{waiver.owner}: {days_text(left)}! " if left <= _LOUD else ""
    return replace(
        blank,
        got=f"excuses {plural(len(met.names), _NOUNS[waiver.kind])}",
        next=f"{urgent}mend it before {waiver.expires}, then delete {waiver.where}",
    )


def _expired(met: Met, occasion: Occasion) -> Ruling:
    waiver, blank = met.waiver, _blank(met, occasion)
    said = "still excuses" if met.applies else "no longer excuses"
    why = "nothing shows that this change has to do with it. " if met.applies else ""
    remedy = f"{waiver.owner}: mend it, or give {waiver.where} a new date with a new reason"
    many = plural(len(met.names) + len(met.surplus), _NOUNS[waiver.kind])
    return replace(blank, got=f"{said} {many}", reason=why + blank.reason, next=remedy)


def _stale(met: Met, occasion: Occasion) -> Ruling:
    blank = _blank(met, occasion)
    release = occasion.release
    return replace(
        blank,
        status=Status.FAILED if release else Status.WARNED,
        level=Level.REQUIRED if release else Level.RECOMMENDED,
        got=f"stale: {listed(met.holding)} does not fail" if met.holding else "stale: it fits nothing",
        distance="",
        reason=f"a waiver that excuses nothing hides the next failure. {blank.reason}",
        next=f"delete it: {met.waiver.where}",
    )


def _unused(met: Met, occasion: Occasion) -> Ruling:
    blank = _blank(met, occasion)
    if met.refused:
        return replace(blank, got="not applied", reason=met.refused)
    if met.otherwise:
        return replace(
            blank,
            got="not applied",
            reason=f"{listed(met.otherwise)}: another error than {met.waiver.error!r}. {blank.reason}",
            next="look at the new error",
        )
    return replace(
        blank,
        status=Status.SKIPPED,
        got="not met",
        distance="",
        reason="whether it is stale only a complete run can tell",
    )


def days_text(left: int) -> str:
    """`56 days left`, `its last day`, `expired 3 days ago`."""
    if left < 0:
        return f"expired {plural(-left, 'day')} ago"
    return f"{plural(left, 'day')} left" if left else "its last day"


def _why(waiver: Waiver) -> str:
    return f"{waiver.reason} ({', '.join(part for part in (waiver.owner, waiver.issue) if part)})"
