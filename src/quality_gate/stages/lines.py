"""From pieces of output to lines, in bounded memory: a line ends at a line feed or a carriage return."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator
from typing import Final

LONGEST: Final = 16 << 10  # bytes of one line that are kept
_OVERHEAD: Final = 64  # what keeping even an empty line costs


class Splitter:
    """One stream of output, cut into lines."""

    def __init__(self) -> None:
        self._start = b""
        self._cut = 0  # bytes of the current line that were not kept
        self._after_return = False

    def feed(self, piece: bytes) -> Iterator[str]:
        if self._after_return and piece.startswith(b"\n"):
            piece = piece[1:]  # the second half of a line end that was cut in two
        if not piece:
            return
        self._after_return = piece.endswith(b"\r")
        *whole, rest = piece.replace(b"\r\n", b"\n").replace(b"\r", b"\n").split(b"\n")
        for part in whole:
            self._add(part)
            yield self._line()
        self._add(rest)

    def end(self) -> Iterator[str]:
        """The last line, where no line end follows it."""
        if self._start:
            yield self._line()

    def _add(self, part: bytes) -> None:
        room = LONGEST - len(self._start)
        self._start += part[:room]
        self._cut += max(len(part) - room, 0)

    def _line(self) -> str:
        text = self._start.decode("utf-8", "replace")
        if self._cut:
            text += f"… {self._cut:,} more bytes"
        self._start, self._cut = b"", 0
        return text


class Capped:
    """Lines within a size: the first ones pass at once, the last ones are kept, the middle is counted."""

    def __init__(self, write: Callable[[str], None], most: int) -> None:
        self._write = write
        self._room = self._most = most // 2
        self._tail: deque[str] = deque()
        self._held = 0
        self._left_out = 0
        self._left_out_size = 0

    def add(self, line: str) -> None:
        size = _size(line)
        if size < self._room:
            self._room -= size
            self._write(line)
            return
        self._room = 0
        self._tail.append(line)
        self._held += size + _OVERHEAD
        while self._held > self._most and len(self._tail) > 1:
            gone = _size(self._tail.popleft())
            self._held -= gone + _OVERHEAD
            self._left_out += 1
            self._left_out_size += gone

    def end(self) -> None:
        if self._left_out:
            self._write(f"… {self._left_out:,} lines ({self._left_out_size:,} bytes) left out here …")
        for line in self._tail:
            self._write(line)
        self._tail.clear()


def _size(line: str) -> int:
    return 1 + (len(line) if line.isascii() else len(line.encode("utf-8", "replace")))
