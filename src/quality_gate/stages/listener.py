"""Who wants to hear how the stages get on."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Protocol

from quality_gate.model.envelope import Envelope
from quality_gate.model.job import Job


class Listener(Protocol):
    def setup_started(self) -> None: ...

    def stage_started(self, job: Job) -> None: ...

    def lines(self, job: Job, texts: Sequence[str], is_error: bool, /) -> None:
        """Lines of a stage's output without control characters; a workflow command may be among them."""

    def stage_ended(self, job: Job, envelope: Envelope) -> None: ...

    def looking(self, names: Sequence[str]) -> None:
        """The stages are over, and these probes are looked at."""

    def finished(self, envelopes: Sequence[Envelope]) -> None: ...


class Silent:
    """Nobody wants to."""

    def setup_started(self) -> None:
        pass

    def stage_started(self, job: Job) -> None:
        pass

    def lines(self, job: Job, texts: Sequence[str], is_error: bool) -> None:
        pass

    def stage_ended(self, job: Job, envelope: Envelope) -> None:
        pass

    def looking(self, names: Sequence[str]) -> None:
        pass

    def finished(self, envelopes: Sequence[Envelope]) -> None:
        pass


@dataclass(frozen=True, slots=True)
class OneAtATime:
    """Lets stages that run side by side speak one after another."""

    listener: Listener
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def setup_started(self) -> None:
        with self._lock:
            self.listener.setup_started()

    def stage_started(self, job: Job) -> None:
        with self._lock:
            self.listener.stage_started(job)

    def lines(self, job: Job, texts: Sequence[str], is_error: bool) -> None:
        with self._lock:
            self.listener.lines(job, texts, is_error)

    def stage_ended(self, job: Job, envelope: Envelope) -> None:
        with self._lock:
            self.listener.stage_ended(job, envelope)

    def looking(self, names: Sequence[str]) -> None:
        with self._lock:
            self.listener.looking(names)

    def finished(self, envelopes: Sequence[Envelope]) -> None:
        with self._lock:
            self.listener.finished(envelopes)
