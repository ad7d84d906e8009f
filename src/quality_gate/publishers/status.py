"""The outlet `status`: the verdict as a commit status, for rules and tools that ask for one."""

from __future__ import annotations

from typing import Final

from quality_gate.forges.allowed import allowed
from quality_gate.forges.commit import door_to_commit
from quality_gate.model.report import Report
from quality_gate.renderers.commit_words import description, outcome, speaker
from quality_gate.renderers.links import safe_url
from quality_gate.world.world import World

NAME: Final = "status"


def publish(report: Report, world: World) -> None:
    github = door_to_commit(report.context, world)
    if github is None:
        return
    subject, url = report.context.subject, safe_url(report.context.run_url)
    body = {"state": outcome(report), "context": speaker(report), "description": description(report)}
    with allowed("statuses", "the status was not set", subject):
        # Twice the same status is one: a lost answer needs no look at what is there.
        github.post(f"statuses/{subject.commit}", {**body, **({"target_url": url} if url else {})})
