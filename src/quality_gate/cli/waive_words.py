"""What `waive list` says: which waivers there are, and what the last run made of them."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, Final

from quality_gate.model.output import RECORD
from quality_gate.model.paths import nearest
from quality_gate.model.selectors import escaped, fits
from quality_gate.model.waivers import Waiver, WaiverState
from quality_gate.readers.reader import ReadLimits
from quality_gate.readers.record import BadRecord, record_from
from quality_gate.renderers.columns import Row, table
from quality_gate.renderers.escape import for_terminal
from quality_gate.rules.waivers.account import days_text
from quality_gate.world.world import World

_LIMITS: Final = ReadLimits(max_bytes=512 * 1024**2)  # of a record, as where it is a base
_MOST_COMPARED: Final = 2_000  # names that a mistaken one is compared with: each takes a while


def known_states(waivers: Iterable[Waiver], world: World) -> dict[str, WaiverState]:
    """By the last record, as far as it knows the same waivers; empty where there is none."""
    known = {}
    for one in _recorded(world):
        if isinstance(one, dict) and one.get("state") in list(WaiverState):
            known[_identity(one)] = WaiverState(one["state"])
    return {
        waiver.rule: known[identity]
        for waiver in waivers
        if (identity := _same(waiver.kind, waiver.pattern, waiver.error, dict(waiver.variant))) in known
    }


def table_text(
    waivers: Iterable[Waiver], states: Mapping[str, WaiverState], today: date, width: int
) -> list[str]:
    head = Row(("What", "Owner", "Days", "Last run", "Where"))
    rows = [
        Row(
            (
                for_terminal(waiver.title.removeprefix("waiver: ")),
                for_terminal(waiver.owner, 40),
                days_text(waiver.days_left(today)),
                str(states.get(waiver.rule, "not known")),
                for_terminal(waiver.where, 60),
            )
        )
        for waiver in waivers
    ]
    return table([head, *rows], width)


def unknown_test(pattern: str, world: World) -> str:
    """What is doubtful about a waiver of a test that the last run has not met; empty where nobody can say."""
    try:
        with world.files.open(RECORD) as stream:
            record = record_from(stream, _LIMITS)
    except (OSError, ValueError, BadRecord):
        return ""
    found = (stage.cases for stage in record.evidence.stages)
    names = {case.id for cases in found if cases is not None for case in cases}
    if not names or any(fits(pattern, name) for name in names):
        return ""
    scope = f" ({record.scope})" if record.scope else ""
    near = nearest(pattern, sorted(names)[:_MOST_COMPARED], 1)
    meant = f"; did you mean {escaped(near[0])}?" if near else ""
    return f"the last run{scope} has no test that fits {pattern}{meant}"


def _recorded(world: World) -> list[Any]:
    try:
        record = json.loads(world.files.text(RECORD) or "{}")
    except (ValueError, RecursionError):
        return []
    found = record.get("waivers") if isinstance(record, dict) else None
    return found if isinstance(found, list) else []


def _identity(one: Mapping[str, Any]) -> str:
    return _same(one.get("kind"), one.get("pattern"), one.get("error"), one.get("variant"))


def _same(kind: Any, pattern: Any, error: Any, variant: Any) -> str:
    return json.dumps([kind, pattern, error, variant], sort_keys=True)
