"""The branches of one line of an LCOV tracefile, from what its BRDA records say."""

from __future__ import annotations

import re
from collections import Counter
from typing import Final

from quality_gate.model.coverage import Branches, BranchView
from quality_gate.readers.coverage.written import ran

_DIALECT: Final = "lcov"
_MOST_CACHED: Final = 20_000
_BLOCK: Final = re.compile(r"[ef]?U?\d+\Z")


class ViewCache:
    """One value for all lines with the same branches: most of a report's are alike."""

    def __init__(self, most: int = _MOST_CACHED) -> None:
        self._most = most
        self._known: dict[bytes, tuple[Branches, bool] | None] = {}

    def view(self, branches: bytes) -> tuple[Branches, bool] | None:
        """The branches of one line, with line ends between them, and whether one was taken.

        None where one cannot be read.
        """
        try:
            return self._known[branches]
        except KeyError:
            if len(self._known) >= self._most:
                self._known.clear()
            made = self._known[branches] = _view(branches.split(b"\n"))
            return made


def _view(branches: list[bytes]) -> tuple[Branches, bool] | None:
    taken: set[str] = set()
    missed: set[str] = set()
    times: Counter[str] = Counter()
    for text in branches:
        block, _, rest = text.decode("utf-8", "replace").partition(",")
        # The branch may be words, with commas and spaces in them.
        branch, comma, count = rest.rpartition(",")
        hit = False if count.strip() == "-" else ran(count)
        block = block.strip()
        if not comma or hit is None or not _BLOCK.match(block):
            return None
        if "U" in block:
            continue
        name = f"{block},{branch}"
        if not branch.isdigit():  # words name no branch: two alike are two
            times[name] += 1
            name = f"{name}#{times[name]}" if times[name] > 1 else name
        (taken if hit else missed).add(name)
    if not taken and not missed:
        return (), False
    view = BranchView(_DIALECT, frozenset(taken), frozenset(missed - taken))
    return (view,), bool(taken)
