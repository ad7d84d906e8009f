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
    refused = bool(outcome.refused)
    try:
        if text := _asked_for(outcome, arguments.format):
            world.console.say(text)
    except OutletRefused as error:
        world.console.tell(f"quality-gate: {error.what}; {error.remedy}")
        refused = True
    code = outcome.report.verdict.exit_code(strict=arguments.strict)
    return OutletRefused.exit_code if code == 0 and refused else code


def _asked_for(outcome: Outcome, form: str) -> str:
    if form == "json":
        from quality_gate.renderers.record import record_text

        return record_text(outcome.report)
    if form == "markdown":
        from quality_gate.renderers.markdown import markdown
        from quality_gate.renderers.neutral import neutral_line

        # Within a fence Markdown keeps lines as they are, and a workflow's runner reads standard output.
        return "\n".join(map(neutral_line, markdown(outcome.report).split("\n")))
    return ""
