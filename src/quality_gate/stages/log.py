"""The output of one stage: whole on disk within a size, its last lines at hand, and live to the listener."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from typing import BinaryIO, Final

from quality_gate.renderers.neutral import plain_line
from quality_gate.stages.lines import Capped, Splitter

TAIL_LINES: Final = 30
_TAIL_WIDTH: Final = 500


class StageLog:
    def __init__(self, file: BinaryIO, cap: int, listen: Callable[[str, bool], None]) -> None:
        self._file = file
        self._capped = Capped(self._write, cap)
        self._listen = listen
        self._splitters = (Splitter(), Splitter())
        self._last: deque[str] = deque(maxlen=TAIL_LINES)
        self.last_error = ""

    @property
    def tail(self) -> tuple[str, ...]:
        return tuple(self._last)

    def heading(self, text: str) -> None:
        """Our own words between the outputs of several commands; the last lines start anew."""
        self._capped.add(text)
        self._listen(text, False)
        self._last.clear()
        self.last_error = ""

    def feed(self, piece: bytes, is_error: bool) -> None:
        for line in self._splitters[is_error].feed(piece):
            self._line(line, is_error)

    def pause(self) -> None:
        """A command is over: what it wrote without a line end is a line."""
        for is_error, splitter in zip((False, True), self._splitters, strict=True):
            for line in splitter.end():
                self._line(line, is_error)
        self._splitters = (Splitter(), Splitter())

    def close(self) -> None:
        with self._file:
            self._capped.end()

    def _line(self, line: str, is_error: bool) -> None:
        plain = plain_line(line)
        self._capped.add(plain)
        self._last.append(plain[:_TAIL_WIDTH])
        if is_error and plain:
            self.last_error = plain
        self._listen(line, is_error)

    def _write(self, line: str) -> None:
        self._file.write(line.encode("utf-8", "replace") + b"\n")
