"""The pull request of a run that another workflow follows; GitHub names none where the head is a fork."""

from __future__ import annotations

from typing import Any

from quality_gate.model.subject import Subject
from quality_gate.world.github import GitHub
from quality_gate.world.github_answer import Refused


def pull_of_followed(subject: Subject, github: GitHub) -> int | None:
    """The one open pull request with exactly this head; None for none, or for several.

    Only what GitHub itself said of the run is asked for: a number in what the run left could name any
    pull request.
    """
    owner = subject.head_repository.partition("/")[0]
    if not (owner and subject.head_ref and subject.commit):
        return None
    try:
        found = list(github.pages("pulls", state="open", head=f"{owner}:{subject.head_ref}"))
    except Refused:
        return None  # what this token may not see, it cannot comment either
    fitting = [pull["number"] for pull in found if _is(pull, subject)]
    return fitting[0] if len(fitting) == 1 and isinstance(fitting[0], int) else None


def _is(pull: Any, subject: Subject) -> bool:
    head = pull.get("head") if isinstance(pull, dict) else None
    there = head.get("repo") if isinstance(head, dict) else None
    return (
        isinstance(head, dict)
        and isinstance(there, dict)
        and "number" in pull
        and head.get("sha") == subject.commit
        and there.get("full_name") == subject.head_repository
    )
