"""Bytes that should be UTF-8 as text: others are read as Latin-1, so that no two paths become one."""

from __future__ import annotations

from typing import Final

_STRAY: Final = {0xDC00 + byte: chr(byte) for byte in range(0x80, 0x100)}


def text_of(raw: bytes) -> str:
    try:
        return raw.decode()
    except UnicodeDecodeError:
        return raw.decode(errors="surrogateescape").translate(_STRAY)
