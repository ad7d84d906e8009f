"""Whatever goes wrong while publishing: one line tells it, the verdict stands, no comment is there twice."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from builders import report, ruling
from github.fake import FakeGitHub
from github.trouble import FORK, SECONDARY
from github_site import PULL, run, told, world
from quality_gate.model.outlet import Outlet
from quality_gate.model.verdict import Decision
from quality_gate.publishers.publish import publish

CALLS = {
    "list": ("GET", "issues/5/comments"),
    "viewer": ("POST", "graphql"),
    "add": ("POST", "issues/5/comments"),
    "change": ("PATCH", "issues/comments"),
    "read": ("GET", "issues/comments"),
    "remove": ("DELETE", "issues/comments"),
}
TROUBLES: dict[str, dict[str, Any]] = {
    "server broken": {"status": 502, "times": 99},
    "server broken once": {"status": 500},
    "connection dropped": {"dropped": True, "times": 99},
    "connection dropped once": {"dropped": True},
    "done, and the answer lost": {"dropped": True, "done": True},
    "done, and the answer broken": {"status": 504, "done": True},
    "half an answer": {"half": True, "times": 99},
    "no permission": {"status": 403, "message": FORK, "times": 99},
    "not there": {"status": 404, "message": "Not Found", "times": 99},
    "gone": {"status": 410, "message": "Gone", "times": 99},
    "refused": {"status": 422, "message": "Validation Failed", "times": 99},
    "limit for an hour": {
        "status": 403,
        "message": SECONDARY,
        "headers": {"retry-after": "3600"},
        "times": 99,
    },
    "limit for a moment": {"status": 429, "message": SECONDARY, "headers": {"retry-after": "2"}},
    "a page instead": {"status": 200, "body": b"<html>", "done": True, "times": 99},
    "nothing instead": {"status": 200, "body": b"", "done": True, "times": 99},
    "a list of nonsense": {"status": 200, "body": b'[1, null, {"id": "x"}]', "done": True, "times": 99},
    "an object of nonsense": {
        "status": 200,
        "body": b'{"data": 1, "id": null, "user": []}',
        "done": True,
        "times": 99,
    },
}


@pytest.mark.parametrize("trouble", TROUBLES)
@pytest.mark.parametrize("call", CALLS)
def test_it_is_told_and_harmless(github: FakeGitHub, tmp_path: Path, call: str, trouble: str) -> None:
    bad = report(Decision.NOT_READY, [ruling("stages.unit", "failed")], context=run(1))
    good = report(Decision.READY, [ruling("stages.unit")], context=run(2))
    if call != "add":
        publish(bad, [Outlet("comment")], world(tmp_path, github))
    if call == "remove":
        github.state.comment(5, "github-actions[bot]", next(iter(github.state.comments.values()))["body"])
    github.trouble(*CALLS[call], **TROUBLES[trouble])
    where = world(tmp_path, github)

    assert publish(good, [Outlet("comment"), Outlet("record", required=True)], where) == ()

    lines = told(where).splitlines()
    assert len(lines) <= 1
    assert all(line.startswith(("notice: comment: ", "warning: comment: ")) for line in lines)
    assert "bug" not in told(where)
    assert (tmp_path / "quality-gate" / "record.json").is_file()
    assert len(github.state.comments) <= (2 if call == "remove" else 1)
    if "once" in trouble or "lost" in trouble or "moment" in trouble:
        assert lines == []
        assert ["run=2 " in one["body"] for one in github.state.comments.values()] == [True]


def test_a_required_comment_that_cannot_be_posted_is_named(github: FakeGitHub, tmp_path: Path) -> None:
    github.trouble("GET", "comments", status=500, times=99)
    good = report(Decision.READY, [ruling("stages.unit")], context=PULL)

    assert publish(good, [Outlet("comment", required=True)], world(tmp_path, github)) == ("comment",)
