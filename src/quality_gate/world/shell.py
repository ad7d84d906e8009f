"""The door to commands: starts a command line in a session of its own, and never loses sight of its tree."""

from __future__ import annotations

import contextlib
import os
import queue
import secrets
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Final, cast

from quality_gate.model.errors import CannotWork
from quality_gate.world import process_tree

_CHUNK: Final = 1 << 16
_CHUNKS: Final = 32  # a command that writes faster than we read has to wait
_SAMPLE: Final = 0.15


@dataclass(frozen=True, slots=True)
class Used:
    """What a command's whole tree used: seconds on processors, bytes at the peak."""

    cpu: float
    peak: int


class Running:
    """One command line on its way, with its output and everything that it started."""

    def __init__(self, process: subprocess.Popen[bytes], marker: str) -> None:
        self._process = process
        self._tree = process_tree.Tree(process.pid, marker)
        self._events: queue.Queue[tuple[bytes, bool] | str] = queue.Queue(_CHUNKS)
        self._listening = True
        self._open_pipes = 2
        self._peak = 0
        self._next_sample = 0.0
        self.exited = False
        self.status: int | None = None  # negative: the number of the signal
        process_tree.LEADERS.add(process.pid)
        streams = cast("tuple[IO[bytes], IO[bytes]]", (process.stdout, process.stderr))
        for stream, is_error in zip(streams, (False, True), strict=True):
            threading.Thread(target=self._read, args=(stream, is_error), daemon=True).start()
        threading.Thread(target=self._wait, daemon=True).start()

    @property
    def closed(self) -> bool:
        """Has everything that it wrote arrived?"""
        return self._open_pipes == 0 and self._events.empty()

    def output(self, seconds: float) -> tuple[bytes, bool] | None:
        """The next piece of output, and whether it came from stderr; None when there is nothing yet."""
        self._sample()
        try:
            event = self._events.get(timeout=max(seconds, 0.001))
        except queue.Empty:
            return None
        if isinstance(event, tuple):
            return event
        if event == "exited":
            self.exited = True
        else:
            self._open_pipes -= 1
        return None

    def alive(self) -> int:
        """How many processes are left, the first one included."""
        if not self._tree.visible:
            return int(not self.exited)
        return len(self._tree.members(thorough=True))

    def terminate(self) -> None:
        self._tree.signal(signal.SIGTERM)

    def kill(self) -> int:
        """Ends all of them; returns how many could not be ended."""
        return self._tree.kill()

    def let_go(self) -> None:
        """What it left behind may go on writing, but nobody listens any more."""
        self._listening = False
        with contextlib.suppress(queue.Empty):
            while True:
                self._events.get_nowait()

    def finish(self) -> Used:
        """The end of it: to be called once nothing of it is left."""
        self.let_go()
        self._tree.reap()
        process_tree.LEADERS.discard(self._process.pid)
        cpu, most = self._collect()
        # The system counts from the moment of our own fork: for a very small command that is too much.
        return Used(cpu + self._tree.cpu, max(self._peak, most))

    def _collect(self) -> tuple[float, int]:
        """Takes the first process off the process table."""
        if not hasattr(os, "wait4"):
            self._process.poll()
            return 0.0, 0
        for _ in range(50):
            try:
                found, status, usage = os.wait4(self._process.pid, os.WNOHANG)
            except ChildProcessError:  # where there is no waitid, the waiting thread was first
                return 0.0, 0
            if found:
                self.status = self._process.returncode = os.waitstatus_to_exitcode(status)
                most = usage.ru_maxrss * (1 if sys.platform == "darwin" else 1024)
                return usage.ru_utime + usage.ru_stime, most
            time.sleep(0.02)
        self._process.returncode = -signal.SIGTERM  # it hangs in the kernel: nobody can end it
        return 0.0, 0

    def _sample(self) -> None:
        now = time.monotonic()
        if now < self._next_sample:
            return
        members = self._tree.members()
        self._peak = max(self._peak, sum(one.resident for one in members))
        # On a machine with thousands of processes looking itself costs time: then look less often.
        self._next_sample = now + max(_SAMPLE, 20 * (time.monotonic() - now))

    def _read(self, stream: IO[bytes], is_error: bool) -> None:
        with stream:
            while chunk := stream.read(_CHUNK):
                self._tell((chunk, is_error))
        self._tell("closed")

    def _wait(self) -> None:
        if hasattr(os, "waitid"):
            # It stays on the process table: nobody else can get its number while we end its tree.
            with contextlib.suppress(ChildProcessError):  # `finish` was faster, and has seen its end
                if end := os.waitid(os.P_PID, self._process.pid, os.WEXITED | os.WNOWAIT):
                    self.status = end.si_status if end.si_code == os.CLD_EXITED else -end.si_status
        else:
            self.status = self._process.wait()
        self._tell("exited")

    def _tell(self, event: tuple[bytes, bool] | str) -> None:
        while self._listening:
            with contextlib.suppress(queue.Full):
                self._events.put(event, timeout=0.2)
                return


def _best_shell() -> tuple[str, ...]:
    if bash := shutil.which("bash"):
        return (bash, "-eo", "pipefail", "-c")
    if sh := shutil.which("sh"):
        return (sh, "-e", "-c")
    return ()


@dataclass(frozen=True, slots=True)
class Shell:
    program: tuple[str, ...] = field(default_factory=_best_shell)

    @property
    def note(self) -> str:
        """What people should know about the shell; empty when it is the usual one."""
        if "pipefail" in self.program:
            return ""
        return "bash is not installed: commands run under sh, which hides failures inside a pipe"

    def start(self, line: str, folder: Path, environment: Mapping[str, str]) -> Running:
        """Starts a command line; OSError or ValueError where that is not possible."""
        if not self.program:
            raise CannotWork("there is no shell: neither bash nor sh was found", "install bash")
        process_tree.adopt_orphans()
        # A gate inside a stage of a gate adds its own marker: both find their processes again.
        outer = environment.get(process_tree.MARKER, "")
        marker = outer + "." + secrets.token_hex(8)
        process = subprocess.Popen(
            [*self.program, line],
            bufsize=0,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            cwd=folder,
            env={**environment, process_tree.MARKER: marker},
            start_new_session=True,
        )
        return Running(process, marker)

    def children(self) -> frozenset[tuple[int, int]]:
        """What runs below us before the first command starts."""
        return process_tree.children()

    def sweep(self, spared: frozenset[tuple[int, int]]) -> None:
        """Ends what escaped every other eye: to be called when nothing of ours is running any more."""
        if process_tree.adopt_orphans():
            process_tree.end_strays(spared)
