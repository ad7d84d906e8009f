"""Only one stage was asked for: all of it is well, and yet it clears nothing."""

from dataclasses import replace

from builders import CONTEXT, counts, modules, report, ruling, stage, stage_row
from quality_gate.model.evidence import Evidence
from quality_gate.model.rollup import Rollup
from quality_gate.model.verdict import Decision

REPORT = report(
    Decision.PASSED,
    [ruling("stages.unit", title="stage unit", expected="ran to its end", got="exit 0")],
    scope="partial: unit",
    evidence=Evidence(stages=(stage("unit"),)),
    context=replace(
        CONTEXT, gate="READY", commit="", repository="", run_url="", run="", event="", ci=False, github=False
    ),
    rollup=Rollup(
        stages=(stage_row("unit", wall="0.25", counts=counts("3/3")),),
        modules=modules({"tests": "3/3"}),
        tests=counts("3/3"),
    ),
    notices=("left out: stages e2e, smoke (only `unit` was asked for)",),
)
