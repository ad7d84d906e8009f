"""Reads Semgrep's JSON; authoritative are its results. What stands in `errors` was not wholly scanned.

Severities: CRITICAL is critical, ERROR and HIGH are high, WARNING and MEDIUM medium, INFO and LOW low;
INVENTORY and EXPERIMENT are notes, any other word is medium.
"""

from __future__ import annotations

from typing import BinaryIO, Final

from quality_gate.model.findings import Severity
from quality_gate.model.reading import Reading
from quality_gate.readers.findings.found import Found
from quality_gate.readers.reader import Head, ReadLimits
from quality_gate.readers.strict_json import Json, as_list, as_object, as_text, json_reading

NAME: Final = "semgrep"
_SEVERITIES: Final = {
    "CRITICAL": Severity.CRITICAL,
    "ERROR": Severity.HIGH,
    "HIGH": Severity.HIGH,
    "WARNING": Severity.MEDIUM,
    "MEDIUM": Severity.MEDIUM,
    "INFO": Severity.LOW,
    "LOW": Severity.LOW,
    "INVENTORY": Severity.NOTE,
    "EXPERIMENT": Severity.NOTE,
}


def recognises(head: Head) -> bool:
    keys = set(head.json_keys)
    own = {"errors", "paths"} <= keys or ('"check_id"' in head.text and bool(keys & {"version", "errors"}))
    return "results" in keys and own


def read(stream: BinaryIO, limits: ReadLimits) -> Reading:
    return json_reading(NAME, stream, limits, _reading)


def _reading(found_report: object) -> Reading:
    report = as_object(found_report, "the report")
    found = Found("Semgrep")
    paths = as_object(report.get("paths") or {}, "paths")
    if "scanned" in paths:
        found.scanned = len(as_list(paths["scanned"], "paths scanned"))
    for one in as_list(report.get("errors"), "errors"):
        _fail(found, as_object(one, "an error"))
    for one in as_list(report.get("results"), "results"):
        _add(found, as_object(one, "a result"))
    return found.reading(NAME)


def _fail(found: Found, error: Json) -> None:
    kind = error.get("type")
    name = as_text(kind[0] if isinstance(kind, list) and kind else kind, 100)
    lines = as_text(error.get("message"), 300).strip().splitlines()
    found.fail(as_text(error.get("path"), 300) or name or "an error", lines[0] if lines else name)


def _add(found: Found, result: Json) -> None:
    extra = as_object(result.get("extra") or {}, "extra")
    start = as_object(result.get("start") or {}, "start")
    found.add(
        result.get("check_id"),
        _SEVERITIES.get(as_text(extra.get("severity")).upper(), Severity.MEDIUM),
        extra.get("message"),
        place=(result.get("path"), start.get("line")),
        suppressed=extra.get("is_ignored") is True,
        fingerprint=_fingerprint(extra),
    )


def _fingerprint(extra: Json) -> str:
    """Without a login the tool writes words instead."""
    written = as_text(extra.get("fingerprint"), 500)
    return "" if " " in written else written
