"""How every judging command ends: what goes to standard output, and the exit code."""

from __future__ import annotations

import argparse
from dataclasses import replace

from quality_gate.model.errors import OutletRefused
from quality_gate.plan.plan import Plan
from quality_gate.run import Outcome
from quality_gate.world.world import World


def quiet(plan: Plan, arguments: argparse.Namespace) -> Plan:
    """Another format on standard output takes the console's place."""
    if arguments.format == "text":
        return plan
    return replace(
        plan,
        outlets=tuple(outlet for outlet in plan.outlets if outlet.name not in ("console", "annotations")),
    )


def ended(outcome: Outcome, arguments: argparse.Namespace, world: World) -> int:
    if arguments.format == "json":
        from quality_gate.renderers.record import record_text

        world.console.say(record_text(outcome.report))
    elif arguments.format == "markdown":
        from quality_gate.renderers.markdown import markdown

        world.console.say(markdown(outcome.report))
    code = outcome.report.verdict.exit_code(strict=arguments.strict)
    return OutletRefused.exit_code if code == 0 and outcome.refused else code
