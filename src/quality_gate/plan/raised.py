"""Stages that this very change makes required; where nobody knows what has changed, it is all of them."""

from __future__ import annotations

from dataclasses import replace

from quality_gate.config.settings import Settings
from quality_gate.model.paths import Globs
from quality_gate.model.verdict import Level
from quality_gate.plan.wishes import Wishes


def raised(settings: Settings, wishes: Wishes) -> tuple[Settings, tuple[str, ...]]:
    """The settings with the levels that hold for this change, and a sentence for each one raised."""
    stages = dict(settings.stages)
    said = []
    for name, stage in settings.stages.items():
        if not stage.required_for:
            continue
        touched = Globs(stage.required_for).among(wishes.touched or ())
        if wishes.touched is None:
            why = "nobody knows what this change touches"
        elif touched:
            why = f"this change touches {touched[0]}"
        else:
            continue
        stages[name] = replace(stage, level=Level.REQUIRED)
        said.append(f"stage {name} is required: {why}")
    return (replace(settings, stages=stages), tuple(said)) if said else (settings, ())
