"""Reads gitleaks' JSON; authoritative is the list. Every secret is critical.

The report holds the secrets in clear: `Secret`, `Match`, `Line` and the commit's message are never copied.
"""

from __future__ import annotations

from typing import BinaryIO, Final

from quality_gate.model.findings import Severity
from quality_gate.model.reading import Reading
from quality_gate.readers.findings.found import Found
from quality_gate.readers.reader import Head, ReadLimits
from quality_gate.readers.strict_json import as_list, as_object, as_text, json_reading

NAME: Final = "gitleaks"


def recognises(head: Head) -> bool:
    return head.text.lstrip()[:1] == "[" and {"RuleID", "StartLine", "File"} <= set(head.json_keys)


def read(stream: BinaryIO, limits: ReadLimits) -> Reading:
    return json_reading(NAME, stream, limits, _reading)


def _reading(report: object) -> Reading:
    found = Found("gitleaks")
    for one in as_list(report, "the report"):
        leak = as_object(one, "a leak")
        rule = as_text(leak.get("RuleID"), 200)
        commit = as_text(leak.get("Commit"), 40)[:12]
        found.add(
            rule,
            Severity.CRITICAL,
            f"a secret of the kind {rule}" + (f" in commit {commit}" if commit else ""),
            place=(leak.get("File"), leak.get("StartLine")),
            fingerprint=leak.get("Fingerprint"),
        )
    return found.reading(NAME)
