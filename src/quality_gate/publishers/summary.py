"""The outlet `summary`: the report on the page of the workflow run."""

from __future__ import annotations

from typing import Final

from quality_gate.model.errors import CannotWork
from quality_gate.model.report import Report
from quality_gate.renderers.markdown import markdown
from quality_gate.world.world import World

NAME: Final = "summary"
_VARIABLE: Final = "GITHUB_STEP_SUMMARY"
_MOST: Final = 900 * 1024  # over 1 MiB the runner uploads nothing at all
_LEAST: Final = 4 * 1024


def publish(report: Report, world: World) -> None:
    path = world.environment.get(_VARIABLE)
    if not path and world.environment.github:
        raise CannotWork(f"{_VARIABLE} is not set", "run the gate in a step of its own")
    if not path:
        return
    there = _there(world, path)
    room = _MOST - len(there.encode("utf-8", "replace"))
    text = markdown(report, max(room, _LEAST))
    if text in there:
        return
    if room < _LEAST:
        raise CannotWork("the job summary is full", "write less to GITHUB_STEP_SUMMARY in this step")
    world.files.append(path, text if not there or there.endswith("\n") else "\n\n" + text)


def _there(world: World, path: str) -> str:
    try:
        return world.files.read(path).decode("utf-8", "replace")
    except FileNotFoundError:
        return ""
