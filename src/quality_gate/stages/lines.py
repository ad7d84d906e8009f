"""From pieces of output to lines, in bounded memory: a line ends at a line feed or a carriage return.

A test run may write gigabytes, so whatever can be done for many lines at once is.
"""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Callable, Sequence
from typing import Final

from quality_gate.renderers.neutral import neutral_line, plain_line

LONGEST: Final = 16 << 10  # bytes of one line that are kept
_BYTES_PER_CHARACTER: Final = 4  # at most, in UTF-8
_OVERHEAD: Final = 64  # what keeping even an empty line costs
_COMMAND: Final = re.compile(r"^[ \t]*::|##\[", re.MULTILINE)  # in plain ASCII there are no other spaces


def plain_lines(lines: Sequence[str]) -> Sequence[str]:
    """Every line without escape sequences and control characters."""
    if "".join(lines).replace("\t", "").isprintable():
        return lines
    return [plain_line(line) for line in lines]


def neutral_lines(plain: Sequence[str]) -> Sequence[str]:
    """Of plain lines, those that no workflow runner takes for a command."""
    text = "\n".join(plain)
    if text.isascii():
        if ("::" not in text and "##[" not in text) or not _COMMAND.search(text):
            return plain
    elif ":" not in text and "#" not in text:
        return plain
    return [neutral_line(line) if _suspect(line) else line for line in plain]


def _suspect(line: str) -> bool:
    """What a command is made of stands in it, perhaps with characters between that nobody sees."""
    return line.count(":") > 1 or (line.count("#") > 1 and "[" in line)


class Splitter:
    """One stream of output, cut into lines."""

    def __init__(self) -> None:
        self._start = b""
        self._cut = 0  # bytes of the current line that were not kept
        self._after_return = False

    def feed(self, piece: bytes) -> list[str]:
        if self._after_return and piece.startswith(b"\n"):
            piece = piece[1:]  # the second half of a line end that was cut in two
            self._after_return = False
        if not piece:
            return []
        self._after_return = piece.endswith(b"\r")
        if b"\r" in piece:
            piece = piece.replace(b"\r\n", b"\n").replace(b"\r", b"\n")
        first, *whole = piece.split(b"\n", 1)
        self._add(first)
        if not whole:
            return []
        lines = [self._line()]
        inside, found, rest = whole[0].rpartition(b"\n")
        if found:
            lines += self._several(inside)
        self._add(rest)
        return lines

    def end(self) -> list[str]:
        """The last line, where no line end follows it."""
        return [self._line()] if self._start else []

    def _several(self, inside: bytes) -> list[str]:
        lines = inside.decode("utf-8", "replace").split("\n")
        if len(max(lines, key=len)) * _BYTES_PER_CHARACTER <= LONGEST:
            return lines
        cut: list[str] = []
        for part in inside.split(b"\n"):
            self._add(part)
            cut.append(self._line())
        return cut

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
        self._tail: deque[tuple[str, int, int]] = deque()  # some lines, how many, and their size
        self._held = 0
        self._left_out = 0
        self._left_out_size = 0

    def add(self, lines: Sequence[str]) -> None:
        text = "\n".join(lines)
        size = _size(text)
        if size < self._room:
            self._room -= size
            self._write(text)
        elif len(lines) > 1 and (self._room or size > self._most // 4):  # some may fit, and some be let go
            for line in lines:
                self.add([line])
        else:
            self._room = 0
            self._keep(text, len(lines), size)

    def end(self) -> None:
        if self._left_out:
            self._write(f"… {self._left_out:,} lines ({self._left_out_size:,} bytes) left out here …")
        for text, _, _ in self._tail:
            self._write(text)
        self._tail.clear()

    def _keep(self, text: str, count: int, size: int) -> None:
        self._tail.append((text, count, size))
        self._held += size + _OVERHEAD
        while self._held > self._most and len(self._tail) > 1:
            _, gone, gone_size = self._tail.popleft()
            self._held -= gone_size + _OVERHEAD
            self._left_out += gone
            self._left_out_size += gone_size


def _size(text: str) -> int:
    return 1 + (len(text) if text.isascii() else len(text.encode("utf-8", "replace")))
