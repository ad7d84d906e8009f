"""Work for processes side by side: functions of a module, so that other processes find them, too."""

from __future__ import annotations

import os
import signal
import time
from pathlib import Path


def doubled(number: int) -> int:
    return 2 * number


def elsewhere(parent: int) -> bool:
    time.sleep(0.01)
    return os.getpid() != parent


def dies_elsewhere(parent: int) -> str:
    time.sleep(0.01)
    if os.getpid() != parent:
        os._exit(9)
    return "here"


def fails_elsewhere(parent: int) -> str:
    time.sleep(0.01)
    if os.getpid() != parent:
        raise ValueError("no")
    return "here"


def stopped_here(parent: int) -> int:
    time.sleep(0.3)  # until the others are at work, too
    if os.getpid() == parent:
        raise KeyboardInterrupt
    time.sleep(60)
    return 0


def killed_here(given: tuple[int, str]) -> None:
    parent, marks = given
    if os.getpid() == parent:
        while not any(Path(marks).iterdir()):
            time.sleep(0.01)
        os.kill(parent, signal.SIGKILL)
    Path(marks, str(time.monotonic_ns())).touch()
    time.sleep(0.1)


def large(number: int) -> bytes:
    return bytes([number]) * (1 << 20)
