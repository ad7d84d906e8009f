"""Foreign text within XML: what no document may hold becomes visible, what means something is escaped."""

from __future__ import annotations

import re
from typing import Final

_UNFIT: Final = re.compile("[^\t\n\r -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_ATTRIBUTE: Final = str.maketrans(
    {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "\t": "&#9;", "\n": "&#10;", "\r": "&#13;"}
)


def readable(text: str) -> str:
    r"""`\u0000` for a character that XML cannot hold in any spelling, such as NUL or half a character."""
    return _UNFIT.sub(lambda found: f"\\u{ord(found[0]):04x}", text)


def attribute(name: str, text: object) -> str:
    """` name="text"`: a parser gets back each character, line ends among them."""
    return f' {name}="{readable(str(text)).translate(_ATTRIBUTE)}"'
