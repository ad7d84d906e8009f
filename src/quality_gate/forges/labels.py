"""The labels of the pull request that a run is about, as they are now."""

from __future__ import annotations

from quality_gate.model.context import Context
from quality_gate.model.errors import GateError
from quality_gate.world.github_answer import known
from quality_gate.world.world import World


def labels_of(context: Context, world: World) -> tuple[str, ...]:
    """Nothing where nobody can be asked: the event's own are those of its first run, and may be gone."""
    number = context.subject.pull_request
    if world.github is None or number is None:
        return ()
    try:
        return tuple(known(label, "name", str) for label in world.github.pages(f"issues/{number}/labels"))
    except GateError:
        return ()
