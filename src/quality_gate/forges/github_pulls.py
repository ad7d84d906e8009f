"""The pull request of a run that another workflow follows; GitHub names none where the head is a fork."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from quality_gate.model.subject import Subject
from quality_gate.world.github import GitHub
from quality_gate.world.github_answer import Refused


@dataclass(frozen=True, slots=True, kw_only=True)
class Pull:
    """What GitHub itself says of a pull request."""

    number: int
    base_ref: str = ""
    base_sha: str = ""


def followed_pull(subject: Subject, github: GitHub) -> Pull | None:
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
    fitting = [pull for pull in found if _is(pull, subject)]
    if len(fitting) != 1 or not isinstance(fitting[0]["number"], int):
        return None
    base = fitting[0].get("base")
    ref, sha = (base.get("ref"), base.get("sha")) if isinstance(base, dict) else (None, None)
    return Pull(
        number=fitting[0]["number"],
        base_ref=ref if isinstance(ref, str) else "",
        base_sha=sha if isinstance(sha, str) else "",
    )


def heads_of(commit: str, github: GitHub) -> tuple[str, ...]:
    """The heads of the pull requests that brought a commit; none where this token may not know."""
    try:
        found = list(github.pages(f"commits/{commit}/pulls"))
    except Refused:
        return ()
    heads = (pull.get("head") for pull in found if isinstance(pull, dict))
    return tuple(str(head.get("sha")) for head in heads if isinstance(head, dict))


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
