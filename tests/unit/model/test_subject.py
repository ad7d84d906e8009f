"""Each event is about the right commit and the right pull request, whatever else its payload says."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from builders import CONTEXT
from quality_gate.model.subject import Subject, subject_of

HEAD, BASE, MERGE, ZERO = "a1" * 20, "b2" * 20, "c3" * 20, "0" * 40
OURS, THEIRS = {"full_name": "acme/shop"}, {"full_name": "mallory/shop"}


def pull(**changes: Any) -> dict[str, Any]:
    return {
        "number": 5,
        "head": {"sha": HEAD, "ref": "feature", "repo": OURS},
        "base": {"sha": BASE, "ref": "main", "repo": OURS},
        "labels": [{"name": "gate-change"}, {"name": "bug"}],
        **changes,
    }


PULL = Subject(
    commit=HEAD,
    merge=MERGE,
    pull_request=5,
    base_ref="main",
    base_sha=BASE,
    head_ref="feature",
    head_repository="acme/shop",
    labels=("gate-change", "bug"),
)


@pytest.mark.parametrize("event", ["pull_request", "pull_request_review", "pull_request_review_comment"])
def test_a_pull_request_is_about_its_head_though_a_merge_is_checked_out(event: str) -> None:
    assert subject_of(event, {"pull_request": pull()}, MERGE) == PULL


def test_under_pull_request_target_the_checkout_is_no_merge() -> None:
    assert subject_of("pull_request_target", {"pull_request": pull()}, MERGE) == replace(PULL, merge="")


@pytest.mark.parametrize("repo", [THEIRS, None])
def test_a_head_elsewhere_is_a_fork_and_so_is_one_that_is_gone(repo: dict[str, str] | None) -> None:
    found = subject_of("pull_request", {"pull_request": pull(head={"sha": HEAD, "repo": repo})}, MERGE)

    assert found.fork
    assert found.commit == HEAD


def test_a_push_is_about_what_was_pushed() -> None:
    payload = {"ref": "refs/heads/release/1.2", "before": BASE, "after": HEAD, "repository": OURS}

    assert subject_of("push", payload, HEAD) == Subject(
        commit=HEAD,
        base_ref="release/1.2",
        base_sha=BASE,
        head_ref="release/1.2",
        head_repository="acme/shop",
    )


def test_a_new_branch_has_no_commit_before_and_a_deleted_one_none_after() -> None:
    assert subject_of("push", {"before": ZERO, "after": ZERO}, HEAD) == Subject(commit=HEAD)


def queue(head: str, base: str = "refs/heads/main") -> dict[str, Any]:
    return {"merge_group": {"head_sha": HEAD, "base_sha": BASE, "base_ref": base, "head_ref": head}}


@pytest.mark.parametrize(
    ("head", "base", "number"),
    [
        (f"refs/heads/gh-readonly-queue/main/pr-12-{BASE}", "refs/heads/main", 12),
        (f"refs/heads/gh-readonly-queue/release/1/pr-12-{BASE}", "refs/heads/release/1", 12),
        (f"refs/heads/gh-readonly-queue/main/pr-12-{BASE}", "refs/heads/other", None),
        (f"refs/heads/gh-readonly-queue/main/pr-1-{BASE}/pr-12-{BASE}", "refs/heads/main", None),
        (f"refs/heads/gh-readonly-queue/main/pr-012-{BASE}", "refs/heads/main", None),
        ("refs/heads/gh-readonly-queue/main/pr-12-main", "refs/heads/main", None),
        (f"refs/heads/gh-readonly-queue//pr-12-{BASE}", "", None),
    ],
)
def test_a_merge_queue_names_its_pull_request_behind_the_base(
    head: str, base: str, number: int | None
) -> None:
    found = subject_of("merge_group", queue(head, base), MERGE)

    assert (found.pull_request, found.commit, found.base_sha) == (number, HEAD, BASE)


def followed(**changes: Any) -> dict[str, Any]:
    one = {"number": 5, "head": {"sha": HEAD}, "base": {"ref": "main", "sha": BASE}}
    run = {
        "event": "pull_request",
        "head_sha": HEAD,
        "head_branch": "feature",
        "head_repository": OURS,
        "pull_requests": [one],
        **changes,
    }
    return {"workflow_run": run, "repository": OURS}


def test_a_followed_run_is_about_what_it_tested() -> None:
    assert subject_of("workflow_run", followed(), MERGE) == replace(PULL, merge="", labels=())


@pytest.mark.parametrize(
    "changes",
    [
        {"pull_requests": []},
        {"pull_requests": None},
        {"event": "push"},
        {"pull_requests": [{"number": 5, "head": {"sha": BASE}}]},
        {"pull_requests": [{"number": 5, "head": {"sha": HEAD}}, {"number": 6, "head": {"sha": HEAD}}]},
    ],
)
def test_of_a_followed_run_no_pull_request_is_guessed(changes: dict[str, Any]) -> None:
    found = subject_of("workflow_run", followed(**changes), MERGE)

    assert (found.pull_request, found.commit) == (None, HEAD)


def test_a_followed_run_of_a_fork() -> None:
    assert subject_of("workflow_run", followed(head_repository=THEIRS), MERGE).fork
    assert subject_of("workflow_run", followed(head_repository=None), MERGE).fork


@pytest.mark.parametrize("event", ["schedule", "workflow_dispatch", "repository_dispatch", "release", ""])
def test_everything_else_is_about_the_run_s_own_commit(event: str) -> None:
    assert subject_of(event, {"pull_request": pull()}, HEAD) == Subject(commit=HEAD)


@pytest.mark.parametrize(
    "payload",
    [
        {},
        {"pull_request": None},
        {"pull_request": []},
        {"pull_request": {"number": True, "head": "x", "labels": "gate-change"}},
        {"pull_request": {"number": -1, "head": {"sha": "--upload-pack=x"}, "labels": [None, {}]}},
    ],
)
def test_a_payload_of_another_shape_says_nothing(payload: dict[str, Any]) -> None:
    found = subject_of("pull_request", payload, "main")

    assert (found.commit, found.merge, found.pull_request, found.fork) == ("", "", None, True)
    assert set(found.labels) <= {""}


@pytest.mark.parametrize(
    ("judged", "subject", "about"),
    [
        (HEAD, PULL, True),
        (MERGE, PULL, True),
        ("", PULL, True),
        (BASE, PULL, False),
        (MERGE, replace(PULL, merge=""), False),
        ("", Subject(), False),
    ],
)
def test_a_verdict_speaks_only_of_what_was_judged(judged: str, subject: Subject, about: bool) -> None:
    assert replace(CONTEXT, commit=judged, subject=subject).about_subject is about
