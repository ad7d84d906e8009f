"""The outlet `check-run`: the verdict as a check of the commit, with a note at every place that matters."""

from __future__ import annotations

from typing import Any, Final

from quality_gate.forges.allowed import allowed
from quality_gate.forges.commit import door_to_commit
from quality_gate.model.report import Report
from quality_gate.renderers.commit_words import check_annotations, check_output, outcome, speaker
from quality_gate.renderers.marker import marker_of
from quality_gate.world.github import GitHub
from quality_gate.world.github_answer import known
from quality_gate.world.world import World

NAME: Final = "check-run"
_BATCH: Final = 50  # annotations that one request takes


def publish(report: Report, world: World) -> None:
    github = door_to_commit(report.context, world)
    if github is None:
        return
    annotations, output = check_annotations(report), check_output(report)
    batches = [annotations[at : at + _BATCH] for at in range(0, len(annotations), _BATCH)] or [[]]
    with allowed("checks", "the check run was not made", report.context.subject):
        made = _made(report, github, {**output, "annotations": batches[0]})
        for batch in batches[1:]:
            # GitHub adds them to those that are there.
            github.patch(f"check-runs/{known(made, 'id', int)}", {"output": {**output, "annotations": batch}})


def _made(report: Report, github: GitHub, output: dict[str, Any]) -> Any:
    """With its conclusion from the start: whatever happens to the other annotations, the verdict stands."""
    marker, commit = marker_of(report), report.context.subject.commit
    mark = f"{marker.key}-{marker.run}-{marker.attempt}"
    name = speaker(report)
    body = {
        "name": name,
        "head_sha": commit,
        "external_id": mark,
        "status": "completed",
        "conclusion": outcome(report),
        "output": output,
    }

    def made() -> Any:
        found = github.pages(f"commits/{commit}/check-runs", "check_runs", check_name=name)
        return next((one for one in found if known(one, "external_id", object) == mark), None)

    return github.post("check-runs", body, made)
