"""Go: `go test`, with JUnit XML where gotestsum is in use."""

from __future__ import annotations

from quality_gate.init.proposal import Proposal, Stage
from quality_gate.init.repository import Repository

_COMMENTS = (
    "go test writes no report that names each test, so only the exit code is judged here:",
    "  go install gotest.tools/gotestsum@latest",
    "  run: gotestsum --junitfile out/unit.xml ./...",
    "  reports: out/unit.xml",
)


def find(repository: Repository) -> Proposal | None:
    if not repository.has("go.mod"):
        return None
    if any("gotestsum" in repository.text(name) for name in ("go.mod", "Makefile")):
        run = "mkdir -p out && gotestsum --junitfile out/unit.xml ./..."
        stage = Stage(name="unit", run=run, reports=("out/unit.xml",), tests=True)
        return Proposal(found="Go (go.mod), gotestsum", stages=(stage,))
    return Proposal(
        found="Go (go.mod)", stages=(Stage(name="unit", run="go test ./...", comments=_COMMENTS),)
    )
