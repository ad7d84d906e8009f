"""Reads ESLint's JSON; authoritative are the messages of each file, compared with its counts.

A fatal message says that the file could not be parsed: a failure as well as a finding. Severities: 2 is high,
1 is medium. Suppressed messages are counted apart.
"""

from __future__ import annotations

import re
from typing import BinaryIO, Final

from quality_gate.model.findings import Severity
from quality_gate.model.reading import Reading
from quality_gate.readers.findings.found import Found
from quality_gate.readers.reader import Head, ReadLimits
from quality_gate.readers.strict_json import (
    Json,
    NotReadable,
    as_int,
    as_list,
    as_object,
    as_text,
    json_reading,
)

NAME: Final = "eslint"
_LISTED: Final = re.compile(r'"results"\s*:\s*\[')  # CTRF has an object there, and filePath in it, too
_IGNORED: Final = "File ignored "


def recognises(head: Head) -> bool:
    keys = set(head.json_keys)
    if head.text.lstrip()[:1] == "{":  # the formatter json-with-metadata
        listed = keys <= {"results", "metadata"} and _LISTED.search(head.text) is not None
        return listed and '"filePath"' in head.text
    return {"filePath", "messages"} <= keys


def read(stream: BinaryIO, limits: ReadLimits) -> Reading:
    return json_reading(NAME, stream, limits, _reading)


def _reading(report: object) -> Reading:
    found = Found("ESLint")
    files = as_list(report.get("results") if isinstance(report, dict) else report, "the report")
    unread = ignored = 0
    for one in files:
        file = as_object(one, "a file")
        path = as_text(file.get("filePath"))
        messages = [as_object(item, "a message") for item in as_list(file.get("messages"), "messages")]
        hidden = as_list(file.get("suppressedMessages") or [], "suppressed messages")
        for message in messages:
            _add(found, path, message)
        for item in hidden:
            _add(found, path, as_object(item, "a message"), suppressed=True)
        fatal = [message for message in messages if message.get("fatal") is True]
        if fatal or as_int(file.get("fatalErrorCount")):
            unread += 1
            found.fail(path, fatal[0].get("message") if fatal else "a fatal error")
        ignored += any(as_text(message.get("message")).startswith(_IGNORED) for message in messages)
        _compare(path, file, len(messages))
    found.scanned = len(files) - unread
    if files and len(files) == ignored:
        found.doubts.append("every file is ignored: nothing was scanned")
    return found.reading(NAME)


def _add(found: Found, path: str, message: Json, *, suppressed: bool = False) -> None:
    severity = Severity.MEDIUM if message.get("severity") == 1 else Severity.HIGH
    place = (path, message.get("line"))
    found.add(message.get("ruleId"), severity, message.get("message"), place=place, suppressed=suppressed)


def _compare(path: str, file: Json, messages: int) -> None:
    counts = [as_int(file.get(key)) for key in ("errorCount", "warningCount")]
    counted = sum(count for count in counts if count is not None)
    if None not in counts and counted != messages:
        raise NotReadable(f"{path[:300]} counts {counted} errors and warnings, {messages} are listed")
