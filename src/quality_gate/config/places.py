"""Where a configuration is looked for, and how one is told from another."""

from __future__ import annotations

import hashlib
from typing import Final

PLACES: Final = (  # in a folder: the gate's root
    "quality-gate.yml",
    "quality-gate.yaml",
    ".github/quality-gate.yml",
    ".github/quality-gate.yaml",
)


def digest_of(content: bytes) -> str:
    """Git may have turned the line ends around."""
    return hashlib.sha256(content.replace(b"\r\n", b"\n")).hexdigest()
