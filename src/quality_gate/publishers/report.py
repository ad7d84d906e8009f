"""The outlet `report`: the whole report as a Markdown file, for whatever comes after the gate."""

from __future__ import annotations

from typing import Final

from quality_gate.model.output import FOLDER, REPORT
from quality_gate.model.report import Report
from quality_gate.renderers.markdown import markdown
from quality_gate.world.world import World

NAME: Final = "report"
_MOST: Final = 900 * 1024  # as much as a job summary takes


def publish(report: Report, world: World) -> None:
    world.files.folder(FOLDER)
    world.files.write(REPORT, markdown(report, _MOST))
