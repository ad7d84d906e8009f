"""Nothing was seen to fail: reports are missing, old, or fit nothing, and that blocks."""

from builders import report, ruling, spot, stage, stage_row
from quality_gate.model.envelope import Ended
from quality_gate.model.evidence import Evidence
from quality_gate.model.rollup import Rollup
from quality_gate.model.verdict import Cause, Decision, Problem

MISSING = Problem(
    Cause.MISSING, "out/e2e.xml was not written", "correct `reports:`, or have the command write it"
)

REPORT = report(
    Decision.NOT_READY,
    [
        ruling(
            "stages.e2e",
            "unknown missing",
            title="stage e2e",
            expected="ran to its end",
            got="exit 0",
            reason=MISSING.reason,
            next=MISSING.next,
        ),
        ruling(
            "stages.lint",
            "unknown stale",
            title="stage lint",
            expected="reports of another step",
            got="collected 0 reports",
            reason="out/ruff.sarif is older than the commit",
            spots=(spot("out/ruff.sarif"),),
            next="remove it from git, and write it anew in every run",
        ),
        ruling(
            "coverage.groups.paymnets.lines",
            "unknown no-match",
            title="paymnets: lines",
            expected="≥ 100 %",
            reason="no measured file fits src/paymnets/**; nearest: src/payments/refund.py",
            next="correct `paths:` of the group",
        ),
        ruling(
            "coverage.max-drop",
            "unknown no-base",
            title="drop of coverage",
            expected="≤ 0.5 points",
            reason="the base 1a2b3c4 has no record",
            next="run the gate on the base once",
        ),
        ruling(
            "stages.chaos",
            "unknown environment",
            title="stage chaos",
            got="could not start",
            reason="chaos: not found",
        ),
    ],
    evidence=Evidence(
        stages=(
            stage("e2e", command="npm test", problems=(MISSING,), reports=("out/e2e.xml",)),
            stage("lint", ended=Ended.COLLECTED, exit_code=None),
            stage("chaos", ended=Ended.ENVIRONMENT, exit_code=127),
        )
    ),
    rollup=Rollup(
        stages=(
            stage_row("e2e", "unknown exit 0", wall="3.1", tail=("all good!",)),
            stage_row("lint", "unknown collected 0 reports"),
            stage_row("chaos", "unknown could not start: chaos: not found"),
        ),
    ),
)
