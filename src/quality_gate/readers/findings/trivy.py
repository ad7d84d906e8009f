"""Reads Trivy's JSON, the list of results of its early versions included; authoritative is what is listed.

Counted are vulnerabilities, misconfigurations that failed, secrets and licences; an exception of a policy is
suppressed. The text that holds a secret is never copied. Severities by their names; UNKNOWN is medium, as
nobody judged it.
"""

from __future__ import annotations

from typing import BinaryIO, Final

from quality_gate.model.findings import Severity
from quality_gate.model.reading import Reading
from quality_gate.readers.findings.found import Found
from quality_gate.readers.reader import Head, ReadLimits
from quality_gate.readers.strict_json import Json, as_int, as_list, as_object, as_text, json_reading

NAME: Final = "trivy"
_SEVERITIES: Final = {
    "CRITICAL": Severity.CRITICAL,
    "HIGH": Severity.HIGH,
    "MEDIUM": Severity.MEDIUM,
    "LOW": Severity.LOW,
}
_KINDS: Final = ("Vulnerabilities", "Secrets", "Licenses")
_IDS: Final = ("VulnerabilityID", "ID", "RuleID", "Name")


def recognises(head: Head) -> bool:
    keys = set(head.json_keys)
    if head.text.lstrip()[:1] == "[":
        return "Target" in keys and bool(keys & {"Type", "Class", *_KINDS})
    return "SchemaVersion" in keys and bool(keys & {"ArtifactName", "Results"})


def read(stream: BinaryIO, limits: ReadLimits) -> Reading:
    return json_reading(NAME, stream, limits, _reading)


def _reading(report: object) -> Reading:
    listed = report if isinstance(report, list) else as_object(report, "the report").get("Results")
    found = Found("Trivy")
    results = as_list(listed or [], "Results")
    found.scanned = len(results)
    for one in results:
        result = as_object(one, "a result")
        target = as_text(result.get("Target"))
        for kind in _KINDS:
            for item in as_list(result.get(kind) or [], kind):
                _add(found, target, as_object(item, kind))
        _add_configured(found, target, result)
        for item in as_list(result.get("ExperimentalModifiedFindings") or [], "modified findings"):
            modified = as_object(item, "a modified finding")
            _add(found, target, as_object(modified.get("Finding"), "a finding"), suppressed=True)
    return found.reading(NAME, "no target was found to scan")


def _add_configured(found: Found, target: str, result: Json) -> None:
    """Trivy counts the misconfigurations that it lists: of more counted ones, some were taken out."""
    listed = 0
    for one in as_list(result.get("Misconfigurations") or [], "Misconfigurations"):
        item = as_object(one, "a misconfiguration")
        excused = item.get("Status") == "EXCEPTION"
        if item.get("Status") != "PASS":
            _add(found, target, item, suppressed=excused)
            listed += not excused
    summary = as_object(result.get("MisconfSummary") or {}, "MisconfSummary")
    failures = as_int(summary.get("Failures")) or 0
    if failures > listed:
        found.doubts.append(f"{target[:200]}: {failures} misconfigurations are counted, {listed} are listed")


def _add(found: Found, target: str, item: Json, *, suppressed: bool = False) -> None:
    rule = next((as_text(item.get(key)) for key in _IDS if item.get(key)), "")
    package = as_text(item.get("PkgName"), 300)
    version = as_text(item.get("InstalledVersion"), 100)
    title = as_text(item.get("Title"))
    cause = item.get("CauseMetadata")
    line = item.get("StartLine") or (cause.get("StartLine") if isinstance(cause, dict) else None)
    found.add(
        rule,
        _SEVERITIES.get(as_text(item.get("Severity")).upper(), Severity.MEDIUM),
        f"{package} {version}: {title}" if package else title,
        place=(item.get("FilePath") or target, line),
        suppressed=suppressed,
        fingerprint=f"{rule}:{package}" if package else "",
    )
