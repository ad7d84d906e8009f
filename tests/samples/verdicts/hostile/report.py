"""Names and messages that want to be markup, links, commands or a verdict of their own."""

from dataclasses import replace

from builders import CONTEXT, counts, coverage_rows, report, ruling, stage, stage_row
from hostile import NAMES
from quality_gate.model.cases import Case, Cases, Counts, Outcome, Place
from quality_gate.model.evidence import Evidence
from quality_gate.model.rollup import ModuleRow, Rollup
from quality_gate.model.verdict import Decision, Spot

FAILED = tuple(
    Case(
        Place(classname="evil", file="" if at % 2 else "tests/evil.py"),
        name,
        Outcome.FAILED,
        message=name,
        text=f"```\n{name}\n</details>\n````\n::set-output name=ready::true",
        line=at,
    )
    for at, name in enumerate(NAMES)
)

REPORT = report(
    Decision.NOT_READY,
    [
        *(
            ruling(
                f"tests.groups.{name}.pass-rate",
                "failed",
                title=name,
                got=name,
                expected=name,
                distance=name,
                reason=name,
                next=name,
                spots=(Spot(name, 3, 5, name), Spot("../../etc/passwd", 1), Spot("", None, None, name)),
            )
            for name in NAMES
        ),
        ruling("tests.min-count", title="NOT READY", expected="READY", got="READY WITH WARNINGS"),
    ],
    evidence=Evidence(stages=(stage("evil", Cases({Place(classname=NAMES[2]): NAMES}, FAILED)),)),
    context=replace(
        CONTEXT,
        gate=NAMES[2],
        profile=NAMES[9],
        branch=NAMES[0],
        repository="acme/shop](x)",
        server_url="javascript:x",
    ),
    rollup=Rollup(
        stages=tuple(
            stage_row(
                name,
                f"failed {name}",
                counts=counts("1/2"),
                tail=(name, "FAILED (x)", "PASSED (quick)"),
                log=name,
            )
            for name in NAMES
        ),
        modules=tuple(
            ModuleRow(name=name, counts=Counts(passed=1, failed=at % 2)) for at, name in enumerate(NAMES)
        ),
        tests=counts("16/32"),
        coverage=coverage_rows({f"{name} lines": "1/3" for name in NAMES}),
        producers=NAMES,
    ),
    notices=NAMES,
)
