"""The door to GitHub for words about the event's commit; never for those about another one."""

from __future__ import annotations

from quality_gate.model.context import Context
from quality_gate.model.errors import CannotWork
from quality_gate.world.github import GitHub
from quality_gate.world.world import World


def door_to_commit(context: Context, world: World) -> GitHub | None:
    """None where there is no such commit, or nothing to prove who we are."""
    if world.github is None or not context.subject.commit:
        return None
    refuse_another_commit(context)
    return world.github


def refuse_another_commit(context: Context) -> None:
    """Under some events the default branch is checked out: what holds there says nothing of the change."""
    if not context.about_subject:
        raise CannotWork(
            f"{context.commit[:7]} was judged, and this event is about {context.subject.commit[:7]}",
            "check out the event's own commit; a pull request is judged in a workflow on `pull_request`",
        )
