"""Progress drawn over itself on a terminal: the stages, their times, and what each said last."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Final

from rich.console import Console
from rich.live import Live as Drawing
from rich.table import Table
from rich.text import Text

from quality_gate.model.envelope import Ended, Envelope
from quality_gate.model.job import Job
from quality_gate.model.wording import duration_text
from quality_gate.renderers.neutral import plain_line
from quality_gate.stages.outcome import succeeded
from quality_gate.stages.plain import ending, last_lines, looking_text
from quality_gate.world.world import World

_ROWS: Final = 20  # running stages that are drawn


class Live:
    """A line per running stage at the bottom; what has ended stands above it for good."""

    def __init__(self, world: World, jobs: Sequence[Job]) -> None:
        self._world = world
        self._waiting = len(jobs)
        self._running: dict[str, tuple[Job, int]] = {}
        self._last: dict[str, str] = {}
        self._console = Console(file=world.console.err, highlight=False, markup=False, emoji=False)
        self._drawing = Drawing(
            console=self._console,
            get_renderable=self._picture,
            refresh_per_second=8,
            transient=True,
            redirect_stdout=False,
            redirect_stderr=False,
        )

    def setup_started(self) -> None:
        self._console.print(Text("setup", style="dim"))

    def stage_started(self, job: Job) -> None:
        self._waiting -= 1
        self._running[job.folder] = (job, int(self._world.clock.monotonic()))
        if not self._drawing.is_started:
            self._drawing.start()

    def lines(self, job: Job, texts: Sequence[str], _is_error: bool) -> None:
        if said := next((text.strip() for text in reversed(texts) if text.strip()), ""):
            self._last[job.folder] = said[:500]

    def stage_ended(self, job: Job, envelope: Envelope) -> None:
        if self._running.pop(job.folder, None) is None:
            self._waiting -= 1
        self._last.pop(job.folder, None)
        good = succeeded(envelope)
        mark = Text("• " if envelope.last.ended is Ended.COLLECTED else "✓ " if good else "✗ ")
        mark.stylize("green" if good else "red")
        self._console.print(mark + Text(plain_line(ending(envelope))), soft_wrap=True)
        for note in envelope.notes:
            self._console.print(Text(f"  {plain_line(note)}", style="yellow"), soft_wrap=True)
        if not self._running and not self._waiting:
            self._drawing.stop()

    def looking(self, names: Sequence[str]) -> None:
        self._console.print(Text(looking_text(names), style="dim"), soft_wrap=True)

    def finished(self, envelopes: Sequence[Envelope]) -> None:
        self._drawing.stop()
        for line in last_lines(envelopes):
            self._console.print(Text(line), soft_wrap=True)

    def _picture(self) -> Table:
        table = Table.grid(padding=(0, 1))
        for column in ("stage", "time", "last"):
            table.add_column(column, no_wrap=True, style="dim" if column == "last" else None)
        now = int(self._world.clock.monotonic())
        running = list(self._running.items())[:_ROWS]
        names = max((len(job.folder) for _, (job, _) in running), default=0)
        # The name and the time stay; only what the stage says gives way to a narrow terminal.
        room = max(0, self._console.width - min(names, 40) - len("› ") - len("59 m 59 s") - 4)
        for folder, (job, started) in running:
            name = Text(f"› {job.folder}")
            name.truncate(42, overflow="ellipsis")
            said = Text(plain_line(self._last.get(folder, "")))
            said.truncate(room, overflow="ellipsis")
            table.add_row(name, Text(duration_text(Fraction(now - started))), said)
        if self._waiting:
            table.add_row(Text(f"  {self._waiting} more", style="dim"), Text(), Text())
        return table
