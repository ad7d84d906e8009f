"""Looks through many probes side by side, each for a bounded time; one that hangs is given up."""

from __future__ import annotations

import queue
import threading
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from typing import Final

from quality_gate.model.probes import Sighting
from quality_gate.model.verdict import Cause, Status
from quality_gate.model.wording import duration_text
from quality_gate.probes.probe import Probe, Site
from quality_gate.probes.settings import LiveSettings, Planned
from quality_gate.probes.table import PROBES
from quality_gate.world.clock import Clock

TIMEOUT: Final = Fraction(10)  # of one look, where the configuration says nothing
_AT_ONCE: Final = 16
_TICK: Final = 0.1
_SPARE: Final = Fraction(5)  # over its time, before a look is given up
_AFTER_HALT: Final = Fraction(2)  # for looks to end what they have started
_PAUSES: Final = (Fraction(1, 5), Fraction(1, 2), Fraction(1))  # between two tries, the last one again
_MOST_TOLD: Final = 30


def look_at(probes: Sequence[Planned], site: Site) -> dict[str, Sighting]:
    """What each of them saw, by name; a probe that was not looked at any more is unknown."""
    return _Round(probes, site).all()


def time_of(probe: Planned) -> Fraction:
    """The most time that looking at it may take, all tries together."""
    within = probe.settings.within if isinstance(probe.settings, LiveSettings) else None
    return (within or Fraction(0)) + (probe.settings.timeout or TIMEOUT)


def look_until(probe: Probe, settings: object, site: Site, within: Fraction) -> Sighting:
    """Tries again until it is as it should be, or until the time is over; tells every try."""
    clock = site.world.clock
    start = clock.monotonic()
    told: list[str] = []
    while True:
        began = clock.monotonic() - start
        seen = probe.look(settings, site)
        told.append(f"{_seconds(began)} s: {seen.got or seen.reason or seen.status}")
        pause = _PAUSES[min(len(told), len(_PAUSES)) - 1]
        over = clock.monotonic() - start + pause > within
        hopeless = seen.cause is Cause.NOT_RUN  # nothing is run here, later neither
        if seen.status is Status.PASSED or hopeless or over or site.halted():
            break
        _wait(pause, site, clock)
    if len(told) == 1:
        return seen
    if len(told) > _MOST_TOLD:
        told = [*told[: _MOST_TOLD // 2], "…", *told[-_MOST_TOLD // 2 :]]
    return replace(seen, attempts=tuple(told))


@dataclass(slots=True)
class _Round:
    probes: Sequence[Planned]
    site: Site
    seen: dict[str, Sighting] = field(default_factory=dict)
    _done: queue.SimpleQueue[tuple[str, Sighting]] = field(default_factory=queue.SimpleQueue)
    _until: dict[str, Fraction] = field(default_factory=dict)  # of those that are being looked at

    def all(self) -> dict[str, Sighting]:
        waiting = list(self.probes)
        while (waiting or self._until) and not self.site.halted():
            while waiting and len(self._until) < _AT_ONCE:
                self._start(waiting.pop(0))
            self._take_one()
            self._give_up(self._now)
        end = self._now + _AFTER_HALT
        while self._until and self._now < end:
            self._take_one()
        for name in (*self._until, *(probe.name for probe in waiting)):
            self.seen[name] = _unknown(Cause.NOT_RUN, "interrupted")
        return {probe.name: self.seen[probe.name] for probe in self.probes}

    @property
    def _now(self) -> Fraction:
        return self.site.world.clock.monotonic()

    def _start(self, probe: Planned) -> None:
        self._until[probe.name] = self._now + time_of(probe) + _SPARE
        # Nobody waits at the end for one that hangs.
        threading.Thread(target=self._work, args=(probe,), daemon=True).start()

    def _work(self, probe: Planned) -> None:
        self._done.put((probe.name, _look(probe, self.site)))

    def _take_one(self) -> None:
        try:
            name, sighting = self._done.get(timeout=_TICK)
        except queue.Empty:
            return
        if self._until.pop(name, None) is not None:
            self.seen[name] = sighting

    def _give_up(self, now: Fraction) -> None:
        for name in [name for name, until in self._until.items() if now >= until]:
            del self._until[name]
            time = next(time_of(probe) for probe in self.probes if probe.name == name)
            reason = f"the look did not end within {duration_text(time)}, and was given up"
            self.seen[name] = _unknown(Cause.INCONCLUSIVE, reason)


def _look(probe: Planned, site: Site) -> Sighting:
    settings = probe.settings
    own = replace(site, timeout=settings.timeout or TIMEOUT)
    kind = PROBES[probe.kind]
    try:
        if isinstance(settings, LiveSettings) and settings.within:
            return look_until(kind, settings, own, settings.within)
        return kind.look(settings, own)
    except Exception as bug:  # noqa: BLE001 (one probe must not take the others, nor the verdict, with it)
        return _unknown(Cause.INCONCLUSIVE, f"the look broke off: {type(bug).__name__}: {bug}"[:500])


def _unknown(cause: Cause, reason: str) -> Sighting:
    return Sighting(status=Status.UNKNOWN, cause=cause, reason=reason)


def _wait(seconds: Fraction, site: Site, clock: Clock) -> None:
    """In small steps, so that nobody who presses Ctrl-C waits for it."""
    end = clock.monotonic() + seconds
    never = threading.Event()
    while (left := end - clock.monotonic()) > 0 and not site.halted():
        never.wait(min(_TICK, float(left)))


def _seconds(value: Fraction) -> str:
    tenths = int(value * 10)
    return f"{tenths // 10}.{tenths % 10}"
