"""Functions as each dialect of reports names them: no two agree on lines and names, so none are added."""

from __future__ import annotations

from collections.abc import Mapping
from functools import reduce

from quality_gate.model.ratio import Ratio

Functions = Mapping[str, bool]  # "line:name" → executed


def joined(one: Functions, other: Functions) -> Functions:
    return {**one, **{name: executed or one.get(name, False) for name, executed in other.items()}}


def ratio_of(dialects: Mapping[str, Functions]) -> Ratio:
    """Where dialects differ, the larger count and the better result stand."""
    return reduce(Ratio.joined, (Ratio(sum(some.values()), len(some)) for some in dialects.values()))


def missed_in(dialects: Mapping[str, Functions]) -> list[str]:
    """In the words of the dialect that knows most functions, and most of them executed."""
    most = max(dialects.values(), key=lambda some: (len(some), sum(some.values())), default={})
    return [name for name, executed in most.items() if not executed]
