"""Reads pip-audit's JSON; authoritative are the vulnerabilities of each dependency.

A skipped dependency was not audited. pip-audit grades nothing, so each vulnerability is high.
"""

from __future__ import annotations

from typing import BinaryIO, Final

from quality_gate.model.findings import Severity
from quality_gate.model.reading import Reading
from quality_gate.readers.findings.found import Found
from quality_gate.readers.reader import Head, ReadLimits
from quality_gate.readers.strict_json import Json, as_list, as_object, as_text, json_reading

NAME: Final = "pip-audit"


def recognises(head: Head) -> bool:
    keys = set(head.json_keys)
    if head.text.lstrip()[:1] == "[":
        return {"name", "version", "vulns"} <= keys  # before 2.5 the list of dependencies alone
    told = '"vulns"' in head.text or '"skip_reason"' in head.text or "fixes" in keys
    return "dependencies" in keys and keys <= {"dependencies", "fixes"} and told


def read(stream: BinaryIO, limits: ReadLimits) -> Reading:
    return json_reading(NAME, stream, limits, _reading)


def _reading(report: object) -> Reading:
    listed = report if isinstance(report, list) else as_object(report, "the report").get("dependencies")
    found = Found("pip-audit")
    found.scanned = 0
    for one in as_list(listed, "dependencies"):
        dependency = as_object(one, "a dependency")
        name = as_text(dependency.get("name"), 200) or "a dependency"
        if "skip_reason" in dependency:
            found.fail(name, dependency.get("skip_reason"))
        else:
            found.scanned += 1
            _add_all(found, name, dependency)
    return found.reading(NAME)


def _add_all(found: Found, name: str, dependency: Json) -> None:
    version = as_text(dependency.get("version"), 100)
    for one in as_list(dependency.get("vulns"), f"vulns of {name}"):
        vulnerability = as_object(one, "a vulnerability")
        fixes = as_list(vulnerability.get("fix_versions") or [], "fix_versions")
        better = [as_text(fix, 100) for fix in fixes]
        cure = f"fixed in {', '.join(better)}" if better else "no fix is known"
        identity = as_text(vulnerability.get("id"), 200)
        found.add(
            identity,
            Severity.HIGH,
            f"{name} {version}: {cure}",
            fingerprint=f"{identity}:{name}",
        )
