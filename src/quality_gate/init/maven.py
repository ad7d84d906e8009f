"""Maven: the reports that Surefire and Failsafe write anyway."""

from __future__ import annotations

from quality_gate.init.proposal import Proposal, Stage
from quality_gate.init.repository import Repository

_COMMENTS = ("`clean` removes the reports of tests that are gone: old reports are not accepted.",)


def find(repository: Repository) -> Proposal | None:
    if not repository.has("pom.xml"):
        return None
    pom = repository.text("pom.xml")
    call = "./mvnw" if repository.has("mvnw") else "mvn"
    below = "**/" if "<module>" in pom else ""
    failsafe = "maven-failsafe-plugin" in pom
    reports = [f"{below}target/surefire-reports/TEST-*.xml"]
    reports += [f"{below}target/failsafe-reports/TEST-*.xml"] if failsafe else []
    stage = Stage(
        name="unit",
        run=f"{call} --batch-mode clean {'verify' if failsafe else 'test'}",
        reports=tuple(reports),
        tests=True,
        comments=_COMMENTS,
    )
    return Proposal(found="Maven (pom.xml)", stages=(stage,))
