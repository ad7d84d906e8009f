"""Reads conftest's JSON as findings: what a policy denies is said of a file, it is not a test of code.

Authoritative are the listed messages. Severities: a failure is high, a warning is medium; an exception is a
failure that the policy itself excuses, so it is suppressed. Where nothing succeeded, failed, warned or was
excused, no policy was evaluated at all.
"""

from __future__ import annotations

from typing import BinaryIO, Final

from quality_gate.model.findings import Severity
from quality_gate.model.reading import Reading
from quality_gate.readers.findings.found import Found
from quality_gate.readers.reader import Head, ReadLimits
from quality_gate.readers.strict_json import Json, as_int, as_list, as_object, as_text, json_reading

NAME: Final = "conftest"
_KINDS: Final = {
    "failures": (Severity.HIGH, False),
    "warnings": (Severity.MEDIUM, False),
    "exceptions": (Severity.HIGH, True),
}


def recognises(head: Head) -> bool:
    keys = set(head.json_keys)
    told = {"filename", "successes"} <= keys or {"filename", "namespace"} <= keys
    return head.text.lstrip()[:1] == "[" and told


def read(stream: BinaryIO, limits: ReadLimits) -> Reading:
    return json_reading(NAME, stream, limits, _reading)


def _reading(report: object) -> Reading:
    found = Found("conftest")
    files = set()
    for one in as_list(report, "the report"):
        result = as_object(one, "a result")
        before = len(found.findings)
        _add_all(found, result)
        if len(found.findings) > before or as_int(result.get("successes")):
            files.add(as_text(result.get("filename")))
        elif result.get("skipped"):
            found.note("policies that skip themselves are not counted")
    found.scanned = len(files)
    return found.reading(NAME, "no policy was evaluated")


def _add_all(found: Found, result: Json) -> None:
    path = as_text(result.get("filename"))
    for kind, (severity, suppressed) in _KINDS.items():
        for one in as_list(result.get(kind) or [], kind):
            item = as_object(one, kind)
            metadata = item.get("metadata")
            rule = as_text(metadata.get("query")) if isinstance(metadata, dict) else ""
            named = rule or as_text(result.get("namespace"))
            found.add(named, severity, item.get("msg"), place=(path, None), suppressed=suppressed)
