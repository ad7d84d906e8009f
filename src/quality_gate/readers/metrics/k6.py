"""Reads k6's end-of-test summaries, in all three shapes; authoritative are the values k6 computed.

`--summary-export` writes true where a threshold was crossed, `handleSummary` writes `ok`, and the
machine-readable summary knows no thresholds, which is said aloud. A threshold over a metric that has
no sample holds in k6; here it is a failure.
"""

from __future__ import annotations

from typing import BinaryIO, Final

from quality_gate.model.reading import Reading
from quality_gate.readers.metrics.k6_values import add_values
from quality_gate.readers.metrics.measured import Measured
from quality_gate.readers.reader import Head, ReadLimits
from quality_gate.readers.strict_json import (
    Json,
    NotReadable,
    as_list,
    as_number,
    as_object,
    as_text,
    json_reading,
)

NAME: Final = "k6"
_OWN: Final = ('"http_req', '"iteration_duration"', '"vus"')
_NEW: Final = frozenset(("results", "config", "metadata", "version"))


def recognises(head: Head) -> bool:
    keys = set(head.json_keys)
    old = "metrics" in keys and ("root_group" in keys or {"options", "state"} <= keys)
    # All else may stand behind a long list of metrics.
    begun = keys == {"metrics"} and any(name in head.text for name in _OWN)
    return head.is_json and (old or begun or (keys >= _NEW and '"k6_version"' in head.text))


def read(stream: BinaryIO, limits: ReadLimits) -> Reading:
    return json_reading(NAME, stream, limits, _reading, keep_constants=True)


def _reading(found: object) -> Reading:
    report = as_object(found, "the report")
    measured = Measured()
    if "results" in report and "metrics" not in report:
        _read_new(measured, as_object(report["results"], "results"))
    else:
        for name, one in as_object(report.get("metrics"), "metrics").items():
            _add(measured, name, as_object(one, name))
        _say_checks(measured, report.get("root_group"))
    return measured.reading(NAME, "no metric in it")


def _add(measured: Measured, name: str, metric: Json) -> None:
    if "values" in metric or "type" in metric:
        values = as_object(metric.get("values"), f"values of {name}")
        contains, kind = as_text(metric.get("contains")) or "default", as_text(metric.get("type"))
    else:
        values, contains, kind = metric, "", ""
    add_values(measured, name, values, contains, kind)
    thresholds = as_object(metric.get("thresholds", {}), f"thresholds of {name}")
    for threshold, verdict in thresholds.items():
        measured.thresholds.append((f"{name}: {as_text(threshold)}", _holds(threshold, verdict)))
    if thresholds and _has_no_sample(values):
        measured.failures.append(f"{name} has thresholds, and not one sample")


def _holds(threshold: str, verdict: object) -> bool:
    """`{"ok": true}` holds; a bare true means that it was crossed."""
    if isinstance(verdict, dict) and isinstance(verdict.get("ok"), bool):
        return verdict["ok"] is True
    if isinstance(verdict, bool):
        return not verdict
    raise NotReadable(f"the threshold {as_text(threshold, 200)!r} has no verdict")


def _has_no_sample(values: Json) -> bool:
    """A metric that was never fed: a count of zero, or nothing but zeros where no count is written."""
    numbers = {key: as_number(number) for key, number in values.items() if key != "thresholds"}
    if "passes" in numbers and "fails" in numbers:
        return not numbers["passes"] and not numbers["fails"]
    if "count" in numbers:
        return not numbers["count"]
    return "max" in numbers and "value" not in numbers and not any(numbers.values())


def _read_new(measured: Measured, results: Json) -> None:
    checks = as_object(results.get("checks", {}) or {}, "checks")
    lists = (results.get("metrics"), checks.get("metrics", []))
    for one in [item for found in lists for item in as_list(found, "metrics")]:
        metric = as_object(one, "a metric")
        name = as_text(metric.get("name"))
        values = as_object(metric.get("values"), f"values of {name}")
        add_values(measured, name, values, as_text(metric.get("contains")), as_text(metric.get("type")))
    measured.note("this summary tells nothing about thresholds")
    failed = [as_object(one, "a check") for one in as_list(checks.get("results") or [], "checks")]
    _note_checks(measured, sum(bool(as_number(check.get("fails"))) for check in failed))


def _say_checks(measured: Measured, group: object) -> None:
    """Checks do not fail a run of k6; how many did is worth saying."""
    groups, failed = [group], 0
    while groups:
        one = groups.pop()
        if isinstance(one, dict):
            groups.extend(_members(one.get("groups")))
            checks = [check for check in _members(one.get("checks")) if isinstance(check, dict)]
            failed += sum(bool(as_number(check.get("fails"))) for check in checks)
    _note_checks(measured, failed)


def _members(found: object) -> list[object]:
    """Old summaries hold objects by name, newer ones lists."""
    if isinstance(found, dict):
        return list(found.values())
    return found if isinstance(found, list) else []


def _note_checks(measured: Measured, failed: int) -> None:
    if failed:
        measured.note(f"{failed} of the script's checks failed")
