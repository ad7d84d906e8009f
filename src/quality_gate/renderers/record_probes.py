"""The probes inside the record: what each of them saw, and in how many tries."""

from __future__ import annotations

from typing import Any

from quality_gate.model.report import Report


def probes_part(report: Report) -> list[dict[str, Any]]:
    return [
        {
            "name": row.name,
            "kind": row.kind,
            "level": str(row.level),
            "status": str(row.status),
            "cause": str(row.cause) if row.cause else None,
            "said": row.said,
            "attempts": list(row.attempts),
        }
        for row in report.rollup.probes
    ]
