"""A performance table: four limits that hold well, one that does not, and one without a base."""

from fractions import Fraction

from builders import report, ruling, stage_row
from quality_gate.model.quantity import multiplier_text
from quality_gate.model.rollup import MetricRow, Rollup
from quality_gate.model.verdict import Cause, Decision, Status


def row(name: str, expected: str, got: str, times: str, number: str, unit: str) -> MetricRow:
    return MetricRow(
        name=name,
        status=Status.PASSED,
        expected=expected,
        got=got,
        times=Fraction(times),
        times_text=multiplier_text(Fraction(times)),
        number=Fraction(number),
        unit=unit,
        samples=1,
    )


REPORT = report(
    Decision.NOT_READY,
    [
        ruling(
            "metrics.plan_b_cost",
            "failed",
            title="metrics: plan_b_cost",
            expected="≤ 1.2x",
            got="1.25x",
            distance="0.05x over",
            next="make it better, or change the limit at metrics.plan_b_cost",
        ),
        ruling(
            "metrics.vs_base",
            "unknown no-base",
            title="metrics: vs_base",
            expected="≤ +10 % against the base",
            got="1.5 ms",
            reason="there is nothing to compare with",
            next="give the record of an earlier run: `--base record.json`",
        ),
    ],
    rollup=Rollup(
        stages=(stage_row("performance", wall="12.3"),),
        metrics=(
            row("lock_throughput", "> 100 locks/s", "338 locks/s", "3.38", "338", "locks/s"),
            row("lock_p50", "< 5 ms", "1 ms", "5", "1", "ms"),
            row("lock_p95", "< 10 ms", "1.5 ms", "20/3", "1.5", "ms"),
            row("concurrent", "> 50 ops/s", "440 ops/s", "8.8", "440", "ops/s"),
            MetricRow(
                name="plan_b_cost",
                status=Status.FAILED,
                expected="≤ 1.2x",
                got="1.25x",
                times=Fraction(24, 25),
                times_text="0.96x",
                number=Fraction(5, 4),
                unit="x",
                waived="known",
            ),
            MetricRow(
                name="vs_base",
                status=Status.UNKNOWN,
                cause=Cause.NO_BASE,
                expected="≤ +10 % against the base",
                got="1.5 ms",
                number=Fraction(1, 3),
                unit="ms",
            ),
            MetricRow(name="::error::\x1b[31m|`plan`\n", got="gone: only the base has it"),
        ),
    ),
)
