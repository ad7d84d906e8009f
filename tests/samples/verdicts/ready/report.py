"""Everything holds: two stages, a group of files, a skipped policy."""

from builders import cases, counts, coverage, coverage_rows, modules, report, ruling, stage, stage_row
from quality_gate.model.evidence import Evidence
from quality_gate.model.rollup import Rollup
from quality_gate.model.verdict import Decision

REPORT = report(
    Decision.READY,
    [
        ruling("stages.unit", title="stage unit", expected="ran to its end", got="exit 0"),
        ruling("stages.smoke", title="stage smoke", expected="ran to its end", got="exit 0"),
        ruling("tests.pass-rate", title="pass rate", expected="≥ 100 %", got="100 %"),
        ruling("coverage.total", title="total coverage", expected="≥ 90 %, recommended ≥ 95 %", got="95.2 %"),
        ruling(
            "coverage.groups.pay.branches",
            "skipped",
            title="pay: branches",
            reason="these files have no branches",
        ),
    ],
    evidence=Evidence(
        stages=(
            stage(
                "unit", cases("test_pay.TestPay", "pays refunds", file="tests/test_pay.py"), command="pytest"
            ),
            stage("smoke", command="make smoke"),
        ),
        coverage=coverage({"src/pay.py": "+" * 20 + "-"}),
    ),
    rollup=Rollup(
        stages=(
            stage_row("unit", wall="12.34", counts=counts("2/2")),
            stage_row("smoke", wall="0.512"),
        ),
        modules=modules({"tests": "2/2"}),
        tests=counts("2/2"),
        coverage=coverage_rows({"total lines": "20/21"}),
        producers=("out/coverage.json: coverage.py says 95.24 %",),
    ),
)
