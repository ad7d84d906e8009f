"""The comment of a workflow that follows another one: on the right pull request, or on none."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from builders import report, ruling
from github.fake import FakeGitHub
from github_site import HEAD, PULL, told, world
from quality_gate.model.outlet import Outlet
from quality_gate.model.subject import Subject
from quality_gate.model.verdict import Decision
from quality_gate.publishers.publish import publish

FORK = "mallory/shop"
SUBJECT = Subject(commit=HEAD, head_ref="feature", head_repository=FORK, fork=True)
FOLLOWED = replace(PULL, event="workflow_run", commit=HEAD, subject=SUBJECT)


def pull(number: int, sha: str = HEAD, repository: str = FORK, state: str = "open") -> dict[str, Any]:
    return {
        "number": number,
        "state": state,
        "head": {"sha": sha, "ref": "feature", "label": "x", "repo": {"full_name": repository}},
    }


def say(github: FakeGitHub, root: Path, subject: Subject = SUBJECT, **changes: Any) -> str:
    where = world(root, github)
    context = replace(FOLLOWED, subject=subject, **changes)
    assert publish(report(Decision.READY, [ruling("a")], context=context), [Outlet("comment")], where) == ()
    return told(where)


def test_a_fork_s_pull_request_is_found_by_its_head(github: FakeGitHub, tmp_path: Path) -> None:
    github.state.pulls = {5: pull(5), 6: pull(6, sha="d4" * 20), 7: pull(7, state="closed")}

    assert say(github, tmp_path) == ""

    (comment,) = github.state.comments.values()
    assert comment["issue_url"].endswith("/issues/5")
    assert len(github.asked) <= 6


@pytest.mark.parametrize(
    "pulls",
    [
        {},
        {5: pull(5), 6: pull(6)},
        {5: pull(5, sha="d4" * 20)},
        {5: pull(5, repository="mallory/other")},
        {5: pull(5, state="closed")},
    ],
)
def test_none_or_several_are_nobody_s(github: FakeGitHub, tmp_path: Path, pulls: dict[int, Any]) -> None:
    github.state.pulls = pulls

    assert say(github, tmp_path) == ""

    assert github.state.comments == {}


@pytest.mark.parametrize("subject", [replace(SUBJECT, head_ref=""), replace(SUBJECT, head_repository="")])
def test_without_a_head_nobody_is_asked(github: FakeGitHub, tmp_path: Path, subject: Subject) -> None:
    say(github, tmp_path, subject)
    say(github, tmp_path, commit="e5" * 20)

    assert github.asked == []


def test_a_list_that_is_closed_to_us_is_no_trouble(github: FakeGitHub, tmp_path: Path) -> None:
    github.trouble("GET", "pulls", status=403, message="Resource not accessible by integration")

    assert say(github, tmp_path) == ""


def test_a_list_of_nonsense_is_no_trouble(github: FakeGitHub, tmp_path: Path) -> None:
    github.trouble("GET", "pulls", body=b'[1, null, {"head": {"repo": null}}, {"head": 1}]')

    assert say(github, tmp_path) == ""
