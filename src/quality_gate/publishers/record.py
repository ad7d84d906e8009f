"""The outlet `record`: the verdict and its evidence as one file."""

from __future__ import annotations

from typing import Final

from quality_gate.model.output import FOLDER, RECORD
from quality_gate.model.report import Report
from quality_gate.renderers.record import record_pieces
from quality_gate.world.world import World

NAME: Final = "record"


def publish(report: Report, world: World) -> None:
    world.files.folder(FOLDER)
    world.files.write(RECORD, record_pieces(report))
