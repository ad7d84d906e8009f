"""Compared with its base: coverage has dropped a little, tests were added, and one that passed fails now."""

from builders import cases, counts, coverage, coverage_rows, report, ruling, spot, stage, stage_row
from quality_gate.model.changes import Change, ChangedFile, Changes
from quality_gate.model.evidence import Evidence
from quality_gate.model.findings import Severity
from quality_gate.model.rollup import FindingsRow, Rollup
from quality_gate.model.verdict import Decision

MANY = " ".join(f"test_{number}" for number in range(58))
BASE = Evidence(
    stages=(
        stage("unit", cases("", f"{MANY} pays refuses! later?", file="tests/test_pay.py")),
        stage("lint"),
    ),
    coverage=coverage({"src/pay.py": "+" * 70 + "-" * 6}),
)
MORE = " ".join(f"test_refund_{number}" for number in range(12))
NOW = Evidence(
    stages=(
        stage("unit", cases("", f"{MANY} {MORE} pays! refuses! later?", file="tests/test_payment.py")),
        stage("lint"),
    ),
    coverage=coverage({"src/pay.py": "+" * 78 + "-" * 7}),
    changes=Changes(
        base="4f2a91c" * 5,
        files={"tests/test_payment.py": ChangedFile(change=Change.RENAMED, before="tests/test_pay.py")},
    ),
    base=BASE,
)

REPORT = report(
    Decision.NOT_READY,
    [
        ruling("stages.unit", title="stage unit", expected="sound reports", got="exit 1, explained"),
        ruling(
            "tests.new-failures",
            "failed",
            title="tests: new-failures",
            expected="≤ 0",
            got="1 new failure, 1 known from the base",
            distance="1 too many",
            spots=(spot("tests/test_payment.py:7", "pays: assert 11 == 12"),),
            next="mend what fails since the base",
        ),
        ruling(
            "coverage.max-drop",
            title="coverage: max-drop",
            expected="≤ 0.5 percentage points below the base",
            got="91.8 %, 0.3 percentage points lower",
        ),
    ],
    evidence=NOW,
    rollup=Rollup(
        stages=(stage_row("unit", "passed exit 1, explained", wall="3", counts=counts("70/72")),),
        tests=counts("70/72"),
        coverage=coverage_rows({"total lines": "78/85"}),
        findings=(
            FindingsRow(
                path="out/ruff.json",
                stage="lint",
                tool="ruff",
                counts=dict.fromkeys(Severity, 1),
                new=1,
            ),
        ),
    ),
)
