"""A recommended limit is missed, and a recommended stage failed; nothing required does."""

from builders import counts, coverage, coverage_rows, modules, report, ruling, spot, stage, stage_row
from quality_gate.model.evidence import Evidence
from quality_gate.model.rollup import Rollup
from quality_gate.model.verdict import Decision, Level

REPORT = report(
    Decision.READY_WITH_WARNINGS,
    [
        ruling("stages.unit", title="stage unit", expected="ran to its end", got="exit 0"),
        ruling(
            "stages.performance",
            "failed",
            title="stage performance",
            level="recommended",
            expected="ran to its end, and every test passed",
            got="timed-out",
            reason="timed out after 10 m",
            next="make it faster, or raise its `timeout`",
        ),
        ruling(
            "coverage.total",
            "warned",
            title="total coverage",
            expected="≥ 90 %, recommended ≥ 95 %",
            got="94.996 %",
            distance="23749/25000 lines, 1 short",
            spots=(spot("src/pay/refund.py:42-42", "no test reaches this"),),
            next="write tests that reach these lines",
        ),
        ruling(
            "stages.chaos",
            "unknown not-run",
            title="stage chaos",
            level="optional",
            got="not run",
            reason="needs performance",
        ),
    ],
    evidence=Evidence(
        stages=(
            stage("unit"),
            stage("performance", level=Level.RECOMMENDED),
            stage("chaos", not_run="needs performance"),
        ),
        coverage=coverage({"src/pay/refund.py": "+" * 41 + "-"}),
    ),
    rollup=Rollup(
        stages=(
            stage_row("unit", wall="61", counts=counts("812/812")),
            stage_row(
                "performance",
                "failed timed out after 10 m",
                level="recommended",
                wall="600",
                tail=("warming up", "round 1 of 40", "SIGTERM"),
                log="quality-gate/logs/performance.log",
            ),
            stage_row("chaos", "unknown not run: needs performance", level="optional"),
        ),
        modules=modules({"tests/api": "500/500", "tests/pay": "312/312"}),
        tests=counts("812/812"),
        coverage=coverage_rows({"total lines": "23749/25000"}),
    ),
    notices=("coverage leaves out: **/*_pb2.py",),
)
