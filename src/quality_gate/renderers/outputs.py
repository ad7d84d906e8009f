"""The step outputs that a workflow may go on with."""

from __future__ import annotations

import posixpath

from quality_gate.model.output import RECORD, REPORT
from quality_gate.model.report import Report
from quality_gate.renderers.escape import one_line
from quality_gate.renderers.phrases import Percents, phrase, total_coverage

_MOST_RULES = 20_000


def outputs(report: Report) -> dict[str, str]:
    """Every value is one line; what was not measured is empty. Paths are the repository's."""
    folder, verdict, tests = one_line(report.context.folder, 1_000), report.verdict, report.rollup.tests
    coverage = total_coverage(report)
    digits = Percents(verdict.rulings).digits(coverage) if coverage is not None else ""
    return {
        "verdict": phrase(verdict),
        "ready": "true" if verdict.ready else "false",
        "coverage": digits,
        "tests": f"{tests.passed}/{tests.executed}" if tests is not None else "",
        "failed-rules": one_line(",".join(ruling.rule for ruling in verdict.blocking), _MOST_RULES),
        "record": posixpath.join(folder, RECORD),
        "report": posixpath.join(folder, REPORT),
    }
