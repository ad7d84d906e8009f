"""Chooses how progress is told: drawn over itself on a terminal, plain lines everywhere else."""

from __future__ import annotations

from quality_gate.plan.plan import Plan
from quality_gate.stages.listener import Listener
from quality_gate.world.world import World


def listener_for(world: World, plan: Plan) -> Listener:
    if world.console.live and world.console.allow_color and not world.environment.ci:
        from quality_gate.stages.live import Live

        return Live(world, plan.jobs)
    from quality_gate.stages.plain import Plain

    return Plain(world, plan.jobs_at_once)
