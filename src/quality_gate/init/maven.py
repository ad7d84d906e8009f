"""Maven: the reports that Surefire, Failsafe and JaCoCo write anyway."""

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
    measured = "jacoco-maven-plugin" in pom and "<goal>report</goal>" in pom
    reports += [f"{below}target/site/jacoco/jacoco.xml"] if measured else []
    stage = Stage(
        name="unit",
        # JaCoCo reports in the phase `verify`, unless it is told otherwise.
        run=f"{call} --batch-mode clean {'verify' if failsafe or measured else 'test'}",
        reports=tuple(reports),
        tests=True,
        comments=_COMMENTS,
    )
    return Proposal(found="Maven (pom.xml)" + (", coverage by JaCoCo" if measured else ""), stages=(stage,))
