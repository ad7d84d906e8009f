"""The door to the terminal: results go to stdout, talk goes to stderr."""

from __future__ import annotations

import os
import shutil
import sys
from dataclasses import dataclass, field
from typing import TextIO


@dataclass(frozen=True, slots=True)
class Console:
    out: TextIO = field(default_factory=lambda: sys.stdout)
    err: TextIO = field(default_factory=lambda: sys.stderr)
    allow_color: bool = True

    def say(self, text: str) -> None:
        """A result."""
        self._write(self.out, text)

    def tell(self, text: str) -> None:
        """Talk: progress, hints, stage output."""
        self._write(self.err, text)

    @property
    def color(self) -> bool:
        return self.allow_color and self.out.isatty()

    @property
    def live(self) -> bool:
        """May progress be drawn over itself?"""
        return self.err.isatty()

    @property
    def width(self) -> int:
        return min(shutil.get_terminal_size((80, 24)).columns, 120)

    def _write(self, stream: TextIO, text: str) -> None:
        try:
            stream.write(text if text.endswith("\n") else text + "\n")
            stream.flush()
        except UnicodeEncodeError:
            encoding = stream.encoding or "ascii"
            stream.write(text.encode(encoding, "replace").decode(encoding) + "\n")
            stream.flush()
        except BrokenPipeError:
            # The reader of a pipe has seen enough (`| head`); the verdict does not depend on it.
            os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())
