"""What probes saw, handed from one step or job of a workflow to the one that judges."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Final

from quality_gate.envelopes.expected import Expected
from quality_gate.envelopes.find import files_named
from quality_gate.envelopes.read import BadEnvelope, Fields, object_from, text_of
from quality_gate.model.output import ENVELOPES, SIGHTINGS_FILE
from quality_gate.model.probes import Sighting
from quality_gate.model.verdict import Cause, Spot, Status
from quality_gate.model.wording import listed
from quality_gate.renderers.neutral import neutral_line
from quality_gate.world.files import Files
from quality_gate.world.world import World

SCHEMA: Final = "quality-gate/sightings/1"
_LARGEST: Final = 16 << 20
_FRESH: Final = "delete quality-gate/ before the stages run, and hand over one envelope of probes"


@dataclass(frozen=True, slots=True, kw_only=True)
class Sightings:
    """One envelope: what was looked at, on which commit and attempt, under which orders."""

    gate: str = ""
    commit: str = ""
    run: str = ""
    attempt: int = 1
    config: str = ""
    target: str = ""
    started: str = ""
    seen: Mapping[str, Sighting] = field(default_factory=dict)  # by the probe's name
    path: str = ""  # where it was found; not written


def write_sightings(envelope: Sightings, world: World) -> None:
    text = sightings_json(world.mask.value(envelope))
    world.files.write(f"{ENVELOPES}/{SIGHTINGS_FILE}", text)


def find_sightings(folders: Iterable[str], world: World) -> tuple[Sightings, ...]:
    """All that can be read; what cannot is told."""
    found: list[Sightings] = []
    for path in files_named(SIGHTINGS_FILE, folders, world):
        try:
            found.append(sightings_from(Files(path.parent).read(path.name, _LARGEST), path))
        except (OSError, BadEnvelope) as problem:
            world.console.tell(neutral_line(f"not used: {path}: {problem}"))
    return tuple(found)


def merge_sightings(
    envelopes: Sequence[Sightings], expected: Expected, target: str, names: Iterable[str]
) -> dict[str, Sighting]:
    """Of every probe that somebody has handed over: what it saw, or why that does not count."""
    ours = [one for one in envelopes if one.gate == expected.gate]
    if not ours:
        return {}
    chosen = _choose(ours, expected, target)
    if isinstance(chosen, Sighting):
        return dict.fromkeys(names, chosen)
    return {name: chosen.seen[name] for name in names if name in chosen.seen}


def _choose(ours: Sequence[Sightings], expected: Expected, target: str) -> Sightings | Sighting:
    """As of stages: the newest attempt counts, and only for the commit and the orders that are judged."""
    fitting = [one for one in ours if one.commit == expected.commit]
    if not fitting:
        was, now = (commit[:12] or "no commit" for commit in (ours[0].commit, expected.commit))
        return _stale(
            f"it was looked at for commit {was}, not for {now}", "look on the commit that is judged"
        )
    if len({one.run for one in fitting}) > 1:
        runs = listed(sorted({one.run or "a laptop" for one in fitting}))
        return _contradiction(f"what probes saw came from several runs: {runs}")
    newest = max(one.attempt for one in fitting)
    same = [one for one in fitting if one.attempt == newest]
    if any(replace(one, path="") != replace(same[0], path="") for one in same):
        where = listed(sorted(one.path for one in same))
        return _contradiction(f"what probes saw came twice with different content: {where}")
    return _other_orders(same[0], expected, target) or same[0]


def _other_orders(one: Sightings, expected: Expected, target: str) -> Sighting | None:
    if expected.run and one.run != expected.run:
        of = f"in the workflow run {one.run}" if one.run else "in no workflow run"
        return _stale(f"it was looked at {of}, not in {expected.run}", _FRESH)
    if expected.run and one.attempt > expected.attempt:
        reason = f"it was looked at in attempt {one.attempt}, and this is attempt {expected.attempt}"
        return _stale(reason, "conclude in the newest attempt")
    if expected.same_orders and one.config != expected.config:
        return _stale("it was looked at under another configuration", "run it again under this one")
    if one.target != target:
        said, wanted = one.target or "no target", target or "none"
        return _stale(f"it was looked at in {said}, and the target is {wanted}", "name the same `--target`")
    return None


def _stale(reason: str, remedy: str) -> Sighting:
    return Sighting(status=Status.UNKNOWN, cause=Cause.STALE, reason=reason, next=remedy)


def _contradiction(reason: str) -> Sighting:
    return Sighting(status=Status.UNKNOWN, cause=Cause.INCONCLUSIVE, reason=reason, next=_FRESH)


def sightings_json(envelope: Sightings) -> str:
    value = {
        "schema": SCHEMA,
        **{name: getattr(envelope, name) for name in ("gate", "commit", "run", "attempt", "config")},
        "target": envelope.target,
        "started": envelope.started,
        "seen": [{"probe": name, **_written(one)} for name, one in envelope.seen.items()],
    }
    return json.dumps(value, indent=1) + "\n"


def _written(seen: Sighting) -> dict[str, Any]:
    return {
        "status": str(seen.status),
        "cause": str(seen.cause) if seen.cause else "",
        **{name: getattr(seen, name) for name in ("expected", "got", "distance", "reason", "next")},
        "spots": [{"path": s.path, "line": s.line, "end": s.end, "note": s.note} for s in seen.spots],
        "attempts": list(seen.attempts),
    }


def sightings_from(content: bytes, path: Path) -> Sightings:
    """Trusts nothing: every value is checked."""
    fields = object_from(content, SCHEMA)
    seen = fields.items("seen", _seen)
    if len(dict(seen)) != len(seen):
        raise BadEnvelope("a probe stands there twice")
    return Sightings(
        gate=fields.text("gate"),
        commit=fields.text("commit"),
        run=fields.text("run"),
        attempt=fields.number("attempt", least=1),
        config=fields.text("config"),
        target=fields.text("target"),
        started=fields.text("started"),
        seen=dict(seen),
        path=str(path),
    )


def _seen(value: object, where: str) -> tuple[str, Sighting]:
    fields = Fields(value, where)
    status = fields.choice("status", Status)
    cause = fields.choice("cause", Cause) if fields.text("cause") else None
    if (cause is None) == (status is Status.UNKNOWN):
        raise BadEnvelope(f"{where} has no cause for being unknown, or a cause without being it")
    sighting = Sighting(
        status=status,
        cause=cause,
        **{name: fields.text(name) for name in ("expected", "got", "distance", "reason", "next")},
        spots=fields.items("spots", _spot),
        attempts=fields.items("attempts", text_of),
    )
    return fields.text("probe"), sighting


def _spot(value: object, where: str) -> Spot:
    fields = Fields(value, where)
    line, end = (fields.number(name) if fields.given(name) else None for name in ("line", "end"))
    return Spot(fields.text("path"), line, end, fields.text("note"))
