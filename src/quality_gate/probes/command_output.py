"""Runs a command for a probe and takes what it says: bounded in time and size, and nothing of it is left."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Final

from quality_gate.model.errors import GateError
from quality_gate.model.target import target_variables
from quality_gate.model.verdict import Cause, Problem
from quality_gate.model.wording import duration_text, size_text
from quality_gate.probes.probe import NOT_RUN_HERE, Site
from quality_gate.world.shell import Running

_MOST: Final = 8 << 20  # of stdout and stderr together
_TICK: Final = 0.1
_LATE: Final = Fraction(1)  # for output that is still under way when the command has ended
_GRACE: Final = Fraction(2)
_NOT_FOUND: Final = 127
_NOT_ALLOWED: Final = 126


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What a command wrote and how it ended; with trouble, neither is to be trusted."""

    out: str = ""
    errors: str = ""
    exit_code: int = 0
    trouble: Problem | None = None

    @property
    def last_line(self) -> str:
        lines = (self.errors.strip() or self.out.strip()).splitlines()
        return lines[-1].strip()[:200] if lines else ""


def said_by(line: str, site: Site) -> Said:
    """Always an answer; an exit code above 0 is for the probe to judge."""
    if not site.may_run:
        reason, remedy = NOT_RUN_HERE.reason, NOT_RUN_HERE.next
        return Said(trouble=Problem(Cause.NOT_RUN, reason, remedy))
    variables = {**site.world.environment.for_stages(), **target_variables(site.target)}
    try:
        running = site.world.shell.start(line, site.world.files.root, variables)
    except (OSError, ValueError, GateError) as problem:
        return _environment(f"the command could not be started: {problem}", "see `quality-gate doctor`")
    hearing = _Hearing(running, site)
    try:
        trouble = hearing.until_it_ends()
    except BaseException:
        running.kill()
        raise
    finally:
        running.finish()
    return hearing.said(running.status, trouble)


def _environment(reason: str, remedy: str) -> Said:
    return Said(trouble=Problem(Cause.ENVIRONMENT, reason, remedy))


class _Hearing:
    """Listens to one command until it ends, or has to."""

    def __init__(self, running: Running, site: Site) -> None:
        self._running = running
        self._site = site
        self._pieces: dict[bool, list[bytes]] = {False: [], True: []}
        self._size = 0

    def until_it_ends(self) -> Problem | None:
        clock, running = self._site.world.clock, self._running
        end = clock.monotonic() + self._site.timeout
        while not running.exited:
            self._take()
            if self._size > _MOST:
                return self._stopped(
                    Cause.UNREADABLE, f"it wrote more than {size_text(_MOST)}", "let it say less"
                )
            if self._site.halted():
                return self._stopped(Cause.NOT_RUN, "interrupted", "")
            if clock.monotonic() >= end:
                reason = f"the command did not end within {duration_text(self._site.timeout)}"
                return self._stopped(Cause.INCOMPLETE, reason, "see what it waits for, or raise `timeout:`")
        late = clock.monotonic() + _LATE
        while not running.closed and clock.monotonic() < late and self._size <= _MOST:
            self._take()
        running.kill()
        return None

    def said(self, status: int | None, trouble: Problem | None) -> Said:
        out, errors = (b"".join(self._pieces[which]).decode("utf-8", "replace") for which in (False, True))
        code = -1 if status is None else status
        found = Said(out=out, errors=errors, exit_code=code, trouble=trouble)
        if trouble is None and code in (_NOT_FOUND, _NOT_ALLOWED):
            return _environment(f"exit {code}: {found.last_line}", "install it, or correct the command")
        return found

    def _stopped(self, cause: Cause, reason: str, remedy: str) -> Problem:
        clock = self._site.world.clock
        self._running.terminate()
        end = clock.monotonic() + _GRACE
        while self._running.alive() and clock.monotonic() < end:
            self._running.output(_TICK)  # a command that cannot write would never end
        self._running.kill()
        return Problem(cause, reason, remedy)

    def _take(self) -> None:
        if piece := self._running.output(_TICK):
            text, is_error = piece
            self._size += len(text)
            self._pieces[is_error].append(text)
