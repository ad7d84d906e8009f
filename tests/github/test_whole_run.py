"""The gate as a workflow starts it, with an event file and a token, against the fake GitHub."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from github.fake import FakeGitHub
from github.state import REPOSITORY
from github_site import environment
from repository import Ran, Repository

PASSING = "version: 1\nname: api\nstages:\n  unit: {run: 'true'}\n"
AUTHOR = {"GIT_COMMITTER_DATE": "2026-01-01T00:00:00Z", "GIT_AUTHOR_DATE": "2026-01-01T00:00:00Z"}
FAILING = PASSING.replace("true", "exit 3")


def repository(root: Path, configuration: str) -> Repository:
    """What a runner checks out for a pull request: the merge of its head with its base."""
    where = Repository(root / "repository").write({"quality-gate.yml": configuration}).commit()
    where.git("checkout", "-q", "-b", "feature")
    where.write({"a.txt": "a"}).commit()
    where.git("checkout", "-q", "--detach", "main")
    where.git("merge", "-q", "--no-ff", "-m", "merge", "feature", env=AUTHOR)
    return where


def judged(where: Repository, github: FakeGitHub, event: str, payload: Any, **more: str) -> Ran:
    path = where.root.parent / "event.json"
    path.write_text(json.dumps(payload), encoding="utf-8")
    token = more.pop("token", "good")
    variables = {
        "GITHUB_ACTIONS": "true",
        "GITHUB_EVENT_NAME": event,
        "GITHUB_EVENT_PATH": str(path),
        "GITHUB_OUTPUT": str(where.root.parent / "output"),
        "GITHUB_STEP_SUMMARY": str(where.root.parent / "summary"),
        "GITHUB_RUN_ID": "12",
        "GITHUB_SERVER_URL": "https://github.example",
        "GITHUB_SHA": where.git("rev-parse", "HEAD"),
    }
    return where.gate("run", env={**variables, **environment(github, token), **more})


def pull(where: Repository, fork: bool = False) -> dict[str, Any]:
    theirs = "mallory/shop" if fork else REPOSITORY
    head = {"sha": where.git("rev-parse", "feature"), "ref": "feature", "repo": {"full_name": theirs}}
    base = {"sha": where.git("rev-parse", "main"), "ref": "main", "repo": {"full_name": REPOSITORY}}
    return {"pull_request": {"number": 5, "head": head, "base": base, "labels": []}}


@pytest.mark.parametrize(
    ("configuration", "code", "word"), [(PASSING, 0, "✅ READY"), (FAILING, 1, "❌ NOT READY")]
)
def test_a_pull_request_gets_its_comment(
    github: FakeGitHub, tmp_path: Path, configuration: str, code: int, word: str
) -> None:
    where = repository(tmp_path, configuration)

    done = judged(where, github, "pull_request", pull(where))

    assert done.code == code, done.said
    (comment,) = github.state.comments.values()
    assert comment["body"].splitlines()[1].startswith(f"## {word} — api")
    assert len(github.asked) <= 6
    assert "warning" not in done.err


def test_a_fork_gets_everything_but_the_comment(github: FakeGitHub, tmp_path: Path) -> None:
    where = repository(tmp_path, PASSING)

    done = judged(where, github, "pull_request", pull(where, fork=True), token="fork")

    assert done.code == 0, done.said
    assert github.state.comments == {}
    assert "notice: comment: the comment was not posted: this token lacks `pull-requests: write`" in done.err
    assert "READY" in (tmp_path / "summary").read_text(encoding="utf-8")


def test_an_unreachable_api_changes_nothing_unless_the_comment_is_required(
    github: FakeGitHub, tmp_path: Path
) -> None:
    github.trouble("GET", "comments", times=99, status=422, message="no")
    for name, publish, code in (("a", "comment", 0), ("b", "{name: comment, required: true}", 4)):
        where = repository(tmp_path / name, f"{PASSING}publish: [console, {publish}]\n")
        assert judged(where, github, "pull_request", pull(where)).code == code


def test_a_push_sets_what_was_asked_for(github: FakeGitHub, tmp_path: Path) -> None:
    where = repository(tmp_path, PASSING + "publish: [console, comment, status, check-run, deployment]\n")
    commit = where.git("rev-parse", "HEAD")
    payload = {"ref": "refs/heads/main", "before": where.git("rev-parse", "main"), "after": commit}

    done = judged(where, github, "push", payload)

    assert done.code == 0, done.said
    assert [one["state"] for one in github.state.statuses] == ["success"]
    assert [one["head_sha"] for one in github.state.checks.values()] == [commit]
    assert [one["state"] for one in github.state.deployment_statuses] == ["success"]
    assert github.state.comments == {}


def test_a_merge_queue_s_verdict_is_not_said_of_the_pull_request(github: FakeGitHub, tmp_path: Path) -> None:
    where = repository(tmp_path, PASSING + "publish: [console, comment, status]\n")
    commit = where.git("rev-parse", "HEAD")
    base = where.git("rev-parse", "main")
    head = f"refs/heads/gh-readonly-queue/main/pr-5-{base}"
    group = {"head_sha": commit, "head_ref": head, "base_ref": "refs/heads/main", "base_sha": base}

    done = judged(where, github, "merge_group", {"merge_group": group})

    assert done.code == 0, done.said

    assert github.state.comments == {}
    assert [one["sha"] for one in github.state.statuses] == [commit]


def test_the_default_branch_s_verdict_is_not_said_of_a_pull_request(
    github: FakeGitHub, tmp_path: Path
) -> None:
    where = repository(tmp_path, PASSING + "publish: [console, comment, status]\n")
    where.git("checkout", "-q", "main")

    done = judged(where, github, "pull_request_target", pull(where))

    assert done.err.count("was judged, and this event is about") == 2
    assert github.asked == []


@pytest.mark.parametrize("content", ["", "[]", "{", "[" * 100_000, '{"pull_request": 5}'])
def test_an_event_file_of_another_shape_is_no_trouble(
    github: FakeGitHub, tmp_path: Path, content: str
) -> None:
    where = repository(tmp_path, PASSING)
    (tmp_path / "odd.json").write_text(content, encoding="utf-8")
    odd = str(tmp_path / "odd.json")

    done = judged(where, github, "pull_request", {}, GITHUB_EVENT_PATH=odd)

    assert done.code in (0, 1), done.said
    assert "Traceback" not in done.err
    assert github.asked == []
