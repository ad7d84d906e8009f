"""The outlet `outputs`: values for the workflow's later steps."""

from __future__ import annotations

import contextlib
from typing import Final

from quality_gate.model.errors import CannotWork
from quality_gate.model.report import Report
from quality_gate.renderers.outputs import outputs
from quality_gate.world.runner_files import OUTPUT, entry
from quality_gate.world.world import World

NAME: Final = "outputs"


def publish(report: Report, world: World) -> None:
    path = world.environment.get(OUTPUT)
    if not path and world.environment.github:
        raise CannotWork(f"{OUTPUT} is not set", "run the gate in a step of its own")
    if path:
        _refuse_pipe(world, path)
        # A later value of the same name wins, so writing twice changes nothing.
        world.files.append(path, "".join(entry(key, value) for key, value in outputs(report).items()))


def _refuse_pipe(world: World, path: str) -> None:
    """Opening a named pipe to write would wait for a reader that never comes."""
    with contextlib.suppress(FileNotFoundError):
        world.files.open(path).close()
