"""The door to archives that strangers have packed: read by name, in memory, within a size."""

from __future__ import annotations

import io
import stat
import struct
import zipfile
import zlib
from typing import Final

from quality_gate.model.paths import repo_path
from quality_gate.model.wording import plural, size_text

_MOST_MEMBERS: Final = 20_000
_ENTRY: Final = b"PK\x01\x02"  # how each line of the index begins
_METHODS: Final = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_ENCRYPTED: Final = 1
_PIECE: Final = 1 << 18
_TROUBLES: Final = (
    *(zipfile.BadZipFile, zlib.error, struct.error, EOFError, OSError),
    *(ValueError, OverflowError, NotImplementedError, RuntimeError),
)


class BadArchive(Exception):
    """Why nothing is taken from it."""


class Archive:
    """What an index says of sizes is not believed: the bytes are counted as they come."""

    def __init__(self, content: bytes, most: int) -> None:
        # Counted before anybody builds an object for each of them.
        if (count := content.count(_ENTRY)) > _MOST_MEMBERS:
            raise BadArchive(f"it holds {plural(count, 'file')}, and {_MOST_MEMBERS:,} are the most")
        self._left = self._most = most
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(content))
        except _TROUBLES as error:
            raise BadArchive(f"it is no archive that can be read: {str(error)[:200]}") from None
        self._members: dict[str, zipfile.ZipInfo] = {}
        for info in self._zip.infolist():
            if not info.orig_filename.endswith("/"):
                self._add(info)

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(self._members)

    def read(self, name: str) -> bytes:
        content = bytearray()
        try:
            with self._zip.open(self._members[name]) as stream:
                while piece := stream.read(_PIECE):
                    self._left -= len(piece)
                    if self._left < 0:
                        raise BadArchive(f"unpacked it is larger than {size_text(self._most)}")
                    content += piece
        except _TROUBLES as error:
            raise BadArchive(f"{name[:200]} cannot be read: {str(error)[:200]}") from None
        return bytes(content)

    def _add(self, info: zipfile.ZipInfo) -> None:
        name = info.orig_filename
        shown = name[:200]
        if "\0" in name or repo_path(name) != name or name in self._members:
            raise BadArchive(f"it holds {shown!r}, which leads out of it or is there twice")
        if stat.S_IFMT(info.external_attr >> 16) not in (0, stat.S_IFREG):
            raise BadArchive(f"it holds {shown!r}, which is no plain file")
        if info.compress_type not in _METHODS or info.flag_bits & _ENCRYPTED:
            raise BadArchive(f"it holds {shown!r}, which is packed in another way")
        self._members[name] = info
