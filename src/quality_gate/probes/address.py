"""A host and its port, as they are written: `localhost:8080`, `[::1]:443`."""

from __future__ import annotations

import re
from typing import Final

from quality_gate.probes.patterns import Mistakes

_ADDRESS: Final = re.compile(
    r"(?:\[(?P<six>[0-9A-Fa-f:.%a-z]+)\]|(?P<host>[^\s:/\[\]]+)):(?P<port>[0-9]{1,5})"
)


def address_of(text: str) -> tuple[str, int] | None:
    found = _ADDRESS.fullmatch(text)
    if found is None or not 0 < int(found["port"]) < 1 << 16:
        return None
    return found["six"] or found["host"], int(found["port"])


def address_mistakes(key: str, text: str) -> Mistakes:
    if "{" not in text and address_of(text) is None:
        yield key, f"{text[:60]!r} is no host with a port", "write it as localhost:8080, or [::1]:8080"
