"""Walks two configurations side by side, along the types that they were bound to."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from quality_gate.bind.shapes import ByKey, Choices, Entry, Free, Limits, Many, Maybe, Record, shape_of
from quality_gate.model.verdict import Level
from quality_gate.policy import values
from quality_gate.policy.across import across
from quality_gate.policy.table import special
from quality_gate.policy.weakening import Trees, Weakening


def weakenings(before: Any, now: Any, kind: Any, trees: Trees) -> tuple[Weakening, ...]:
    """Everything that the configuration at the base asks for, and the one of now does not."""
    found = {*_compared("", before, now, kind, trees), *across(before, now, trees)}
    return tuple(sorted(found))


def _compared(key: str, before: Any, now: Any, kind: Any, trees: Trees) -> Iterable[Weakening]:
    if compare := special(key):
        return compare(key, before, now, trees)
    match shape_of(kind):
        case Maybe(item):
            found = _maybe(key, before, now, item, trees)
        case Limits(bounds):
            found = values.limit(key, before, now, at_least=bounds.at_least)
        case Free(_, item):
            found = _names(key, before or {}, now or {}, item, trees)
        case Record(_, entries):
            found = _entries(key, before, now, entries, trees)
        case ByKey(records):
            found = _one_kind(key, before, now, records, trees)
        case Many():
            found = values.fewer(key, before, now, trees)
        case Choices() if isinstance(before, Level):
            found = values.level(key, before, now, trees)
        case _:
            found = values.changed(key, before, now, trees)
    return found


def _maybe(key: str, before: Any, now: Any, item: Any, trees: Trees) -> Iterable[Weakening]:
    """What was not asked for before cannot be lost."""
    if before is None:
        return ()
    if now is None:
        return (Weakening(key, f"{_said(before)} was deleted"),)
    return _compared(key, before, now, item, trees)


def _entries(key: str, before: Any, now: Any, entries: Iterable[Entry], trees: Trees) -> Iterator[Weakening]:
    for entry in entries:
        below = f"{key}.{entry.key}" if key else entry.key
        yield from _compared(below, getattr(before, entry.name), getattr(now, entry.name), entry.type, trees)


def _names(
    key: str, before: Mapping[str, Any], now: Mapping[str, Any], item: Any, trees: Trees
) -> Iterator[Weakening]:
    """Rules by name; one that only got another name is still there, but stands for one of them only."""
    added = [name for name in now if name not in before]
    for name, old in before.items():
        if name in now:
            yield from _compared(f"{key}.{name}", old, now[name], item, trees)
            continue
        heirs = (other for other in added if _as_strict(f"{key}.{other}", old, now[other], item, trees))
        if heir := next(heirs, ""):
            added.remove(heir)
        else:
            yield Weakening(f"{key}.{name}", "was deleted")


def _as_strict(key: str, old: Any, new: Any, kind: Any, trees: Trees) -> bool:
    same_command = key.partition(".")[0] != "stages" or bool(old.reports) or old.run == new.run
    return same_command and not any(_compared(key, old, new, kind, trees))


def _one_kind(
    key: str, before: Any, now: Any, records: Iterable[tuple[str, Record]], trees: Trees
) -> Iterable[Weakening]:
    """Every word of a probe counts: nobody can tell which of two looks sees more."""
    if type(before) is not type(now):
        yield Weakening(key, "looks at something else now")
        return
    for entry in next(record for _, record in records if record.target is type(before)).entries:
        below, old, new = f"{key}.{entry.key}", getattr(before, entry.name), getattr(now, entry.name)
        compare = special(below) or (values.level if isinstance(old, Level) else values.changed)
        yield from compare(below, old, new, trees)


def _said(value: Any) -> str:
    return values.shown(value) if isinstance(value, str | int | tuple) else "it"
