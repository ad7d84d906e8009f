"""The outlet `annotations`: notes beside the changed lines, by workflow commands on stdout."""

from __future__ import annotations

from typing import Final

from quality_gate.model.report import Report
from quality_gate.renderers.annotations import annotate, workflow_commands
from quality_gate.world.world import World

NAME: Final = "annotations"


def publish(report: Report, world: World) -> None:
    if not world.environment.github:
        return  # elsewhere the commands would be noise
    if commands := workflow_commands(annotate(report), report.context.folder):
        world.console.say(commands)
