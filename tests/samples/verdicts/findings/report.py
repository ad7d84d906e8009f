"""What linters found, what is new since the base, and a scanner that could not look at everything."""

from builders import report, ruling, spot, stage, stage_row
from quality_gate.model.evidence import Evidence, ReadReport
from quality_gate.model.findings import Finding, Findings, Severity
from quality_gate.model.reading import Reading, State
from quality_gate.model.rollup import FindingsRow, Rollup
from quality_gate.model.verdict import Decision

SEMGREP = Findings(
    tool="Semgrep",
    findings=(
        Finding(
            rule="python.sql-injection",
            severity=Severity.HIGH,
            message="a query is put together from what a user sent",
            path="src/shop/db.py",
            line=40,
            fingerprint="matchBasedId/v1:4711",
        ),
        Finding(
            rule="python.md5", severity=Severity.MEDIUM, path="src/shop/hash.py", line=7, suppressed=True
        ),
        Finding(rule="python.assert", severity=Severity.LOW, path="src/shop/db.py", waived="waivers[1]"),
    ),
    scanned=31,
)
BANDIT = Findings(
    tool="Bandit", failures=("src/shop/new.py: syntax error while parsing AST from file",), scanned=30
)


def row(path: str, found: Findings, **parts: object) -> FindingsRow:
    counts = dict.fromkeys(Severity, 0) | parts.pop("counts", {})
    return FindingsRow(
        path=path, stage="lint", tool=found.tool, counts=counts, scanned=found.scanned, **parts
    )


REPORT = report(
    Decision.NOT_READY,
    [
        ruling("stages.lint", title="stage lint", expected="exit 0, sound reports", got="exit 0"),
        ruling(
            "findings.sast",
            "failed",
            title="findings: sast",
            expected="≤ 0 critical, ≤ 0 high, recommended ≤ 10 medium",
            got="0 critical, 1 high, 0 medium, 1 suppressed, 1 waived",
            distance="1 high too many",
            spots=(
                spot(
                    "src/shop/db.py:40",
                    "high python.sql-injection: a query is put together from what a user sent",
                ),
            ),
            next="mend what is listed, or have the tool suppress it with a reason",
        ),
        ruling(
            "findings.sast.new",
            "unknown no-base",
            title="findings: sast, new",
            expected="≤ 0 new medium",
            reason="the base has no report that fits out/semgrep.sarif",
            next="the next base will have one",
        ),
        ruling(
            "findings.bandit",
            "unknown incomplete",
            title="findings: bandit",
            expected="≤ 0 in all",
            got="no findings",
            reason="out/bandit.json: not all could be scanned: "
            "src/shop/new.py: syntax error while parsing AST from file",
            next="mend what the scanner cannot read, or leave it out there",
        ),
    ],
    evidence=Evidence(
        stages=(
            stage(
                "lint",
                read=(
                    ReadReport(path="out/semgrep.sarif", reading=Reading(format="sarif", findings=SEMGREP)),
                    ReadReport(
                        path="out/bandit.json",
                        reading=Reading(format="bandit", state=State.SUSPECT, findings=BANDIT),
                    ),
                ),
            ),
        )
    ),
    rollup=Rollup(
        stages=(stage_row("lint", "passed exit 0", wall="4.2"),),
        findings=(
            row("out/semgrep.sarif", SEMGREP, counts={Severity.HIGH: 1}, suppressed=1, waived=1),
            row(
                "out/bandit.json",
                BANDIT,
                new=0,
                trouble="src/shop/new.py: syntax error while parsing AST from file",
            ),
        ),
    ),
    notices=("base: 4f2a91c, 2 days old, from base.json",),
)
