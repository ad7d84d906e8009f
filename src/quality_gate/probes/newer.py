"""Is a version greater than it was at the base? The numbers between its dots are compared, one by one."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import zip_longest
from typing import Final

from quality_gate.model.probes import Sighting
from quality_gate.model.verdict import Cause, Problem
from quality_gate.probes.answers import Shortfall, cut, failed, passed, unknown
from quality_gate.probes.probe import Site
from quality_gate.probes.source_settings import ValueSettings
from quality_gate.probes.sources import Value, value_in

_VERSION: Final = re.compile(r"v?([0-9]{1,18}(?:\.[0-9]{1,18})*)\Z")
_NO_BASE: Final = Problem(
    Cause.NO_BASE, "what this commit is compared with is not known", "fetch the base, or give `--base-ref`"
)


def newer(sources: Sequence[ValueSettings], value: Value, site: Site, expected: str) -> Sighting:
    """The first file among the places tells what the version was."""
    before = _at_base(next(source for source in sources if source.file), site)
    if isinstance(before, Problem):
        return unknown(before, expected)
    now, then = numbers_of(value.text), numbers_of(before.text)
    for text, numbers in ((value.text, now), (before.text, then)):
        if not numbers:
            reason = f"{cut(text, 80)} is not made of numbers and dots"
            return unknown(Problem(Cause.INCONCLUSIVE, reason, "write it as 1.4.0"), expected)
    said = f"{cut(value.text, 80)}, {cut(before.text, 80)} at the base"
    if greater(now, then):
        return passed(expected, said)
    spots = [value.spot] if value.spot else []
    return failed(expected, said, Shortfall(next="raise the version", spots=spots))


def numbers_of(text: str) -> tuple[int, ...]:
    """`v1.6.0.35` in numbers; none where it is written in another way."""
    found = _VERSION.match(text)
    return tuple(map(int, found[1].split("."))) if found else ()


def greater(one: Sequence[int], other: Sequence[int]) -> bool:
    """1.4 and 1.4.0 are the same."""
    pairs = zip_longest(one, other, fillvalue=0)
    return next((mine > theirs for mine, theirs in pairs if mine != theirs), False)


def _at_base(source: ValueSettings, site: Site) -> Value | Problem:
    if site.changes is None:
        return _NO_BASE
    file = site.changes.files.get(source.file)
    path = (file.before if file else "") or source.file
    answer = site.world.git.answer("show", "--end-of-options", f"{site.changes.base}:./{path}")
    if answer.code != 0:
        reason = f"there is no {path} at the base, {site.changes.base[:7]}"
        return Problem(Cause.NO_BASE, reason, "the next base will have one")
    found = value_in(source, answer.text)
    if isinstance(found, Problem):
        return Problem(Cause.NO_BASE, f"at the base {found.reason}", "the next base will have one")
    return found
