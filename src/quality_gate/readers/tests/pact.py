"""Reads Pact's can-i-deploy and matrix JSON as test cases: each contract of two versions passes or fails.

Authoritative is each row of the matrix; one that nobody verified is in error, an ignored one is skipped.
The broker's own answer is one case more: `deployable` that is null is unknown, which is no yes. Older brokers
gave the rows alone.
"""

from __future__ import annotations

from typing import BinaryIO, Final

from quality_gate.model.cases import Case, Outcome, Place
from quality_gate.model.reading import Reading
from quality_gate.readers.reader import Head, ReadLimits
from quality_gate.readers.strict_json import Json, as_int, as_list, as_object, as_text, json_reading
from quality_gate.readers.tests.records import Records, concluded

NAME: Final = "pact"
_SUITE: Final = Place(suite="can-i-deploy")


def recognises(head: Head) -> bool:
    keys = set(head.json_keys)
    if head.text.lstrip()[:1] == "[":
        return {"consumer", "provider"} <= keys and bool(keys & {"verificationResult", "pact"})
    return "summary" in keys and bool(keys & {"matrix", "notices"}) and '"deployable"' in head.text


def read(stream: BinaryIO, limits: ReadLimits) -> Reading:
    return json_reading(NAME, stream, limits, lambda found: _reading(found, limits))


def _reading(found: object, limits: ReadLimits) -> Reading:
    report = {"matrix": found} if isinstance(found, list) else as_object(found, "the report")
    rows = [as_object(row, "a row of the matrix") for row in as_list(report.get("matrix") or [], "matrix")]
    records = Records(limits)
    for row in rows:
        records.add(_case(row))
    if isinstance(found, list):
        return concluded(NAME, records)
    summary = as_object(report.get("summary"), "the summary")
    doubts = _doubts(summary, records.failing)
    records.add(_answer(summary))
    return concluded(NAME, records, doubts=doubts, notes=() if rows else ("no contract was compared",))


def _case(row: Json) -> Case:
    name = f"{_party(row, 'consumer')} with {_party(row, 'provider')}"
    verified = row.get("verificationResult")
    success = verified.get("success") if isinstance(verified, dict) else None
    if row.get("ignored") is True:
        return Case(_SUITE, name, Outcome.SKIPPED, message="ignored")
    if success is True:
        return Case(_SUITE, name)
    if success is False:
        return Case(_SUITE, name, Outcome.FAILED, message="the verification failed")
    return Case(_SUITE, name, Outcome.ERROR, message="never verified")


def _party(row: Json, role: str) -> str:
    """`shop 1.2.3`; the broker nests the version, and may know none."""
    party = as_object(row.get(role) or {}, f"the {role}")
    version = party.get("version")
    number = as_text(version.get("number"), 100) if isinstance(version, dict) else ""
    return f"{as_text(party.get('name'), 200) or 'somebody'} {number or '?'}"


def _answer(summary: Json) -> Case:
    why = as_text(summary.get("reason"), 1_000)
    deployable = summary.get("deployable")
    if deployable is True:
        return Case(_SUITE, "deployable")
    outcome = Outcome.FAILED if deployable is False else Outcome.ERROR
    return Case(_SUITE, "deployable", outcome, message=why or "the broker does not know")


def _doubts(summary: Json, failing: int) -> tuple[str, ...]:
    failed, unknown = as_int(summary.get("failed")) or 0, as_int(summary.get("unknown")) or 0
    if summary.get("deployable") is True and (failed or unknown or failing):
        return ("the broker says deployable, over contracts that failed or were never verified",)
    if failed + unknown > failing:
        return (f"the summary counts {failed} failed and {unknown} unknown, which the matrix does not show",)
    return ()
