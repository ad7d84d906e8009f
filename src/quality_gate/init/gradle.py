"""Gradle: the reports that its test tasks write anyway."""

from __future__ import annotations

from quality_gate.init.proposal import Proposal, Stage
from quality_gate.init.repository import Repository

_COMMENTS = ("`cleanTest` makes the tests run even if nothing changed: old reports are not accepted.",)
_FILES = ("build.gradle", "build.gradle.kts", "settings.gradle", "settings.gradle.kts")


def find(repository: Repository) -> Proposal | None:
    file = repository.has(*_FILES)
    if not file:
        return None
    call = "./gradlew" if repository.has("gradlew") else "gradle"
    several = any(repository.has(name) for name in _FILES[2:]) and any(
        path.count("/") and path.rpartition("/")[2] in _FILES[:2] for path in repository.paths
    )
    reports = f"{'**/' if several else ''}build/test-results/**/*.xml"
    stage = Stage(
        name="unit", run=f"{call} cleanTest test", reports=(reports,), tests=True, comments=_COMMENTS
    )
    return Proposal(found=f"Gradle ({file})", stages=(stage,))
