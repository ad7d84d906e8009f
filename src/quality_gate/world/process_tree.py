"""Everything that a command started, however it tried to get away: who is left, and how to end it."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import time
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Final

MARKER: Final = "QG_JOB"  # in the environment of all that a command starts
_PROC: Final = Path("/proc")
_SET_CHILD_SUBREAPER: Final = 36
_ROUNDS: Final = 50  # a process that forks while we look is caught by looking again


@dataclass(frozen=True, slots=True)
class Process:
    number: int
    parent: int
    session: int
    zombie: bool
    started: int  # ticks since boot; with the id it names a process for good
    resident: int  # bytes


class Tree:
    """The descendants of one command: by parent, by session, by marker, or because they were seen before."""

    def __init__(self, leader: int, marker: str) -> None:
        self._leader = leader
        self._marker = f"{MARKER}={marker}".encode()
        self._known: set[tuple[int, int]] = set()
        self._sessions = {leader}
        self.cpu = 0.0  # seconds, of orphans that came to us

    @property
    def visible(self) -> bool:
        """Can we see processes at all?"""
        return _PROC.joinpath("self").exists()

    def members(self, *, thorough: bool = False) -> list[Process]:
        """Who is alive. Thorough: also read the environment of processes that have other parents."""
        table = _processes()
        found = {number: one for number, one in table.items() if self._belongs(one, thorough)}
        children: dict[int, list[Process]] = {}
        for one in table.values():
            children.setdefault(one.parent, []).append(one)
        waiting = list(found)
        while waiting:
            for child in children.get(waiting.pop(), ()):
                if child.number not in found:
                    found[child.number] = child
                    waiting.append(child.number)
        # Numbers are used again: only what was seen a moment ago is known.
        self._known = {(one.number, one.started) for one in found.values()}
        self._sessions = {one.session for one in found.values()} - {_own_session()} | {self._leader}
        return [one for one in found.values() if not one.zombie]

    def signal(self, number: int) -> int:
        """Sends a signal to all of them; returns how many there were."""
        if not self.visible:
            _signal_group(self._leader, number)
            return 0
        members = self.members(thorough=True)
        for one in members:
            with contextlib.suppress(OSError):
                os.kill(one.number, number)
        return len(members)

    def kill(self) -> int:
        """Ends all of them at once; returns how many could not be ended."""
        left = self.signal(_KILL)
        for _ in range(_ROUNDS):
            if not left:
                break
            time.sleep(0.02)
            left = self.signal(_KILL)
        return left

    def reap(self) -> None:
        """Takes the ended orphans that came to us off the process table, and counts what they used."""
        for one in _processes().values():
            ours = (one.number, one.started) in self._known or one.session in self._sessions
            if one.zombie and ours and one.parent == os.getpid() and one.number != self._leader:
                with contextlib.suppress(OSError):
                    _, _, usage = os.wait4(one.number, os.WNOHANG)
                    self.cpu += usage.ru_utime + usage.ru_stime

    def _belongs(self, one: Process, thorough: bool) -> bool:
        if (
            one.number == self._leader
            or (one.number, one.started) in self._known
            or one.session in self._sessions
        ):
            return True
        if one.number == os.getpid() or one.zombie:
            return False
        return (thorough or one.parent == os.getpid()) and self._marker in _environment(one.number)


def children() -> frozenset[tuple[int, int]]:
    """Our own children as they are now, each with its number and its start."""
    mine = os.getpid()
    return frozenset((one.number, one.started) for one in _processes().values() if one.parent == mine)


def end_strays(spared: frozenset[tuple[int, int]]) -> None:
    """Ends orphans that came to us without a marker: only when nothing else of ours is running.

    What we start ourselves, such as git, stays in our session; what a stage started never does.
    """
    for _ in range(_ROUNDS):
        strays = [
            one
            for one in _processes().values()
            if one.parent == os.getpid()
            and one.session != _own_session()
            and one.number not in LEADERS
            and (one.number, one.started) not in spared
        ]
        if not strays:
            return
        for one in strays:
            with contextlib.suppress(OSError):
                os.kill(one.number, _KILL)
                os.waitpid(one.number, os.WNOHANG)
        time.sleep(0.02)


_KILL: Final = getattr(signal, "SIGKILL", signal.SIGTERM)
LEADERS: Final[set[int]] = set()  # commands that somebody is waiting for


@lru_cache(maxsize=1)
def adopt_orphans() -> bool:
    """From now on orphans among our descendants come to us instead of vanishing to the first process."""
    if not sys.platform.startswith("linux"):
        return False
    import ctypes  # imported late: only stages need it

    with contextlib.suppress(OSError, AttributeError):
        return bool(ctypes.CDLL(None, use_errno=True).prctl(_SET_CHILD_SUBREAPER, 1, 0, 0, 0) == 0)
    return False


def _processes() -> dict[int, Process]:
    table: dict[int, Process] = {}
    page = os.sysconf("SC_PAGE_SIZE") if hasattr(os, "sysconf") else 4096
    with contextlib.suppress(OSError):
        for path in _PROC.iterdir():
            if path.name.isdigit() and (one := _process(int(path.name), page)):
                table[one.number] = one
    return table


def _process(number: int, page: int) -> Process | None:
    try:
        fields = _PROC.joinpath(str(number), "stat").read_bytes().rpartition(b")")[2].split()
        return Process(
            number,
            parent=int(fields[1]),
            session=int(fields[3]),
            zombie=fields[0] in (b"Z", b"X"),
            started=int(fields[19]),
            resident=int(fields[21]) * page,
        )
    except (OSError, ValueError, IndexError):
        return None  # it ended while we looked


def _environment(number: int) -> bytes:
    try:
        return _PROC.joinpath(str(number), "environ").read_bytes()
    except OSError:
        return b""


def _own_session() -> int:
    return os.getsid(0) if hasattr(os, "getsid") else 0


def _signal_group(leader: int, number: int) -> None:
    """Where there is no /proc: the group on macOS, the tree that Windows knows."""
    if hasattr(os, "killpg"):
        with contextlib.suppress(OSError):
            os.killpg(leader, number)
    else:
        with contextlib.suppress(OSError):
            subprocess.run(
                ["taskkill", "/T", "/F", "/PID", str(leader)], capture_output=True, check=False, timeout=10
            )
