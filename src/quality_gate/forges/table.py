"""Every forge there is. Another one is one file and one row here."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from quality_gate.forges import github
from quality_gate.forges.conversation import Conversation
from quality_gate.model.context import Context
from quality_gate.world.world import World

FORGES: Final[tuple[Callable[[Context, World], Conversation | None], ...]] = (github.conversation,)


def conversation_of(context: Context, world: World) -> Conversation | None:
    """None where there is no pull request to speak about, or nothing to prove who we are."""
    return next((found for forge in FORGES if (found := forge(context, world)) is not None), None)
