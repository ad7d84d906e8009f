"""The base of a run: the evidence in the record of an earlier one, with its commit and age in words."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Final

from quality_gate.model.comparison import Comparison
from quality_gate.model.context import Context
from quality_gate.model.evidence import Evidence
from quality_gate.model.verdict import Cause, Problem
from quality_gate.model.wording import plural
from quality_gate.readers.reader import ReadLimits
from quality_gate.readers.record import BadRecord, Record, record_from
from quality_gate.world.world import World

_HOUR: Final = 3600
_LIMITS: Final = ReadLimits(max_bytes=512 * 1024**2)  # of a record: that of a million tests is a fifth of it


@dataclass(frozen=True, slots=True, kw_only=True)
class BaseFound:
    base: Evidence | None = None
    problem: Problem | None = None
    notices: tuple[str, ...] = ()


def base_from(world: World, context: Context, wanted: Comparison) -> BaseFound:
    """The evidence in the record that a person names, without stages that this run leaves out."""
    file = _shown(wanted.base, world)
    try:
        with world.files.open(wanted.base) as stream:
            record = record_from(stream, _LIMITS)
    except FileNotFoundError:
        problem = Problem(Cause.NO_BASE, f"there is no {file}", "give the record of an earlier run")
        return BaseFound(problem=problem, notices=(f"base: none, there is no {file}",))
    except (OSError, ValueError, BadRecord) as error:
        why = getattr(error, "strerror", None) or str(error)
        return _refused(Cause.UNREADABLE, f"{file} cannot be read as a base: {why}")
    if (record.gate, record.folder) != (context.gate, context.folder):
        theirs, ours = (
            _gate(*pair) for pair in ((record.gate, record.folder), (context.gate, context.folder))
        )
        return _refused(Cause.NO_MATCH, f"{file} is of {theirs}, and this is {ours}")
    return BaseFound(base=_without(record.evidence, wanted.left_out), notices=(_told(record, context, file),))


def _shown(file: str, world: World) -> str:
    """As it lies below the gate's root, if it does."""
    path, root = Path(file), world.files.root.resolve()
    return path.relative_to(root).as_posix() if path.is_relative_to(root) else file


def _refused(cause: Cause, why: str) -> BaseFound:
    remedy = "give `--base` the record of an earlier run of this gate"
    return BaseFound(problem=Problem(cause, why, remedy), notices=(f"base: none, {why}",))


def _gate(name: str, folder: str) -> str:
    return f"gate {name}" + (f" in {folder}" if folder else "")


def _without(base: Evidence, left_out: Iterable[str]) -> Evidence:
    """A part of the gate is compared with the same part; whose coverage it was cannot be told apart."""
    names = frozenset(left_out)
    kept = tuple(stage for stage in base.stages if stage.name not in names)
    whole = len(kept) == len(base.stages)
    return replace(base, stages=kept, coverage=base.coverage if whole else None)


def _told(record: Record, context: Context, file: str) -> str:
    """`base: 4f2a91c, 2 days old, from base.json`."""
    parts = [record.commit[:7] or "no commit", _age(record.time, context.started), f"from {file}"]
    if record.commit and record.commit == context.commit:
        parts.append("the very commit that is judged now")
    if record.scope:
        parts.append(f"of an incomplete run ({record.scope})")
    return "base: " + ", ".join(part for part in parts if part)


def _age(then: str, now: str) -> str:
    try:
        seconds = int((datetime.fromisoformat(now) - datetime.fromisoformat(then)).total_seconds())
    except (ValueError, TypeError):
        return "of unknown age"
    if seconds < 0:
        return "from the future"
    if seconds < _HOUR:
        return f"{plural(seconds // 60, 'minute')} old"
    hours = seconds // _HOUR
    return f"{plural(hours, 'hour')} old" if hours < 48 else f"{plural(hours // 24, 'day')} old"
