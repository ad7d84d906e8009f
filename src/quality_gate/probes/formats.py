"""How a text is written, told by its file's name or by its first sign (pure)."""

from __future__ import annotations

import posixpath
from typing import Final, Literal

Format = Literal["json", "yaml", "toml", "ini", "conf", "env", "text"]

_ENDINGS: Final = {
    "yml": "yaml",
    "yaml": "yaml",
    "json": "json",
    "toml": "toml",
    "ini": "ini",
    "cfg": "ini",
    "conf": "conf",
    "properties": "conf",
}


def form_of(path: str) -> str:
    """The format that a file's name tells; `text` where it tells none."""
    name = posixpath.basename(path).lower()
    if name == ".env" or name.startswith(".env.") or name.endswith(".env"):
        return "env"
    return _ENDINGS.get(name.rpartition(".")[2], "text")


def form_of_output(text: str) -> str:
    """What a program or a server has answered: JSON where it looks like it, else text."""
    return "json" if text.lstrip("\ufeff \t\r\n")[:1] in ("{", "[") else "text"
