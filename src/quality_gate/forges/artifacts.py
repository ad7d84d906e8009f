"""What the search for a base needs of a forge: what earlier runs have kept there."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Protocol

from quality_gate.model.kept import Kept


class Artifacts(Protocol):
    """Every call may raise a GateError; NotAllowed where the token may not do it."""

    def named(self, name: str, enough: Callable[[Sequence[Kept]], bool]) -> Sequence[Kept]:
        """What runs of this very repository have kept under a name, the latest first.

        What runs of forks have kept is not told: it is their own words. `enough` says after each page
        whether there is use in another.
        """
        ...

    def heads(self, commit: str) -> tuple[str, ...]:
        """The heads of the proposals that brought a commit; none where nobody can say."""
        ...

    def content(self, kept: Kept) -> bytes:
        """The archive, no larger than `most`."""
        ...

    @property
    def most(self) -> int:
        """The most bytes that are fetched of one."""
        ...
