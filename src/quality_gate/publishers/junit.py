"""The outlet `junit`: all tests of all stages as one file that other tools read."""

from __future__ import annotations

from typing import Final

from quality_gate.model.errors import CannotWork
from quality_gate.model.output import FOLDER
from quality_gate.model.report import Report
from quality_gate.world.world import World

NAME: Final = "junit"
FILE: Final = f"{FOLDER}/junit.xml"


def publish(report: Report, world: World) -> None:
    from quality_gate.renderers.junit import junit  # imported late: only this outlet pays for it

    world.files.folder(FOLDER)
    if not any(stage.cases is not None for stage in report.evidence.stages):
        world.files.path(FILE).unlink(missing_ok=True)  # an earlier run's file would be taken for this one's
        raise CannotWork("there is no test to write", "let a stage leave a test report, and name it")
    world.files.write(FILE, junit(report))
