"""Runs one command to its end: time-outs, silence, interrupts, and nothing left behind."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Final

from quality_gate.model.envelope import Ended, Resources
from quality_gate.model.wording import duration_text
from quality_gate.stages.halt import COMMAND, Halt, Patience
from quality_gate.world.clock import Clock
from quality_gate.world.shell import Running, Shell, Used
from quality_gate.world.world import World

Sink = Callable[[bytes, bool], None]  # a piece of output, and whether it came from stderr

_TICK: Final = Fraction(1, 10)
_LATE: Final = Fraction(1)  # for output, and for helpers that are about to end
_LATE_KEPT: Final = Fraction(1, 5)
_ASIDE: Final = Fraction(2)  # grace for what a command left behind


@dataclass(frozen=True, slots=True, kw_only=True)
class Command:
    line: str
    folder: str
    environment: Mapping[str, str]
    timeout: Fraction | None = None
    idle_timeout: Fraction | None = None
    grace: Fraction = Fraction(10)
    keep: bool = False  # what it leaves running is wanted: services
    patience: Patience = COMMAND


@dataclass(frozen=True, slots=True, kw_only=True)
class Finished:
    ended: Ended  # EXITED also by a signal, which `status` tells
    status: int | None = None
    reason: str = ""
    resources: Resources = Resources()
    notes: tuple[str, ...] = ()
    kept: Running | None = None


def run_command(command: Command, sink: Sink, halt: Halt, world: World) -> Finished:
    started = world.clock.monotonic()
    try:
        running = _start(world.shell, command, world)
    except (OSError, ValueError) as problem:
        return Finished(ended=Ended.ENVIRONMENT, reason=f"it could not be started: {problem}")
    watch = _Watch(command, running, sink, halt, world.clock)
    try:
        ended, reason = watch.until_it_ends()
        wall = world.clock.monotonic() - started
        if command.keep and ended is Ended.EXITED:
            return watch.kept(Resources(wall=wall))
        notes = watch.clear_up(ended)
    except BaseException:
        running.kill()
        raise
    finally:
        used = Used(0.0, 0) if watch.keeping else running.finish()
    resources = Resources(wall=wall, cpu=Fraction(round(used.cpu * 1000), 1000), peak=used.peak)
    return Finished(ended=ended, status=running.status, reason=reason, resources=resources, notes=notes)


def sweep(running: Running, grace: Fraction, halt: Halt, clock: Clock) -> None:
    """Ends the services that a setup has left running."""
    running.terminate()
    end = clock.monotonic() + grace
    while running.alive() and clock.monotonic() < end and not halt.asked:
        running.output(0.05)
    running.kill()
    running.finish()


def _start(shell: Shell, command: Command, world: World) -> Running:
    return shell.start(command.line, world.files.path(command.folder), command.environment)


class _Watch:
    """Looks after one command while it runs."""

    def __init__(self, command: Command, running: Running, sink: Sink, halt: Halt, clock: Clock) -> None:
        self._command = command
        self._running = running
        self._sink = sink
        self._halt = halt
        self._clock = clock
        self._started = self._heard = clock.monotonic()
        self.keeping = False

    def until_it_ends(self) -> tuple[Ended, str]:
        command, timeout, idle = self._command, self._command.timeout, self._command.idle_timeout
        while not self._running.exited:
            now = self._clock.monotonic()
            if self._halt.passed(command.patience.ask):
                return self._stop(Ended.CANCELLED, "interrupted")
            if timeout is not None and now - self._started >= timeout:
                return self._stop(Ended.TIMED_OUT, f"timed out after {duration_text(timeout)}")
            if idle is not None and now - self._heard >= idle:
                return self._stop(Ended.IDLE, f"no output for {duration_text(idle)}")
            self._pump(_TICK)
        return Ended.EXITED, ""

    def kept(self, resources: Resources) -> Finished:
        """A setup is over; its services may go on until the teardown has run."""
        self._pump_until(lambda: self._running.closed, _LATE_KEPT)
        running = self._running
        running.let_go()
        self.keeping = True
        return Finished(ended=Ended.EXITED, status=running.status, resources=resources, kept=running)

    def clear_up(self, ended: Ended) -> tuple[str, ...]:
        """Takes the last output, never waiting for the end of a pipe that a stranger may hold."""
        notes: list[str] = []
        running = self._running
        if ended is Ended.EXITED:
            self._pump_until(lambda: running.closed and not running.alive(), _LATE)
            if left := running.alive():
                notes.append(f"left {left} process{'' if left == 1 else 'es'} behind; ")
                notes[-1] += "it was ended" if left == 1 else "they were ended"
                running.terminate()
                self._pump_until(lambda: not running.alive(), min(self._command.grace, _ASIDE))
        if stuck := running.kill():
            notes.append(f"{stuck} of its processes could not be ended")
        self._pump_until(lambda: running.closed, _LATE)
        return tuple(notes)

    def _stop(self, ended: Ended, reason: str) -> tuple[Ended, str]:
        self._running.terminate()
        end = self._clock.monotonic() + self._command.grace
        while self._running.alive() and self._clock.monotonic() < end:
            if self._halt.passed(self._command.patience.kill):
                break
            self._pump(_TICK / 2)
        return ended, reason

    def _pump_until(self, done: Callable[[], bool], most: Fraction) -> None:
        end = self._clock.monotonic() + most
        while not done() and self._clock.monotonic() < end:
            self._pump(_TICK / 5)

    def _pump(self, seconds: Fraction) -> None:
        if piece := self._running.output(float(seconds)):
            self._heard = self._clock.monotonic()
            self._sink(*piece)
