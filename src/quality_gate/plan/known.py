"""Refuses a name on the command line that the configuration does not know, with the nearest one it does."""

from __future__ import annotations

from collections.abc import Sequence

from quality_gate.model.errors import UsageError
from quality_gate.model.paths import nearest


def see_that_it_is_known(wanted: str, names: Sequence[str], noun: str) -> None:
    if wanted not in names:
        near = nearest(wanted, names, 1)
        remedy = f"did you mean `{near[0]}`?" if near else f"the {noun}s are: {', '.join(names) or 'none'}"
        raise UsageError(f"there is no {noun} {wanted!r}", remedy)
