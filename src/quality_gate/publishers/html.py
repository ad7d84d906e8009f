"""The outlet `html`: the whole report as one page for a browser, to be kept as an artifact."""

from __future__ import annotations

from typing import Final

from quality_gate.model.output import FOLDER
from quality_gate.model.report import Report
from quality_gate.world.world import World

NAME: Final = "html"
FILE: Final = f"{FOLDER}/report.html"


def publish(report: Report, world: World) -> None:
    from quality_gate.renderers.html import html  # imported late: only this outlet pays for it

    world.files.folder(FOLDER)
    world.files.write(FILE, html(report))
