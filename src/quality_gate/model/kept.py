"""What earlier runs have kept of themselves, and in which order it is worth looking for the base there."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass

from quality_gate.model.wording import plural


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """One artifact that a run of this very repository has left."""

    number: int  # a higher one was made later
    run: int
    commit: str  # that the run was started for
    branch: str = ""
    made: int = 0  # seconds since the epoch
    size: int = 0  # bytes, packed
    expired: bool = False


@dataclass(frozen=True, slots=True)
class Step:
    """A commit of a line, and what it holds."""

    commit: str
    tree: str
    time: int = 0  # when it was committed, in seconds since the epoch


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """An artifact that may hold the base, and what a record in it must say of itself."""

    kept: Kept
    commit: str  # the commit, empty where only the tree will do
    tree: str  # or what it held
    base: str  # the base commit
    distance: int = 0  # commits before it

    def is_of(self, commit: str, tree: str) -> bool:
        return (bool(commit) and commit == self.commit) or (bool(tree) and tree == self.tree)

    def relation(self, commit: str) -> str:
        """How the record's commit is related to the base commit; nothing where it is the base commit."""
        if self.distance:
            return f"{plural(self.distance, 'commit')} before the base commit"
        return "" if commit == self.base else "the same tree as the base commit"


def enough(kept: Sequence[Kept], line: Sequence[Step]) -> bool:
    """Is it no use to ask for what was kept before all these?"""
    if not kept or not line:
        return False
    commits = {step.commit for step in line}
    known = [one for one in kept if one.commit in commits]
    whole = kept[-1].made < line[0].time  # what is older cannot be of the base commit
    return any(one.commit == line[0].commit for one in known) or (whole and bool(known))


def newest(kept: Iterable[Kept]) -> tuple[Kept, ...]:
    """One of each run, latest first: a run that was started again leaves one for each attempt."""
    found: dict[int, Kept] = {}
    for one in sorted(kept, key=lambda one: -one.number):
        found.setdefault(one.run, one)
    return tuple(found.values())


def exact(kept: Iterable[Kept], base: Step, branch: str) -> Iterator[Choice]:
    """Of the base commit itself; what its own branch has kept goes first."""
    for one in _of(kept, {base.commit}, branch):
        yield Choice(kept=one, commit=base.commit, tree=base.tree, base=base.commit)


def alike(
    kept: Iterable[Kept], base: Step, known: Collection[str], heads: Collection[str], branch: str
) -> Iterator[Choice]:
    """Of commits that are known to hold the same; of heads that were merged, where the record says so."""
    wanted = {*known, *heads} - {base.commit}
    for one in _of(kept, wanted, branch):
        commit = one.commit if one.commit in known else ""
        yield Choice(kept=one, commit=commit, tree=base.tree, base=base.commit)


def earlier(kept: Iterable[Kept], line: Sequence[Step], branch: str) -> Iterator[Choice]:
    """Of the commits before the base, the nearest first."""
    by_commit: dict[str, list[Kept]] = {}
    for one in kept:
        by_commit.setdefault(one.commit, []).append(one)
    for distance, step in enumerate(line[1:], 1):
        for one in _of(by_commit.get(step.commit, ()), {step.commit}, branch):
            yield Choice(kept=one, commit=step.commit, tree=step.tree, base=line[0].commit, distance=distance)


def _of(kept: Iterable[Kept], commits: Collection[str], branch: str) -> list[Kept]:
    fitting = (one for one in kept if one.commit in commits)
    return sorted(fitting, key=lambda one: (one.branch != branch, -one.number))
