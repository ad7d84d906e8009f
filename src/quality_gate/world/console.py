"""The door to the terminal: results go to stdout, talk goes to stderr."""

from __future__ import annotations

import contextlib
import io
import os
import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TextIO

from quality_gate.model.errors import OutletRefused


@dataclass(frozen=True, slots=True)
class Console:
    out: TextIO = field(default_factory=lambda: sys.stdout or _closed())
    err: TextIO = field(default_factory=lambda: sys.stderr or _closed())
    allow_color: bool = True
    mask: Callable[[str], str] = str  # hides secrets in whatever is said
    _trouble: list[str] = field(default_factory=list, init=False, repr=False, compare=False)

    def say(self, text: str) -> None:
        """A result; OutletRefused where it cannot be written."""
        trouble = self._trouble[0] if self._trouble else self._written(self.out, text)
        if trouble:
            self._trouble.append(trouble)  # what comes later is no longer the whole answer
            raise OutletRefused(
                f"standard output cannot be written: {trouble}", "let it lead to a place that takes it"
            )

    def tell(self, text: str) -> None:
        """Talk: progress, hints, stage output. Nothing depends on whether anybody can hear it."""
        self._written(self.err, text)

    @property
    def color(self) -> bool:
        return self.allow_color and _is_terminal(self.out)

    @property
    def live(self) -> bool:
        """May progress be drawn over itself?"""
        return _is_terminal(self.err)

    @property
    def encoding(self) -> str:
        return self.out.encoding or "utf-8"

    @property
    def width(self) -> int:
        import shutil  # imported late: a short answer needs no width

        return min(shutil.get_terminal_size((80, 24)).columns, 120)

    def _written(self, stream: TextIO, text: str) -> str:
        """Why it could not be written; empty when it was, or when nobody wants to read on."""
        if stream.closed:
            return "it is closed"
        shown = self.mask(text)
        line = shown if shown.endswith("\n") else shown + "\n"
        try:
            try:
                stream.write(line)
            except UnicodeEncodeError:
                encoding = stream.encoding or "ascii"
                stream.write(line.encode(encoding, "replace").decode(encoding))
            stream.flush()
        except BrokenPipeError:
            _to_nowhere(stream)  # the reader of a pipe has seen enough (`| head`)
        except OSError as error:
            _to_nowhere(stream)
            return error.strerror or str(error)
        return ""


def _closed() -> TextIO:
    """Whoever starts the gate can close its streams; then Python has none."""
    stream = io.StringIO()
    stream.close()
    return stream


def _is_terminal(stream: TextIO) -> bool:
    return not stream.closed and stream.isatty()


def _to_nowhere(stream: TextIO) -> None:
    """What is still in the stream's memory would fail again at the end, and change the exit code."""
    with contextlib.suppress(OSError):
        nowhere = os.open(os.devnull, os.O_WRONLY)
        try:
            os.dup2(nowhere, stream.fileno())
        finally:
            os.close(nowhere)
