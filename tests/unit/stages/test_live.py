"""Progress on a terminal: what has ended stays, and no output of a stage steers the terminal."""

from __future__ import annotations

import io
from pathlib import Path

from quality_gate.model.job import Job
from quality_gate.stages.live import Live
from quality_gate.world.console import Console
from quality_gate.world.environment import Environment
from quality_gate.world.world import World
from stage_site import Site


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_stages_are_drawn_and_stay_when_they_ended(tmp_path: Path) -> None:
    terminal = Terminal()
    world = World.at(tmp_path, Console(err=terminal), Environment({"TERM": "xterm"}))
    jobs = [
        Job(stage="unit", run="printf 'early\\n[bold]last words\\033]0;evil\\007\\n'; sleep 0.4; exit 3"),
        Job(stage="next", run="true", needs=("unit",)),
        Job(stage="lint", reports=("none",)),
    ]
    Site(tmp_path).run(*jobs, listener=Live(world, jobs), setup="true", teardown="exit 1")
    told = terminal.getvalue()

    assert "unit: exit 3" in told
    assert "next: not run: needs unit, which failed" in told
    assert "lint: 1 report collected" in told
    assert "[bold]last words" in told
    assert "\x1b]0;evil" not in told
    assert told.endswith("\x1b[?25h") or told.rstrip().endswith("[bold]last words")
