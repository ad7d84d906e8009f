"""A report that its reader takes as bytes, in UTF-8 also where PowerShell's `>` wrote it as UTF-16."""

from __future__ import annotations

import codecs
from typing import Final

from quality_gate.readers.reader import Head, encoding_of
from quality_gate.readers.text_lines import Bytes

_SAME: Final = ("utf-8", "utf-8-sig")


def utf8_head(head: Head) -> bytes:
    return head.raw if encoding_of(head.raw) in _SAME else head.text.encode()


class Utf8Stream:
    """The bytes as they are where they are UTF-8 already, which costs nothing; pieces may differ in size."""

    def __init__(self, stream: Bytes) -> None:
        self._stream = stream
        self._decoder: codecs.IncrementalDecoder | None = None
        self._begun = False

    def read(self, size: int, /) -> bytes:
        while chunk := self._stream.read(size):
            if not self._begun:
                self._begun = True
                encoding = encoding_of(chunk)
                if encoding not in _SAME:
                    self._decoder = codecs.getincrementaldecoder(encoding)("replace")
            if not self._decoder:
                return chunk
            if text := self._decoder.decode(chunk):
                return text.encode()
        decoder, self._decoder = self._decoder, None
        return decoder.decode(b"", final=True).encode() if decoder else b""
