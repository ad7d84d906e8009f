"""Every forge there is. Another one is one file and one row here."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from quality_gate.forges import github, github_artifacts
from quality_gate.forges.artifacts import Artifacts
from quality_gate.forges.conversation import Conversation
from quality_gate.model.context import Context
from quality_gate.world.world import World

FORGES: Final[tuple[Callable[[Context, World], Conversation | None], ...]] = (github.conversation,)
KEEPERS: Final[tuple[Callable[[World], Artifacts | None], ...]] = (github_artifacts.artifacts,)


def conversation_of(context: Context, world: World) -> Conversation | None:
    """None where there is no pull request to speak about, or nothing to prove who we are."""
    return next((found for forge in FORGES if (found := forge(context, world)) is not None), None)


def artifacts_of(world: World) -> Artifacts | None:
    """None where there is no forge, or nothing to prove who we are."""
    return next((found for keeper in KEEPERS if (found := keeper(world)) is not None), None)
