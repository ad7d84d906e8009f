"""The base of a run: the evidence in the record of an earlier one, with its commit and age in words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from io import BytesIO
from pathlib import Path, PurePosixPath
from typing import Final

from quality_gate.model.comparison import Comparison
from quality_gate.model.context import Context
from quality_gate.model.evidence import Evidence
from quality_gate.model.output import RECORD
from quality_gate.model.verdict import Cause, Problem
from quality_gate.model.wording import plural
from quality_gate.readers.reader import ReadLimits
from quality_gate.readers.record import BadRecord, Record, record_from
from quality_gate.world.world import World

_HOUR: Final = 3600
_LIMITS: Final = ReadLimits(max_bytes=512 * 1024**2)  # of a record: that of a million tests is a fifth of it
_MOST_RECORDS: Final = 20  # gates that one archive is taken apart for
_ALONE: Final = PurePosixPath(RECORD).name  # in the archive of one gate's folder
_GIVE: Final = "give `--base` the record of an earlier run of this gate"


@dataclass(frozen=True, slots=True, kw_only=True)
class BaseFound:
    base: Evidence | None = None
    problem: Problem | None = None
    notices: tuple[str, ...] = ()
    record: Record | None = None  # where the base was taken from
    source: str = ""  # where that lay
    relation: str = ""  # of its commit to the base commit, where it is another one


def base_from(world: World, context: Context, wanted: Comparison) -> BaseFound:
    """The evidence in the record that a person names, without stages that this run leaves out."""
    file = _shown(wanted.base, world)
    try:
        with world.files.open(wanted.base) as stream:
            record = record_from(stream, _LIMITS)
    except (OSError, ValueError, BadRecord) as error:
        why = getattr(error, "strerror", None) or str(error)
        return refused(Cause.UNREADABLE, f"{file} cannot be read as a base: {why}", _GIVE)
    if other := another_gate(record, context):
        return refused(Cause.NO_MATCH, f"{file} is {other}", _GIVE)
    return based_on(record, context, wanted, file)


def records_in(content: bytes) -> Iterator[Record | str]:
    """The records of an archive that others have packed: of one gate, or of several side by side.

    Raises BadArchive; of a record that cannot be read it is told why. Whatever else lies in it stays there.
    """
    # Imported late: only what was fetched is an archive.
    from quality_gate.world.archive import Archive, BadArchive

    archive = Archive(content, _LIMITS.max_bytes)
    names = [name for name in archive.names if name == _ALONE or f"/{name}".endswith(f"/{RECORD}")]
    for name in sorted(names, key=lambda name: (name.count("/"), name))[:_MOST_RECORDS]:
        try:
            yield record_from(BytesIO(archive.read(name)), _LIMITS)
        except (BadArchive, BadRecord, ValueError) as error:
            yield str(error)


def another_gate(record: Record, context: Context) -> str:
    """`of gate web, and this is gate api`; empty where it is this one."""
    theirs, ours = gate_of(record), gate_of(context)
    return "" if theirs == ours else f"of {theirs}, and this is {ours}"


def gate_of(one: Record | Context) -> str:
    """`gate web in services/web`."""
    return f"gate {one.gate}" + (f" in {one.folder}" if one.folder else "")


def based_on(
    record: Record, context: Context, wanted: Comparison, source: str, relation: str = ""
) -> BaseFound:
    return BaseFound(
        base=_without(record.evidence, wanted.left_out),
        notices=(_told(record, context, source, relation),),
        record=record,
        source=source,
        relation=relation,
    )


def no_base(why: str, remedy: str) -> BaseFound:
    """It warns, unless the configuration insists on a base."""
    return refused(Cause.NO_BASE, why, remedy)


def refused(cause: Cause, why: str, remedy: str) -> BaseFound:
    return BaseFound(problem=Problem(cause, why, remedy), notices=(f"base: none, {why}",))


def _shown(file: str, world: World) -> str:
    """As it lies below the gate's root, if it does."""
    path, root = Path(file), world.files.root.resolve()
    return path.relative_to(root).as_posix() if path.is_relative_to(root) else file


def _without(base: Evidence, left_out: Iterable[str]) -> Evidence:
    """A part of the gate is compared with the same part; whose coverage it was cannot be told apart."""
    names = frozenset(left_out)
    kept = tuple(stage for stage in base.stages if stage.name not in names)
    whole = len(kept) == len(base.stages)
    return replace(base, stages=kept, coverage=base.coverage if whole else None)


def _told(record: Record, context: Context, source: str, relation: str) -> str:
    """`base: 4f2a91c, 2 days old, 3 commits before the base commit, from base.json`."""
    parts = [record.commit[:7] or "no commit", age_of(record, context), relation, f"from {source}"]
    if record.commit and record.commit == context.commit:
        parts.append("the very commit that is judged now")
    if record.scope:
        parts.append(f"of an incomplete run ({record.scope})")
    return "base: " + ", ".join(part for part in parts if part)


def age_of(record: Record, context: Context) -> str:
    """`2 days old`."""
    return _age(record.time, context.started)


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
