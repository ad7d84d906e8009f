"""Which files one and the same tool measures, as far as their names tell."""

from __future__ import annotations

import posixpath
from typing import Final

_TOGETHER: Final = (
    ".c .cc .cpp .cxx .h .hh .hpp .hxx .ipp .tpp .m .mm",
    ".js .jsx .mjs .cjs .ts .tsx .mts .cts .vue .svelte",
    ".java .kt .kts .scala .groovy",
    ".cs .vb .fs .razor .cshtml",
)
_FIRST: Final = {ending: endings.split()[0] for endings in _TOGETHER for ending in endings.split()}


def language(path: str) -> str:
    """The same text for files of one language, or of those that are measured together."""
    ending = posixpath.splitext(path)[1].lower()
    return _FIRST.get(ending, ending)
