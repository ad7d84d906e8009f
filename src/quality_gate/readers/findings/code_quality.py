"""Reads Code Climate issues, which GitLab calls code quality reports; authoritative is the list.

Severities: blocker is critical, critical is high, major is medium, minor is low, info is a note; any other
word is medium.
"""

from __future__ import annotations

from typing import BinaryIO, Final

from quality_gate.model.findings import Severity
from quality_gate.model.reading import Reading
from quality_gate.readers.findings.found import Found
from quality_gate.readers.reader import Head, ReadLimits
from quality_gate.readers.strict_json import Json, as_list, as_object, as_text, json_reading

NAME: Final = "code-quality"
_SEVERITIES: Final = {
    "blocker": Severity.CRITICAL,
    "critical": Severity.HIGH,
    "major": Severity.MEDIUM,
    "minor": Severity.LOW,
    "info": Severity.NOTE,
}


def recognises(head: Head) -> bool:
    keys = set(head.json_keys)
    named = {"description", "location"} <= keys and keys & {"check_name", "fingerprint"}
    return head.text.lstrip()[:1] == "[" and bool(named)


def read(stream: BinaryIO, limits: ReadLimits) -> Reading:
    return json_reading(NAME, stream, limits, _reading)


def _reading(report: object) -> Reading:
    found = Found("Code Climate")
    for one in as_list(report, "the report"):
        issue = as_object(one, "an issue")
        if as_text(issue.get("type")).lower() == "measurement":
            continue  # measurements of an engine, which are no findings
        location = as_object(issue.get("location"), "a location")
        found.add(
            issue.get("check_name"),
            _SEVERITIES.get(as_text(issue.get("severity")).lower(), Severity.MEDIUM),
            issue.get("description"),
            place=(location.get("path"), _line(location)),
            fingerprint=issue.get("fingerprint"),
        )
    return found.reading(NAME)


def _line(location: Json) -> object:
    """In `lines`, or as a position."""
    lines = location.get("lines")
    if isinstance(lines, dict):
        return lines.get("begin")
    positions = location.get("positions")
    begin = positions.get("begin") if isinstance(positions, dict) else None
    return begin.get("line") if isinstance(begin, dict) else None
