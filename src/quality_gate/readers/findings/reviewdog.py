"""Reads reviewdog's diagnostics, as one JSON object (rdjson) or one per line (rdjsonl).

Authoritative is each diagnostic. Severities: ERROR or 1 is high, WARNING or 2 is medium, INFO or 3 is low;
without one that of the whole report stands, and without that medium.
"""

from __future__ import annotations

import io
from typing import BinaryIO, Final

from quality_gate.model.findings import Severity
from quality_gate.model.reading import Reading, invalid
from quality_gate.readers.findings.found import Found
from quality_gate.readers.reader import HEAD_SIZE, Head, ReadLimits
from quality_gate.readers.strict_json import (
    Json,
    NotReadable,
    as_list,
    as_object,
    as_text,
    read_json_lines,
    read_object,
)
from quality_gate.readers.whole import read_whole

NAME: Final = "reviewdog"
_WORDS: Final = {"ERROR": Severity.HIGH, "WARNING": Severity.MEDIUM, "INFO": Severity.LOW}
_NUMBERS: Final = {1: Severity.HIGH, 2: Severity.MEDIUM, 3: Severity.LOW}


def recognises(head: Head) -> bool:
    return head.text.lstrip()[:1] == "{" and (_is_whole(head) or _is_lines(head))


def read(stream: BinaryIO, limits: ReadLimits) -> Reading:
    raw = read_whole(stream, limits.max_bytes)
    again = io.BytesIO(raw)
    try:
        return (
            _whole(read_object(again, limits)) if _is_whole(Head(raw[:HEAD_SIZE])) else _lines(again, limits)
        )
    except NotReadable as error:
        return invalid(NAME, str(error))


def _is_whole(head: Head) -> bool:
    keys = set(head.json_keys)
    return "diagnostics" in keys and keys <= {"source", "severity", "diagnostics"}


def _is_lines(head: Head) -> bool:
    keys = set(head.json_keys)
    return {"message", "location"} <= keys and '"path"' in head.text and "filename" not in keys


def _whole(report: Json) -> Reading:
    found = Found(_tool(report) or "reviewdog")
    grade = _severity(report.get("severity"), Severity.MEDIUM)
    for one in as_list(report.get("diagnostics"), "diagnostics"):
        _add(found, as_object(one, "a diagnostic"), grade)
    return found.reading(NAME)


def _lines(stream: BinaryIO, limits: ReadLimits) -> Reading:
    found = Found("reviewdog")
    tools: dict[str, None] = {}
    for diagnostic in read_json_lines(stream, limits):
        _add(found, diagnostic, Severity.MEDIUM)
        if tool := _tool(diagnostic):
            tools[tool] = None
    found.tool = ", ".join(tools) or "reviewdog"
    return found.reading(NAME)


def _tool(holder: Json) -> str:
    source = holder.get("source")
    return as_text(source.get("name"), 100) if isinstance(source, dict) else ""


def _severity(written: object, otherwise: Severity) -> Severity:
    if isinstance(written, str):
        return _WORDS.get(written.upper(), otherwise)
    return _NUMBERS.get(written, otherwise) if isinstance(written, int) else otherwise


def _add(found: Found, diagnostic: Json, grade: Severity) -> None:
    location = as_object(diagnostic.get("location"), "a location")
    span = as_object(location.get("range") or {}, "a range")
    start = as_object(span.get("start") or {}, "a start")
    code = diagnostic.get("code")
    found.add(
        code.get("value") if isinstance(code, dict) else "",
        _severity(diagnostic.get("severity"), grade),
        diagnostic.get("message"),
        place=(location.get("path"), start.get("line")),
    )
