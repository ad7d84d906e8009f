"""A pull request that weakens its own gate in five ways, and nobody has accepted it yet."""

from dataclasses import replace

from builders import CONTEXT, counts, report, ruling, stage_row
from quality_gate.model.rollup import Rollup
from quality_gate.model.verdict import Decision, Spot

WEAKER = (
    "coverage.total: required ≥ 90 % is now ≥ 80 %",
    "coverage.exclude: leaves out src/legacy/**, too",
    "stages.e2e: is gone",
    "tests.max-skipped: ≤ 5 is gone",
    "waivers.3: excuses tests/test_pay.py::test_refund until 2026-12-24",
)

REPORT = report(
    Decision.NOT_READY,
    [
        ruling("stages.unit", title="stage unit", expected="exit 0, sound reports", got="exit 0"),
        ruling("tests.pass-rate", title="tests: pass-rate", expected="≥ 100 %", got="100 %"),
        ruling(
            "policy",
            "failed",
            expected="no weaker than at its base",
            got="5 rules weaker than at 4f2a91c",
            spots=tuple(Spot("", note=note) for note in WEAKER),
            next="take it back, or have somebody give the pull request the label `gate-change`",
        ),
    ],
    context=replace(CONTEXT, event="pull_request"),
    rollup=Rollup(
        stages=(stage_row("unit", wall="12.3", counts=counts("59/59")),),
        tests=counts("59/59"),
    ),
)
