"""Hides secrets in a file of any size that we hand on, block by block."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import BinaryIO, Final

_BLOCK: Final = 4 << 20


def mask_file(path: Path, mask: Callable[[str], str]) -> tuple[str, int] | None:
    """The new SHA-256 and size; None where nothing was hidden, and the file is what it was."""
    with path.open("rb") as stream:
        if not any(_masked(block, mask) != block for block in _blocks(stream)):
            return None
    copy = path.with_name(f"{path.name}.masked")
    digest, size = hashlib.sha256(), 0
    with path.open("rb") as stream, copy.open("wb") as out:
        for block in _blocks(stream):
            piece = _masked(block, mask)
            digest.update(piece)
            size += len(piece)
            out.write(piece)
    copy.replace(path)
    return digest.hexdigest(), size


def _blocks(stream: BinaryIO) -> Iterator[bytes]:
    """Whole lines, so that neither a letter nor a secret is cut in two."""
    while block := stream.read(_BLOCK):
        yield block if block.endswith(b"\n") else block + stream.readline(_BLOCK)


def _masked(block: bytes, mask: Callable[[str], str]) -> bytes:
    if b"\0" in block:  # a database, such as coverage.py's, would no longer be one
        return block
    return mask(block.decode("utf-8", "surrogateescape")).encode("utf-8", "surrogateescape")
