"""The outlet `metrics`: the verdict as numbers for Prometheus."""

from __future__ import annotations

from typing import Final

from quality_gate.model.output import FOLDER
from quality_gate.model.report import Report
from quality_gate.world.world import World

NAME: Final = "metrics"
FILE: Final = f"{FOLDER}/metrics.prom"


def publish(report: Report, world: World) -> None:
    from quality_gate.renderers.metrics_text import (
        metrics_text,  # imported late: only this outlet pays for it
    )

    world.files.folder(FOLDER)
    world.files.write(FILE, metrics_text(report))
