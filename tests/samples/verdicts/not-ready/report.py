"""Failing tests and a coverage shortfall, with the module table of an ordinary service."""

from dataclasses import replace
from fractions import Fraction

from builders import cases, coverage, coverage_rows, modules, report, ruling, spot, stage, stage_row
from quality_gate.model.cases import Cases, Counts, merged
from quality_gate.model.envelope import Resources
from quality_gate.model.evidence import Evidence
from quality_gate.model.rollup import Rollup
from quality_gate.model.verdict import Decision

TRACE = """tests/api/test_market.py:88: in test_buy_channel_not_found
    async with lock("channel"):
E   RuntimeError: generator didn't stop after athrow()
"""


def explained(found: Cases) -> Cases:
    others = tuple(
        replace(case, line=88, message="RuntimeError: generator didn't stop after athrow()", text=TRACE)
        if case.failing
        else case
        for case in found.others
    )
    return Cases(found.passed, others)


UNIT = merged(
    [
        explained(
            cases(
                "test_market",
                "test_buy test_buy_channel_not_found! test_list",
                file="tests/api/test_market.py",
            )
        ),
        cases("test_nft.TestBack", "test_mint test_insufficient_balance!", file="tests/api/test_nft.py"),
        cases("test_presale", "test_open test_buy_presale_not_found!!", file="tests/api/test_presale.py"),
        cases("", "test_later? test_known^ test_wobbly~", file="tests/pay/test_pay.py"),
    ]
)
COUNTS = Counts(passed=56, failed=3, skipped=1, expected=1, flaky=1)

REPORT = report(
    Decision.NOT_READY,
    [
        ruling(
            "stages.unit",
            title="stage unit",
            expected="ran to its end",
            got="exit 1, explained by 3 failing tests",
        ),
        ruling(
            "tests.pass-rate",
            "failed",
            title="pass rate",
            expected="≥ 95 %",
            got="94.9 %",
            distance="56/59 tests, 1 short",
            spots=(
                spot(
                    "tests/api/test_market.py:88",
                    "tests/api/test_market.py::test_market::test_buy_channel_not_found: "
                    "RuntimeError: generator didn't stop after athrow()",
                ),
            ),
            reason="3 tests failed",
            next="make the listed tests pass",
        ),
        ruling(
            "coverage.groups.payments.lines",
            "failed",
            title="payments: lines",
            expected="≥ 100 %",
            got="99.96 %",
            distance="2499/2500 lines, 1 short",
            spots=(
                spot("src/payments/refund.py:12-14", "no test reaches this"),
                spot("src/payments/refund.py:15-15", "no test reaches this"),
                spot("src/payments/refund.py:90-90", "no test reaches this"),
                spot(
                    "src/payments/providers/of/a/very/long/path/that/fills/the/whole/line/adapter.py:7-7",
                    "no test reaches this",
                ),
            ),
            next="write tests that reach these lines",
        ),
        ruling(
            "coverage.total",
            "warned",
            title="total coverage",
            expected="≥ 80 %, recommended ≥ 95 %",
            got="84 %",
            distance="8400/10000 lines, 1,100 short",
            next="write tests that reach these lines",
        ),
        ruling("tests.min-count", title="number of tests", expected="≥ 50", got="61"),
    ],
    evidence=Evidence(
        stages=(
            stage(
                "unit",
                UNIT,
                command="pytest --junitxml=out/unit.xml",
                notes=("left 2 processes behind; they were ended",),
                exit_code=1,
                reports=("out/unit.xml", "out/coverage.json"),
                resources=Resources(wall=Fraction("72.345"), cpu=Fraction("130.02"), peak=512 << 20),
            ),
        ),
        elapsed=Fraction("72.5"),
        coverage=coverage({"src/payments/refund.py": "+++..--+=~_", "src/app.py": "++++"}),
    ),
    rollup=Rollup(
        stages=(
            stage_row(
                "unit",
                "failed exit 1",
                wall="72.345",
                counts=COUNTS,
                tail=(
                    "FAILED tests/api/test_market.py::test_buy_channel_not_found",
                    "3 failed, 56 passed in 71.90s",
                ),
                log="quality-gate/logs/unit.log",
            ),
        ),
        modules=modules(
            {
                "accounts": "3/3",
                "auctions": "6/6",
                "channels": "7/8",
                "market": "9/9",
                "nft": "6/7",
                "offers": "5/5",
            }
            | {"presale": "4/5", "trades": "12/12", "users": "4/4"}
        ),
        tests=COUNTS,
        coverage=coverage_rows(
            {"total lines": "8400/10000", "payments lines": "2499/2500", "payments branches": "3/6"}
        ),
        producers=("out/coverage.json: coverage.py says 84.00 %",),
    ),
    notices=("coverage leaves out: **/*_pb2.py, **/migrations/**",),
)
