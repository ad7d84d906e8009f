"""A report packed with gzip, unpacked while it is read; what is damaged or made to burst is refused."""

from __future__ import annotations

import gzip
import io
import zlib
from typing import TYPE_CHECKING, BinaryIO, Final

if TYPE_CHECKING:
    from typing_extensions import Buffer

_HARMLESS: Final = 64 << 20  # bytes: up to here no ratio is a danger
_MOST_RATIO: Final = 250  # text of real tools shrinks to a hundredth at best


class _Counted:
    """The packed bytes, and how many of them have been read."""

    def __init__(self, packed: BinaryIO) -> None:
        self._packed = packed
        self._start = packed.tell() if packed.seekable() else None
        self.seen = 0

    def read(self, size: int, /) -> bytes:
        piece = self._packed.read(size)
        self.seen += len(piece)
        return piece

    def seekable(self) -> bool:
        return self._start is not None

    def seek(self, offset: int, /) -> int:
        self.seen = offset
        return self._packed.seek((self._start or 0) + offset)


class Unpacked(io.RawIOBase):
    """A ValueError says what is wrong with what is packed."""

    def __init__(self, packed: BinaryIO) -> None:
        self._packed = _Counted(packed)
        self._file = gzip.GzipFile(fileobj=self._packed, mode="rb")

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return self._packed.seekable()

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        return self._file.seek(offset, whence)

    def tell(self) -> int:
        return self._file.tell()

    def readinto(self, buffer: Buffer) -> int:
        room = memoryview(buffer)
        try:
            piece = self._file.read(min(len(room), _HARMLESS))
        except (OSError, EOFError, zlib.error) as error:
            raise ValueError("packed with gzip, and cut off or damaged") from error
        if self._file.tell() > max(_HARMLESS, _MOST_RATIO * self._packed.seen):
            raise ValueError(f"unpacks to more than {_MOST_RATIO} times its size, which no report does")
        room[: len(piece)] = piece
        return len(piece)
