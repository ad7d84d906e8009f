"""Known failures and common causes inside the record."""

from __future__ import annotations

from typing import Any

from quality_gate.model.report import Report
from quality_gate.model.rollup import Rollup, WaiverRow


def waivers_part(report: Report) -> list[dict[str, Any]]:
    return [_waiver(row) for row in report.rollup.waivers]


def causes_part(rollup: Rollup) -> list[dict[str, Any]]:
    """The most frequent causes; `names` are the first tests of each."""
    return [
        {"message": row.message, "tests": row.tests, "waived": row.waived, "names": list(row.names)}
        for row in rollup.causes
    ]


def _waiver(row: WaiverRow) -> dict[str, Any]:
    waiver = row.waiver
    return {
        "rule": waiver.rule,
        "kind": str(waiver.kind),
        "pattern": waiver.pattern,
        "error": waiver.error,
        "reason": waiver.reason,
        "owner": waiver.owner,
        "issue": waiver.issue,
        "added": str(waiver.added) if waiver.added else None,
        "expires": str(waiver.expires),
        "max_matches": waiver.most,
        "variant": dict(waiver.variant),
        "where": waiver.where,
        "state": str(row.state),
        "excused": list(row.names),
    }
