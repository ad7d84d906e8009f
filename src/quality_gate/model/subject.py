"""What an event is about: the commit to report on, and the pull request it belongs to."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from quality_gate.model.events import FOLLOWED, PULLS, QUEUE

_SHA: Final = re.compile(r"[0-9a-f]{40,64}\Z")
_QUEUED: Final = re.compile(r"pr-([1-9][0-9]{0,17})-[0-9a-f]{40,64}\Z")
_HEADS: Final = "refs/heads/"


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """Whatever the event does not say is empty."""

    commit: str = ""  # of a pull request its head, though a merge of it is what was checked out
    merge: str = ""  # that merge: what holds for it is said of the head
    pull_request: int | None = None
    base_ref: str = ""
    base_sha: str = ""
    head_ref: str = ""
    head_repository: str = ""
    fork: bool = False  # the head lies in another repository, or that is gone
    labels: tuple[str, ...] = ()  # as they were when the event was sent: a re-run brings the old ones


def subject_of(event: str, payload: Mapping[str, Any], sha: str) -> Subject:
    """`sha` is the commit that the run was started for."""
    if event in PULLS:
        return _pull(event, _part(payload, "pull_request"), sha)
    if event == "push":
        return _push(payload, sha)
    if event == QUEUE:
        return _queue(_part(payload, "merge_group"), sha)
    if event == FOLLOWED:
        return _followed(_part(payload, "workflow_run"), _text(payload, "repository", "full_name"))
    return Subject(commit=_sha(sha))


def _pull(event: str, pull: Mapping[str, Any], sha: str) -> Subject:
    there = _text(pull, "head", "repo", "full_name")
    labels = pull.get("labels")
    return Subject(
        commit=_sha(_text(pull, "head", "sha")),
        merge="" if event == "pull_request_target" else _sha(sha),  # there it is the target's own tip
        pull_request=_number(pull),
        base_ref=_text(pull, "base", "ref"),
        base_sha=_sha(_text(pull, "base", "sha")),
        head_ref=_text(pull, "head", "ref"),
        head_repository=there,
        fork=not there or there != _text(pull, "base", "repo", "full_name"),
        labels=tuple(_text(one, "name") for one in labels) if isinstance(labels, list) else (),
    )


def _push(payload: Mapping[str, Any], sha: str) -> Subject:
    branch = _branch(_text(payload, "ref"))
    return Subject(
        commit=_sha(_text(payload, "after")) or _sha(sha),
        base_ref=branch,
        base_sha=_sha(_text(payload, "before")),
        head_ref=branch,
        head_repository=_text(payload, "repository", "full_name"),
    )


def _queue(group: Mapping[str, Any], sha: str) -> Subject:
    """The queue's branch names the last pull request of the group; only behind the base's whole name."""
    base, head = _branch(_text(group, "base_ref")), _text(group, "head_ref")
    queue = f"{_HEADS}gh-readonly-queue/{base}/"
    found = _QUEUED.match(head.removeprefix(queue)) if base and head.startswith(queue) else None
    return Subject(
        commit=_sha(_text(group, "head_sha")) or _sha(sha),
        pull_request=int(found[1]) if found else None,
        base_ref=base,
        base_sha=_sha(_text(group, "base_sha")),
        head_ref=_branch(head),
    )


def _followed(run: Mapping[str, Any], repository: str) -> Subject:
    """The run that was followed; its pull request only where it is the one whose head was tested."""
    commit, there = _sha(_text(run, "head_sha")), _text(run, "head_repository", "full_name")
    fork = not there or there != repository
    if _text(run, "event") != "pull_request":
        return Subject(commit=commit, fork=fork)
    pulls = run.get("pull_requests")
    listed = pulls if isinstance(pulls, list) else []
    fitting = [pull for pull in listed if commit and _text(pull, "head", "sha") == commit]
    pull = fitting[0] if len(fitting) == 1 else {}
    return Subject(
        commit=commit,
        pull_request=_number(pull),
        base_ref=_text(pull, "base", "ref"),
        base_sha=_sha(_text(pull, "base", "sha")),
        head_ref=_text(run, "head_branch"),
        head_repository=there,
        fork=fork,
    )


def _part(value: Any, *keys: str) -> Mapping[str, Any]:
    for key in keys:
        value = value.get(key) if isinstance(value, Mapping) else None
    return value if isinstance(value, Mapping) else {}


def _text(value: Any, *keys: str) -> str:
    found = _part(value, *keys[:-1]).get(keys[-1])
    return found if isinstance(found, str) else ""


def _number(pull: Any) -> int | None:
    found = pull.get("number")
    return found if type(found) is int and found > 0 else None


def _sha(text: str) -> str:
    """Empty for all zeros, too, which stand for no commit at all."""
    return text if _SHA.match(text) and text.strip("0") else ""


def _branch(ref: str) -> str:
    return ref.removeprefix(_HEADS)
