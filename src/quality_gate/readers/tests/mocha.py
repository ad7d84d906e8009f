"""Mocha's JSON: `tests`, `failures` and `pending` decide together; `stats` is only compared with them."""

from __future__ import annotations

from collections import Counter
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

NAME: Final = "mocha"
_Key = tuple[str, str, str]  # full title, title, file


def recognises(head: Head) -> bool:
    keys = head.json_keys
    return "stats" in keys and "tests" in keys and '"passes"' in head.text and '"pending"' in head.text


def read(stream: BinaryIO, limits: ReadLimits) -> Reading:
    return json_reading(NAME, stream, limits, lambda report: _reading(report, limits))


def _reading(found: object, limits: ReadLimits) -> Reading:
    report = as_object(found, "the report")
    tests, failures, pending, passes = (
        [as_object(entry, f"an entry of {key}") for entry in as_list(report.get(key), key)]
        for key in ("tests", "failures", "pending", "passes")
    )
    unclaimed = {
        Outcome.FAILED: Counter(_key(entry) for entry in failures),
        Outcome.SKIPPED: Counter(_key(entry) for entry in pending),
        Outcome.PASSED: Counter(_key(entry) for entry in passes),
    }
    records = Records(limits)
    for test in tests:
        records.add(_case(test, _outcome(test, unclaimed)))
    for entry in failures:  # of hooks, which are no tests, but without which tests did not run
        if unclaimed[Outcome.FAILED][_key(entry)] > 0:
            unclaimed[Outcome.FAILED][_key(entry)] -= 1
            records.add(_case(entry, Outcome.ERROR))
    claimed = _claimed(as_object(report.get("stats"), "stats"))
    return concluded(NAME, records, claimed, doubts=claims_more(claimed.failing, records.failing))


def _outcome(test: Json, unclaimed: dict[Outcome, Counter[_Key]]) -> Outcome:
    """A test that stands in no list never came to an end."""
    key = _key(test)
    failed = bool(test.get("err"))
    order = (Outcome.FAILED, Outcome.SKIPPED, Outcome.PASSED)
    for outcome in order if failed else (*order[1:], Outcome.FAILED):
        if unclaimed[outcome][key] > 0:
            unclaimed[outcome][key] -= 1
            return Outcome.FAILED if failed else outcome
    return Outcome.FAILED if failed else Outcome.ERROR


def _case(test: Json, outcome: Outcome) -> Case:
    full, title, file = _key(test)
    error = test.get("err")
    said = error if isinstance(error, dict) else {}
    return Case(
        Place("", full.removesuffix(title).strip() if title else full, file),
        title or full,
        outcome,
        outcome is Outcome.PASSED and (as_int(test.get("currentRetry")) or 0) > 0,
        as_text(said.get("message"), 20_000),
        as_text(said.get("name")) or as_text(said.get("code")),
        as_text(said.get("stack"), 20_000),
    )


def _key(test: Json) -> _Key:
    title = as_text(test.get("title"))
    return as_text(test.get("fullTitle")) or title, title, as_text(test.get("file"))


def _claimed(stats: Json) -> Counts:
    def said(key: str) -> int:
        value = stats.get(key)
        number = 0 if value is None else as_int(value)
        if number is None or not 0 <= number < 10**9:
            raise NotReadable(f"stats.{key} is no count")
        return number

    failed, skipped = said("failures"), said("pending")
    return Counts(max(said("passes"), said("tests") - failed - skipped), failed, 0, skipped)
