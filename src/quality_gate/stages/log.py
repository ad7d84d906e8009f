"""The output of one stage, without secrets: on disk within a size, its last lines at hand, and live."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Sequence
from typing import BinaryIO, Final

from quality_gate.model.mask import Mask
from quality_gate.stages.lines import Capped, Splitter, plain_lines

TAIL_LINES: Final = 30
_TAIL_WIDTH: Final = 500


class StageLog:
    def __init__(
        self, file: BinaryIO, cap: int, mask: Mask, listen: Callable[[Sequence[str], bool], None]
    ) -> None:
        self._file = file
        self._mask = mask
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
        lines = plain_lines(text.split("\n"))
        self._capped.add(lines)
        self._listen(lines, False)
        self._last.clear()
        self.last_error = ""

    def feed(self, piece: bytes, is_error: bool) -> None:
        if lines := self._splitters[is_error].feed(piece):
            self._lines(lines, is_error)

    def pause(self) -> None:
        """A command is over: what it wrote without a line end is a line."""
        for is_error, splitter in zip((False, True), self._splitters, strict=True):
            if lines := splitter.end():
                self._lines(lines, is_error)
        self._splitters = (Splitter(), Splitter())

    def close(self) -> None:
        with self._file:
            self._capped.end()

    def _lines(self, lines: Sequence[str], is_error: bool) -> None:
        plain = self._mask.lines(plain_lines(lines))
        self._capped.add(plain)
        self._last.extend(line[:_TAIL_WIDTH] for line in plain[-TAIL_LINES:])
        if is_error:
            self.last_error = next((line for line in reversed(plain) if line), self.last_error)
        self._listen(plain, is_error)

    def _write(self, text: str) -> None:
        self._file.write(text.encode("utf-8", "replace") + b"\n")
