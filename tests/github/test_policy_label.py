"""A weaker gate is accepted by the label that the pull request carries now, not by the one in the event."""

from __future__ import annotations

from pathlib import Path

import pytest

from github.fake import FakeGitHub
from github.test_whole_run import AUTHOR, PASSING, judged, pull
from repository import Repository

STRICT = PASSING + "todo: {password: {done: true}}\n"


def weakened(root: Path, configuration: str = STRICT) -> Repository:
    where = Repository(root / "repository").write({"quality-gate.yml": configuration}).commit()
    where.git("checkout", "-q", "-b", "feature")
    where.write({"quality-gate.yml": PASSING}).commit()
    where.git("checkout", "-q", "--detach", "main")
    where.git("merge", "-q", "--no-ff", "-m", "merge", "feature", env=AUTHOR)
    return where


@pytest.mark.parametrize(
    ("now", "then", "code", "status"),
    [
        ([], [], 1, "failed"),
        ([], [{"name": "gate-change"}], 1, "failed"),
        (["gate-change"], [], 0, "warned"),
        (["other"], [], 1, "failed"),
    ],
)
def test_the_label_of_now_decides(
    github: FakeGitHub, tmp_path: Path, now: list[str], then: list[dict[str, str]], code: int, status: str
) -> None:
    where = weakened(tmp_path)
    github.state.labels = {5: now}
    payload = pull(where)
    payload["pull_request"]["labels"] = then

    done = judged(where, github, "pull_request", payload)

    assert done.code == code, done.said
    assert done.ruling("policy")["status"] == status
    assert [spot["note"] for spot in done.ruling("policy")["spots"]] == ["todo.password: was deleted"]
    (comment,) = github.state.comments.values()
    assert "todo.password: was deleted" in comment["body"]
    assert len(github.asked) <= 6


@pytest.mark.parametrize(("label", "code"), [("gate-change", 1), ("reviewed", 0)])
def test_the_base_says_which_label_and_another_one_in_its_place_is_a_weakening(
    github: FakeGitHub, tmp_path: Path, label: str, code: int
) -> None:
    where = weakened(tmp_path, STRICT + "policy: {accept-label: reviewed}\n")
    github.state.labels = {5: [label]}

    done = judged(where, github, "pull_request", pull(where))

    assert done.code == code, done.said
    notes = [spot["note"] for spot in done.ruling("policy")["spots"]]
    assert "policy.accept-label: changed from reviewed to gate-change" in notes


def test_where_the_forge_cannot_be_asked_nothing_is_accepted(github: FakeGitHub, tmp_path: Path) -> None:
    where = weakened(tmp_path)
    github.state.labels = {5: ["gate-change"]}
    github.trouble("GET", "labels", times=99, status=403, message="Resource not accessible by integration")

    assert judged(where, github, "pull_request", pull(where)).ruling("policy")["status"] == "failed"
