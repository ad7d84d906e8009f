"""The outlet `cobertura`: all coverage as one file, for tools that take only Cobertura."""

from __future__ import annotations

from typing import Final

from quality_gate.model.errors import CannotWork
from quality_gate.model.output import FOLDER
from quality_gate.model.report import Report
from quality_gate.world.world import World

NAME: Final = "cobertura"
FILE: Final = f"{FOLDER}/coverage.xml"


def publish(report: Report, world: World) -> None:
    from quality_gate.renderers.cobertura import cobertura  # imported late: only this outlet pays for it

    world.files.folder(FOLDER)
    coverage = report.evidence.coverage
    if coverage is None or not any(file.measured for file in coverage.files.values()):
        world.files.path(FILE).unlink(missing_ok=True)  # an earlier run's file would be taken for this one's
        raise CannotWork("there is no measured line to write", "let a stage leave a coverage report")
    world.files.write(FILE, cobertura(report))
