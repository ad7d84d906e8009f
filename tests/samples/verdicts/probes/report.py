"""Live looks at a target: one that had to wait, one that failed, one nobody looked at, and hostile words."""

from dataclasses import replace

from builders import CONTEXT, report, ruling
from quality_gate.model.rollup import ProbeRow, Rollup
from quality_gate.model.verdict import Cause, Decision, Level, Status

REPORT = report(
    Decision.NOT_READY,
    [
        ruling(
            "probes.health",
            "failed",
            title="probe health",
            expected="200, status = ok",
            got="200, status is degraded",
            reason="https://prod.example/health answered 200, status is degraded",
            next="see the server's log; see docs/runbook.md",
        ),
        ruling("probes.slow", title="probe slow", expected="200", got="200"),
        ruling(
            "probes.tls", "warned", title="probe tls", got="trusted, 5 days left", distance="9 days short"
        ),
        ruling(
            "probes.smoke",
            "unknown not-run",
            title="probe smoke",
            level="optional",
            reason="it needs unit, which did not pass",
        ),
    ],
    context=replace(CONTEXT, profile="pre-deploy", target="prod"),
    rollup=Rollup(
        probes=(
            ProbeRow(
                name="health",
                kind="http",
                status=Status.FAILED,
                level=Level.REQUIRED,
                said="200, status is degraded",
            ),
            ProbeRow(
                name="slow",
                kind="http",
                status=Status.PASSED,
                level=Level.REQUIRED,
                said="200",
                attempts=("0.0 s: connection refused", "0.2 s: 503", "1.2 s: 200"),
            ),
            ProbeRow(
                name="tls",
                kind="tls",
                status=Status.WARNED,
                level=Level.RECOMMENDED,
                said="trusted, 5 days left",
                attempts=("0.0 s: 1", "…", "9.0 s: 2"),
            ),
            ProbeRow(
                name="smoke|</td>`\x1b[31m",
                kind="command",
                status=Status.UNKNOWN,
                cause=Cause.NOT_RUN,
                level=Level.OPTIONAL,
                said="::error::it needs <b>unit</b> | @all, which did not pass",
            ),
        )
    ),
)
