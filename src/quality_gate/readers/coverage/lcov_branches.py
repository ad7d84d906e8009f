"""The branches of one line of an LCOV tracefile, from what its BRDA records say.

Istanbul and c8 number blocks through the file, so one branch has other numbers in another shard. As to lcov
when it merges, a block is known by how many branches of which kind it has, and by its turn among the line's
blocks that are alike. Where a shard has other blocks on the line, no name tells which of them is missing:
then it speaks a dialect of its own.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from typing import Final

from quality_gate.model.coverage import Branches, BranchView
from quality_gate.readers.coverage.written import ran

_DIALECT: Final = "lcov"
_MOST_CACHED: Final = 20_000
_BLOCK: Final = re.compile(r"([ef]?U?)(\d+)\Z")  # exceptional, falls through, unreachable


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
    found: list[tuple[str, str, str, bool]] = []  # its kind, its block's number, its name, whether it ran
    for text in branches:
        block, _, rest = text.decode("utf-8", "replace").partition(",")
        # The branch may be words, with commas and spaces in them.
        branch, comma, count = rest.rpartition(",")
        hit = False if count.strip() == "-" else ran(count)
        written = _BLOCK.match(block.strip())
        if not comma or hit is None or not written:
            return None
        found.append((written[1], written[2], branch, hit))
    taken: set[str] = set()
    missed: set[str] = set()
    times: Counter[str] = Counter()
    blocks, all_blocks = _blocks((kind, number) for kind, number, _, _ in found)
    for kind, number, branch, hit in found:
        if "U" in kind:
            continue
        name = f"{kind}{blocks[number]},{branch}"
        if not branch.isdigit():  # words name no branch: two alike are two
            times[name] += 1
            name = f"{name}#{times[name]}" if times[name] > 1 else name
        (taken if hit else missed).add(name)
    if not taken and not missed:
        return (), False
    view = BranchView(f"{_DIALECT} {all_blocks}", frozenset(taken), frozenset(missed - taken))
    return (view,), bool(taken)


def _blocks(branches: Iterable[tuple[str, str]]) -> tuple[dict[str, str], str]:
    """What each block is called wherever the line has the same blocks, and which blocks it has."""
    kinds: dict[str, list[str]] = {}
    for kind, number in branches:
        kinds.setdefault(number, []).append(kind.removesuffix("U") or "b")
    blocks = {number: "".join(some) for number, some in kinds.items()}
    sizes = {kind: place for place, kind in enumerate(sorted(set(blocks.values())))}
    turns: Counter[str] = Counter()
    names: dict[str, str] = {}
    for number, kind in blocks.items():
        names[number] = f"{sizes[kind]}.{turns[kind]}"
        turns[kind] += 1
    return names, ",".join(sorted(turns.elements()))
