"""The outlet `outputs`: values for the workflow's later steps."""

from __future__ import annotations

import contextlib
import secrets
from typing import Final

from quality_gate.model.errors import CannotWork
from quality_gate.model.report import Report
from quality_gate.renderers.outputs import outputs
from quality_gate.world.world import World

NAME: Final = "outputs"
_VARIABLE: Final = "GITHUB_OUTPUT"


def publish(report: Report, world: World) -> None:
    path = world.environment.get(_VARIABLE)
    if not path and world.environment.github:
        raise CannotWork(f"{_VARIABLE} is not set", "run the gate in a step of its own")
    if path:
        _refuse_pipe(world, path)
        # A later value of the same name wins, so writing twice changes nothing.
        world.files.append(path, "".join(_entry(key, value) for key, value in outputs(report).items()))


def _refuse_pipe(world: World, path: str) -> None:
    """Opening a named pipe to write would wait for a reader that never comes."""
    with contextlib.suppress(FileNotFoundError):
        world.files.open(path).close()


def _entry(key: str, value: str) -> str:
    """A value whose end nobody can foresee, so that no value can begin a second entry."""
    end = next(one for one in iter(_end, "") if one not in key and one not in value)
    return f"{key}<<{end}\n{value}\n{end}\n"


def _end() -> str:
    return f"quality-gate-{secrets.token_hex(16)}"
