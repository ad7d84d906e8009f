"""JSON that people can read and any parser takes: a line per item near the top, nothing invisible in it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from itertools import islice
from typing import Any, Final

from quality_gate.renderers.escape import INVISIBLE

_HIDDEN: Final = re.compile(
    f"(?![\x00-\x1f])[{INVISIBLE}]"
)  # halves of characters, too: file names hold them
# A workflow runner reads `##[` anywhere in a line, and may not see what stands between.
_COMMAND: Final = re.compile(r"#(?=[^ -~]*\[)")
_AT_ONCE: Final = 1000  # pieces, of which none ends within a string
_HALF: Final = re.compile("[\ud800-\udfff]")


def json_text(value: Any, deep: int = 2) -> str:
    """Objects and lists that hold others are opened down to `deep` levels; the rest stands on one line."""
    return "".join(json_pieces(value, deep))


def json_pieces(value: Any, deep: int = 2) -> Iterator[str]:
    """The same text bit by bit: a record of a million tests need not be held in memory at once."""
    pieces = _opened(value, deep, "")
    while some := "".join(islice(pieces, _AT_ONCE)):
        yield harmless_json(_HALF.sub("\ufffd", some))
    yield "\n"


def harmless_json(text: str) -> str:
    """The same values, nothing invisible, and no workflow command: outside its strings JSON has no `#`."""
    if not text.isascii() or "\x7f" in text:
        text = _HIDDEN.sub(_escaped, text)
    return _COMMAND.sub(_escaped, text) if "#" in text else text


def _opened(value: Any, deep: int, indent: str) -> Iterator[str]:
    if not deep or _is_flat(value):
        yield json.dumps(value, ensure_ascii=False)
        return
    left, right = "{}" if isinstance(value, dict) else "[]"
    entries = value.items() if isinstance(value, dict) else ((None, part) for part in value)
    between = f"{left}\n"
    for key, part in entries:
        name = "" if key is None else f"{json.dumps(key, ensure_ascii=False)}: "
        yield f"{between}{indent}  {name}"
        yield from _opened(part, deep - 1, indent + "  ")
        between = ",\n"
    yield f"\n{indent}{right}"


def _is_flat(value: Any) -> bool:
    """What holds no further objects or lists reads best on one line."""
    parts = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return not any(isinstance(part, dict | list) and part for part in parts)


def _escaped(found: re.Match[str]) -> str:
    code = ord(found[0])
    if code < 0x10000:
        return f"\\u{code:04x}"
    code -= 0x10000
    return f"\\u{0xD800 + (code >> 10):04x}\\u{0xDC00 + (code & 0x3FF):04x}"
