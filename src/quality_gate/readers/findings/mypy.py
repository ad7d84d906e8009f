"""Reads mypy's JSON lines; authoritative is each line. A syntax error stops mypy, and hides all other errors;
so does an error that has no code, such as two modules of one name.

Severities: an error is high, a note is a note.
"""

from __future__ import annotations

from typing import BinaryIO, Final

from quality_gate.model.findings import Severity
from quality_gate.model.reading import Reading, invalid
from quality_gate.readers.findings.found import Found
from quality_gate.readers.reader import Head, ReadLimits
from quality_gate.readers.strict_json import NotReadable, as_text, read_json_lines

NAME: Final = "mypy"
_STOPS: Final[dict[str | None, str]] = {"syntax": "a syntax error", None: "an error without a code"}
_KEYS: Final = frozenset(("file", "line", "message", "hint", "code", "severity"))


def recognises(head: Head) -> bool:
    return head.text.lstrip()[:1] == "{" and set(head.json_keys) >= _KEYS


def read(stream: BinaryIO, limits: ReadLimits) -> Reading:
    found = Found("mypy")
    broken: dict[str, str] = {}
    try:
        for line in read_json_lines(stream, limits):
            severity = Severity.NOTE if line.get("severity") == "note" else Severity.HIGH
            found.add(
                line.get("code"), severity, line.get("message"), place=(line.get("file"), line.get("line"))
            )
            code = line.get("code")
            why = _STOPS.get(code) if code is None or isinstance(code, str) else None
            if severity is Severity.HIGH and why:
                broken[as_text(line.get("file"), 300)] = why
    except NotReadable as error:
        return invalid(NAME, str(error))
    for path, why in broken.items():
        found.fail(path, f"{why}, which hides all other errors")
    return found.reading(NAME)
