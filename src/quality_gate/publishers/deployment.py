"""The outlet `deployment`: the verdict as a deployment's status, for rules that ask for a deployment."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar

from quality_gate.bind.values import setting
from quality_gate.forges.allowed import allowed
from quality_gate.forges.commit import door_to_commit
from quality_gate.model.errors import CannotWork
from quality_gate.model.report import Report
from quality_gate.renderers.commit_words import description, outcome
from quality_gate.renderers.links import safe_url
from quality_gate.world.github import GitHub
from quality_gate.world.github_answer import known
from quality_gate.world.world import World


@dataclass(frozen=True, kw_only=True)
class Deployment:
    NAME: ClassVar[str] = "deployment"
    TASK: ClassVar[str] = "quality-gate"  # tells ours from those that really deploy

    environment: str = setting(
        default="quality-gate", doc="The environment that the status speaks of.", example="staging"
    )
    auto_merge: bool = setting(
        default=False,
        doc="Whether GitHub may merge the default branch into what is deployed.",
        example="false",
    )
    required_contexts: tuple[str, ...] = setting(
        default=(),
        doc="Checks that GitHub wants to see first; none, because the gate is one.",
        example="build",
    )

    def publish(self, report: Report, world: World) -> None:
        github = door_to_commit(report.context, world)
        if github is None:
            return
        if report.verdict.scope:
            world.console.tell(f"notice: {self.NAME}: this run decides nothing, so nothing was said")
            return
        url = safe_url(report.context.run_url)
        status = {
            "state": outcome(report),
            "description": description(report),
            "environment": self.environment,
            "auto_inactive": False,  # earlier deployments are what they were
        }
        with allowed("deployments", "the deployment was not reported", report.context.subject):
            made = self._made(report.context.subject.commit, github)
            github.post(f"deployments/{made}/statuses", {**status, **({"log_url": url} if url else {})})

    def _made(self, commit: str, github: GitHub) -> int:
        """A run that is repeated goes on with the deployment that is there."""
        query = {"sha": commit, "environment": self.environment, "task": self.TASK}

        def there() -> Any:
            return next(iter(github.pages("deployments", **query)), None)

        body = {
            "ref": commit,
            "task": self.TASK,
            "environment": self.environment,
            "auto_merge": self.auto_merge,
            "required_contexts": list(self.required_contexts),
            "description": "Quality Gate",
        }
        found = there() or github.post("deployments", body, there)
        if isinstance(found, dict) and "id" not in found:
            raise CannotWork(f"no deployment was made: {found.get('message', '')}", "leave `auto-merge` out")
        return known(found, "id", int)
