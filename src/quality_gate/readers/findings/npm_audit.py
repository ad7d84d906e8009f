"""Reads `npm audit --json` of npm 6 (advisories) and npm 7 and later (vulnerabilities by package).

Authoritative are the listed ones; the counts in `metadata` are compared with them, and a difference is told:
npm 6 counts each path to a vulnerable package, npm 7 each package. More counted than listed there is suspect.
Severities: critical, high and low as such, moderate is medium, info is a note, any other word is medium.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import BinaryIO, Final

from quality_gate.model.findings import Severity
from quality_gate.model.reading import Reading, State
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

NAME: Final = "npm-audit"
_SEVERITIES: Final = {
    "critical": Severity.CRITICAL,
    "high": Severity.HIGH,
    "moderate": Severity.MEDIUM,
    "low": Severity.LOW,
    "info": Severity.NOTE,
}
_REFUSED: Final = frozenset(("message", "method", "uri", "headers", "statusCode", "body", "error"))


def recognises(head: Head) -> bool:
    keys = set(head.json_keys)
    listed = "advisories" in keys and bool(keys & {"actions", "metadata"})
    return "auditReportVersion" in keys or listed or (keys <= _REFUSED and _is_error(head))


def _is_error(head: Head) -> bool:
    """What npm prints where the registry does not answer it."""
    return "error" in head.json_keys and '"summary"' in head.text and '"detail"' in head.text


def read(stream: BinaryIO, limits: ReadLimits) -> Reading:
    return json_reading(NAME, stream, limits, _reading)


def _reading(found_report: object) -> Reading:
    report = as_object(found_report, "the report")
    if "error" in report:
        error = as_object(report["error"], "the error")
        why = as_text(report.get("message"), 300) or as_text(error.get("summary"), 300)
        raise NotReadable(f"npm could not audit: {why}".removesuffix(": "))
    found = Found("npm audit")
    metadata = as_object(report.get("metadata") or {}, "metadata")
    found.scanned = _dependencies(metadata)
    if "advisories" in report:
        listed = _add_advisories(found, as_object(report["advisories"], "advisories"))
    else:
        listed = _add_packages(found, as_object(report.get("vulnerabilities"), "vulnerabilities"))
    reading = found.reading(NAME, "no dependency was audited")
    counted = _counted(metadata)
    if counted is None or counted == listed:
        return reading
    note = f"metadata counts {counted} vulnerabilities, {listed} are listed"
    lost = counted > listed and ("advisories" not in report or not listed)
    return replace(reading, state=State.SUSPECT if lost else reading.state, note=note)


def _dependencies(metadata: Json) -> int | None:
    """npm 6 writes the number itself, npm 7 one for each kind and a total."""
    given = metadata.get("dependencies")
    if isinstance(given, dict):
        return as_int(given.get("total"))
    return as_int(metadata.get("totalDependencies", given))


def _counted(metadata: Json) -> int | None:
    counts = metadata.get("vulnerabilities")
    if not isinstance(counts, dict):
        return None
    summed = sum(as_int(number) or 0 for key, number in counts.items() if key != "total")
    return max(summed, as_int(counts.get("total")) or 0)


def _severity(holder: Json) -> Severity:
    return _SEVERITIES.get(as_text(holder.get("severity")).lower(), Severity.MEDIUM)


def _gravest(package: Json, advisories: Sequence[Json]) -> Severity:
    """A package is as vulnerable as its worst advisory."""
    known = list(Severity)  # the gravest first
    return min(map(_severity, (package, *advisories)), key=known.index)


def _add_advisories(found: Found, advisories: Json) -> int:
    """How many paths lead to them: that is what npm 6 counts."""
    paths = 0
    for key, one in advisories.items():
        advisory = as_object(one, f"advisory {key}")
        name = as_text(advisory.get("module_name"), 200)
        for place in as_list(advisory.get("findings") or [], "findings"):
            paths += len(as_list(as_object(place, "a finding").get("paths") or [], "paths"))
        rule = as_text(advisory.get("github_advisory_id")) or as_text(key)
        message = f"{name}: {as_text(advisory.get('title'))}"
        found.add(rule, _severity(advisory), message, fingerprint=f"{rule}:{name}")
    return paths


def _add_packages(found: Found, packages: Json) -> int:
    """One finding for each vulnerable package, as npm counts them."""
    for name, one in packages.items():
        package = as_object(one, as_text(name, 200))
        causes = as_list(package.get("via") or [], "via")
        advisories = [cause for cause in causes if isinstance(cause, dict)]
        titles = [as_text(cause.get("title")) for cause in advisories]
        through = [as_text(cause, 200) for cause in causes if isinstance(cause, str)]
        told = "; ".join(titles) or f"through {', '.join(through)}"
        found.add(name, _gravest(package, advisories), f"{as_text(name, 200)}: {told}", fingerprint=name)
    return len(packages)
