"""CTRF JSON: the status of each test decides; `summary` is only compared with them."""

from __future__ import annotations

import re
from typing import BinaryIO, Final

from quality_gate.model.cases import Case, Counts, Outcome, Place
from quality_gate.model.reading import Reading
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
from quality_gate.readers.tests.records import Records, claims_more, concluded

NAME: Final = "ctrf"
_FORMAT: Final = re.compile(r'"reportFormat"\s*:\s*"CTRF"')
_RESULTS: Final = re.compile(r'"results"\s*:\s*\{\s*"(?:tool|summary|tests|environment|extra)"\s*:')
_OUTCOMES: Final = {
    "passed": Outcome.PASSED,
    "failed": Outcome.FAILED,
    "skipped": Outcome.SKIPPED,
    "pending": Outcome.SKIPPED,
    "other": Outcome.SKIPPED,
}
_BY_RAW_STATUS: Final = {
    **dict.fromkeys(("todo", "xfail", "xfailed", "expectedfailure"), Outcome.EXPECTED),
    **dict.fromkeys(("fail", "failed", "failure"), Outcome.FAILED),
    **dict.fromkeys(
        ("error", "errored", "broken", "crash", "crashed", "timedout", "timeout", "interrupted", "aborted"),
        Outcome.ERROR,
    ),
}
_HARMLESS: Final = ("passed", "skipped", "pending")  # of an attempt: no sign of a failure
_NOT_A_LETTER: Final = re.compile("[^a-z]")


def recognises(head: Head) -> bool:
    if not head.is_json or "results" not in head.json_keys:
        return False
    if _FORMAT.search(head.text):
        return True
    return _RESULTS.search(head.text) is not None and '"tool"' in head.text and '"summary"' in head.text


def read(stream: BinaryIO, limits: ReadLimits) -> Reading:
    return json_reading(NAME, stream, limits, lambda report: _reading(report, limits))


def _reading(report: object, limits: ReadLimits) -> Reading:
    results = as_object(as_object(report, "the report").get("results"), "results")
    records = Records(limits)
    for number, entry in enumerate(as_list(results.get("tests"), "results.tests"), 1):
        test = as_object(entry, f"test {number:,}")
        records.add(_case(test, number), _identity(test))
    claimed = _claimed(as_object(results.get("summary", {}), "results.summary"))
    return concluded(NAME, records, claimed, doubts=claims_more(claimed.failing, records.failing))


def _case(test: Json, number: int) -> Case:
    outcome = _outcome(test)
    return Case(
        Place(_suite(test), "", as_text(test.get("filePath"))),
        as_text(test.get("name")) or f"#{number}",
        outcome,
        outcome is Outcome.PASSED and _had_failed(test),
        as_text(test.get("message"), 20_000),
        as_text(test.get("rawStatus")) or as_text(test.get("status")),
        as_text(test.get("trace"), 20_000),
        as_int(test.get("line")),
    )


def _outcome(test: Json) -> Outcome:
    """`other` is for what fits nowhere else, so the tool's own word is asked; no known word is an error."""
    status = as_text(test.get("status"))
    outcome = _OUTCOMES.get(status.lower(), Outcome.ERROR)
    raw = _BY_RAW_STATUS.get(_NOT_A_LETTER.sub("", as_text(test.get("rawStatus"), 40).lower()))
    if status.lower() == "other" and raw is not None:
        return raw
    if outcome is Outcome.SKIPPED and raw is Outcome.EXPECTED:
        return raw
    return raw if outcome is Outcome.FAILED and raw is Outcome.ERROR else outcome


def _had_failed(test: Json) -> bool:
    if test.get("flaky") is True or (as_int(test.get("retries")) or 0) > 0:
        return True
    attempts = as_list(test.get("retryAttempts", []), "retryAttempts")
    said = (as_text(as_object(attempt, "an attempt").get("status")).lower() for attempt in attempts)
    return any(status not in _HARMLESS for status in said)


def _suite(test: Json) -> str:
    """The browser is part of where a test stands: one that passes in another does not excuse it."""
    suite = test.get("suite")
    parts = suite if isinstance(suite, list) else [suite]
    return " > ".join(text for part in (test.get("browser"), *parts) if (text := as_text(part)))


def _identity(test: Json) -> tuple[str, str] | None:
    """Attempts share their execution, too: a test that was executed twice has to pass twice."""
    identity = as_text(test.get("id")) or as_text(test.get("testId")), as_text(test.get("executionId"))
    return identity if any(identity) else None


def _claimed(summary: Json) -> Counts:
    def said(key: str) -> int:
        value = summary.get(key)
        number = 0 if value is None else as_int(value)
        if number is None or not 0 <= number < 10**9:
            raise NotReadable(f"results.summary.{key} is no count")
        return number

    failed = said("failed")
    skipped = said("skipped") + said("pending") + said("other")
    return Counts(max(said("passed"), said("tests") - failed - skipped), failed, 0, skipped)
