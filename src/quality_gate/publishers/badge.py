"""The outlet `badge`: the verdict as a small picture, to be shown where the repository is described."""

from __future__ import annotations

from typing import Final

from quality_gate.model.output import FOLDER
from quality_gate.model.report import Report
from quality_gate.world.world import World

NAME: Final = "badge"
FILE: Final = f"{FOLDER}/badge.svg"


def publish(report: Report, world: World) -> None:
    from quality_gate.renderers.badge import badge  # imported late: only this outlet pays for it

    world.files.folder(FOLDER)
    world.files.write(FILE, badge(report))
