"""Ctrl-C and a cancelled workflow: remembers when it was asked for, and how long each part may still take."""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from fractions import Fraction
from types import FrameType
from typing import Final

from quality_gate.world.clock import Clock


@dataclass(frozen=True, slots=True)
class Patience:
    """Seconds after the interrupt: when a command is asked to end, and when it is ended."""

    ask: Fraction
    kill: Fraction


# A runner waits 7.5 seconds for us; all of this together stays below seven.
COMMAND: Final = Patience(Fraction(0), Fraction(3))
STAGE_TEARDOWN: Final = Patience(Fraction("4.3"), Fraction("4.5"))
RUN_TEARDOWN: Final = Patience(Fraction("5.6"), Fraction("5.8"))
TEARDOWN_SECONDS: Final = Fraction(2)


class Halt:
    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._event = threading.Event()
        self.since: Fraction | None = None

    @property
    def asked(self) -> bool:
        return self._event.is_set()

    def ask(self) -> None:
        if self.since is None:
            self.since = self._clock.monotonic()
        self._event.set()

    def passed(self, seconds: Fraction) -> bool:
        """Was it asked for at least so long ago?"""
        return self.since is not None and self._clock.monotonic() >= self.since + seconds

    def sleep(self, seconds: Fraction) -> None:
        """Waits, but not through an interrupt."""
        self._event.wait(float(seconds))

    @contextmanager
    def listening(self) -> Iterator[None]:
        """Signals ask for a halt, instead of ending us in the middle of something."""
        if threading.current_thread() is not threading.main_thread():
            yield  # only the main thread may take signals
            return
        names = ("SIGINT", "SIGTERM", "SIGHUP")
        numbers = [getattr(signal, name) for name in names if hasattr(signal, name)]
        former = {number: signal.getsignal(number) for number in numbers}
        try:
            for number in numbers:
                if former[number] != signal.SIG_IGN:  # started under nohup, for instance
                    signal.signal(number, self._on_signal)
            yield
        finally:
            for number, handler in former.items():
                signal.signal(number, handler if handler is not None else signal.SIG_DFL)

    def _on_signal(self, _number: int, _frame: FrameType | None) -> None:
        self.ask()
