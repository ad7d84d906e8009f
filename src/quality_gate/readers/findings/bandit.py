"""Reads Bandit's JSON; authoritative is the list of results. A file in `errors` was not scanned.

Bandit counts all that it found, also what its options then leave out of the list: that is told.

Severities: HIGH is high, MEDIUM is medium, LOW is low, UNDEFINED is medium, as nobody judged it.
"""

from __future__ import annotations

from typing import BinaryIO, Final

from quality_gate.model.findings import Severity
from quality_gate.model.reading import Reading
from quality_gate.model.wording import plural
from quality_gate.readers.findings.found import Found
from quality_gate.readers.reader import Head, ReadLimits
from quality_gate.readers.strict_json import as_int, as_list, as_object, as_text, json_reading

NAME: Final = "bandit"
_SEVERITIES: Final = {"HIGH": Severity.HIGH, "MEDIUM": Severity.MEDIUM, "LOW": Severity.LOW}
_QUOTING: Final = ("B105", "B106", "B107")  # hard-coded passwords, which their messages repeat


def recognises(head: Head) -> bool:
    return head.text.lstrip()[:1] == "{" and {"errors", "generated_at"} <= set(head.json_keys)


def read(stream: BinaryIO, limits: ReadLimits) -> Reading:
    return json_reading(NAME, stream, limits, _reading)


def _reading(report: object) -> Reading:
    whole = as_object(report, "the report")
    found = Found("Bandit")
    unread = set()
    for one in as_list(whole.get("errors"), "errors"):
        error = as_object(one, "an error")
        unread.add(as_text(error.get("filename")))
        found.fail(as_text(error.get("filename")) or "a file", error.get("reason"))
    metrics = as_object(whole.get("metrics"), "metrics")
    files = set(metrics) - {"_totals"}
    found.scanned = len(files - unread)
    results = as_list(whole.get("results"), "results")
    if (counted := _counted(metrics.get("_totals"))) > len(results):
        found.note(f"{plural(counted, 'issue')} counted, {len(results)} listed: its options leave some out")
    for one in results:
        result = as_object(one, "a result")
        rule, message = as_text(result.get("test_id")), as_text(result.get("issue_text"))
        found.add(
            rule,
            _SEVERITIES.get(as_text(result.get("issue_severity")).upper(), Severity.MEDIUM),
            message.partition(":")[0] if rule in _QUOTING else message,
            place=(result.get("filename"), result.get("line_number")),
        )
    return found.reading(NAME)


def _counted(totals: object) -> int:
    if not isinstance(totals, dict):
        return 0
    return sum(as_int(number) or 0 for key, number in totals.items() if key.startswith("SEVERITY."))
