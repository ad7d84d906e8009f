"""Reads Ruff's JSON; authoritative is the list of diagnostics.

A file that cannot be read or parsed hides what else is in it: a failure as well as a finding. Severities:
what Ruff calls an error is high, a warning is medium, and what older versions do not grade is high as well.
"""

from __future__ import annotations

from typing import BinaryIO, Final

from quality_gate.model.findings import Severity
from quality_gate.model.reading import Reading
from quality_gate.readers.findings.found import Found
from quality_gate.readers.reader import Head, ReadLimits
from quality_gate.readers.strict_json import as_list, as_object, as_text, json_reading

NAME: Final = "ruff"
_KEYS: Final = frozenset(("code", "filename", "location", "message"))
_NO_RULE: Final = "invalid-syntax"
_UNREAD: Final = (_NO_RULE, "E999", "E902")  # a syntax error in older versions, a file that cannot be read
_SEVERITIES: Final = {"warning": Severity.MEDIUM, "info": Severity.LOW, "help": Severity.NOTE}


def recognises(head: Head) -> bool:
    return head.text.lstrip()[:1] == "[" and set(head.json_keys) >= _KEYS


def read(stream: BinaryIO, limits: ReadLimits) -> Reading:
    return json_reading(NAME, stream, limits, _reading)


def _reading(report: object) -> Reading:
    found = Found("Ruff")
    broken: dict[str, object] = {}
    for one in as_list(report, "the report"):
        diagnostic = as_object(one, "a diagnostic")
        code = as_text(diagnostic.get("code")) or _NO_RULE  # null in older versions
        location = as_object(diagnostic.get("location") or {}, "a location")
        path = as_text(diagnostic.get("filename"))
        if code in _UNREAD:
            broken.setdefault(path, diagnostic.get("message"))
        severity = _SEVERITIES.get(as_text(diagnostic.get("severity")).lower(), Severity.HIGH)
        found.add(code, severity, diagnostic.get("message"), place=(path, location.get("row")))
    for path, message in broken.items():
        found.fail(path, message)
    return found.reading(NAME)
