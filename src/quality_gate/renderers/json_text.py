"""JSON that people can read and any parser takes: a line per item near the top, nothing invisible in it."""

from __future__ import annotations

import json
import re
from typing import Any, Final

from quality_gate.renderers.escape import INVISIBLE

_HIDDEN: Final = re.compile(f"(?![\x00-\x1f\ud800-\udfff])[{INVISIBLE}]")
_HALF: Final = re.compile("[\ud800-\udfff]")


def json_text(value: Any, deep: int = 2) -> str:
    """Objects and lists are opened down to `deep` levels; below, one line each."""
    text = _opened(value, deep, "")
    return _HIDDEN.sub(_escaped, _HALF.sub("\ufffd", text)) + "\n"


def _opened(value: Any, deep: int, indent: str) -> str:
    if deep and isinstance(value, dict) and value:
        inner = [
            f"{json.dumps(key, ensure_ascii=False)}: {_opened(part, deep - 1, indent + '  ')}"
            for key, part in value.items()
        ]
    elif deep and isinstance(value, list) and value:
        inner = [_opened(part, deep - 1, indent + "  ") for part in value]
    else:
        return json.dumps(value, ensure_ascii=False)
    left, right = "{}" if isinstance(value, dict) else "[]"
    lines = ",\n".join(f"{indent}  {part}" for part in inner)
    return f"{left}\n{lines}\n{indent}{right}"


def _escaped(found: re.Match[str]) -> str:
    code = ord(found[0])
    if code < 0x10000:
        return f"\\u{code:04x}"
    code -= 0x10000
    return f"\\u{0xD800 + (code >> 10):04x}\\u{0xDC00 + (code & 0x3FF):04x}"
