"""A pipe that a command and all that it starts hold open: at its end nothing of them is left."""

from __future__ import annotations

import os
import select
from pathlib import Path

HELD = "exec 9>lifeline; echo began >&9"  # what the command has to begin with


class Lifeline:
    def __init__(self, folder: Path) -> None:
        path = folder / "lifeline"
        os.mkfifo(path)
        self._reader = os.open(path, os.O_RDONLY | os.O_NONBLOCK)

    def ended(self, seconds: float = 5) -> bool:
        """Has the command begun, and is nothing of it left, at the latest after so long?"""
        said = b""
        while select.select([self._reader], [], [], seconds)[0]:
            more = os.read(self._reader, 100)
            if not more:
                return said == b"began\n"
            said += more
        return False

    def close(self) -> None:
        os.close(self._reader)
