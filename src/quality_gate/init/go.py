"""Go: `go test -json` and a coverage profile, or JUnit XML where gotestsum is in use."""

from __future__ import annotations

from quality_gate.init.proposal import Proposal, Stage
from quality_gate.init.repository import Repository

_COMMENTS = (
    "The output goes to the report alone: a failed test is shown with it when the gate judges.",
    "Go counts statements, so a limit on the total is one on statements.",
)


def find(repository: Repository) -> Proposal | None:
    if not repository.has("go.mod"):
        return None
    if any("gotestsum" in repository.text(name) for name in ("go.mod", "Makefile")):
        stage = Stage(
            name="unit",
            setup="mkdir -p out",
            run="gotestsum --junitfile out/unit.xml ./...",
            reports=("out/unit.xml",),
            tests=True,
        )
        return Proposal(found="Go (go.mod), gotestsum", stages=(stage,))
    stage = Stage(
        name="unit",
        setup="mkdir -p out",
        run="go test -json -coverprofile=out/cover.out ./... > out/go-test.json",
        reports=("out/go-test.json", "out/cover.out"),
        tests=True,
        comments=_COMMENTS,
    )
    return Proposal(found="Go (go.mod)", stages=(stage,))
