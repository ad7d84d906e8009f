"""Counts as reports write them, in attributes and in lists of hits; and totals that contradict lines."""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal
from typing import Final

from quality_gate.model.coverage import Branches, BranchView, Unit
from quality_gate.model.ratio import NOTHING, Ratio
from quality_gate.readers.coverage.draft import Drafts, FileDraft
from quality_gate.readers.coverage.written import ratio_or_none
from quality_gate.readers.strict_json import Json, NotReadable, as_int, as_list

_FEW: Final = 10
_DIGITS: Final = re.compile(r"\s*\+?(\d{1,18})\s*\Z")


def whole(text: str | None) -> int | None:
    """A count or line number written in an attribute; None for what is none."""
    if text is None:
        return None
    if len(text) < _FEW and text.isascii() and text.isdigit():
        return int(text)
    found = _DIGITS.match(text)
    return int(found[1]) if found else None


def counter(part: str | None, total: str | None) -> Ratio | None:
    """Two attributes as so many out of so many."""
    return ratio_or_none(whole(part), whole(total))


def pair(entry: Json, part: str, total: str) -> Ratio | None:
    """Two keys of an object as so many out of so many."""
    return ratio_or_none(as_int(entry.get(part)), as_int(entry.get(total)))


def anonymous(dialect: str, part: int, total: int) -> Branches:
    """Branches of which only the number is known; none where there are none."""
    return (BranchView(dialect, part=min(part, total), whole=total),) if total > 0 else ()


def named(dialect: str, outcomes: Mapping[str, bool]) -> Branches:
    """Branches with names, each taken or not."""
    taken = frozenset(name for name, hit in outcomes.items() if hit)
    return (BranchView(dialect, taken, frozenset(outcomes) - taken),) if outcomes else ()


def note_outcome(branches: dict[int, dict[str, bool]], line: int, name: str, hit: bool) -> None:
    outcomes = branches.setdefault(line, {})
    outcomes[name] = outcomes.get(name, False) or hit


def hit_of(value: object, where: str) -> bool | None:
    """Whether a line ran; None for a line without code, which is null, or a word like "ignored"."""
    if value is None or value == "ignored":
        return None
    if isinstance(value, bool) or not isinstance(value, int | Decimal):
        raise NotReadable(f"{where[:200]} is not a number of hits")
    return value > 0


def add_hits(draft: FileDraft, values: object, path: str) -> None:
    """A list with one number for each line of a file, from line 1 on."""
    for line, value in enumerate(as_list(values, f"the lines of {path}"), start=1):
        hit = hit_of(value, f"line {line} of {path}")
        if hit is not None:
            draft.add_line(line, hit)


def contradiction(drafts: Drafts, declared: Mapping[Unit, Ratio], whose: str) -> list[str]:
    """The totals that a report declares against its own lines; repeated lines may explain a difference.

    Where it has no total, those of its files stand in, if each has one.
    """
    files = drafts.files.values()
    counts = [draft.counts[Unit.LINES] for draft in files if Unit.LINES in draft.counts]
    total = declared.get(Unit.LINES)
    if total is None and counts and len(counts) == len(files):
        total, whose = sum(counts, NOTHING), "the sum of its files"
    repeated = any(draft.repeats for draft in files)
    measured = sum(draft.measured.bit_count() for draft in files)
    covered = sum((draft.covered & draft.measured).bit_count() for draft in files)
    # A file that is only counted has no lines to compare with.
    counted = any(Unit.LINES in draft.counts and not draft.measured for draft in files)
    if total is None or repeated or counted or not measured or total == Ratio(covered, measured):
        return []
    said = f"{total.part:,} of {total.whole:,} lines"
    return [f"{whose} says {said}, its lines say {covered:,} of {measured:,}"]


def path_in(entry: Json, key: str) -> str:
    """The path that an entry is about; a file without a name is no file."""
    path = entry.get(key)
    if not isinstance(path, str):
        raise NotReadable(f"a file has no {key!r} that is a text")
    return path
