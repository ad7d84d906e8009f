"""The fake GitHub itself: it answers as GitHub's description says, and refuses what GitHub refuses."""

from __future__ import annotations

import base64
import subprocess
import sys
import urllib.request
from pathlib import Path
from typing import Any

import pytest

from github.fake import FakeGitHub
from github_site import HEAD, door
from quality_gate.world.github_answer import Refused

REPO = {"full_name": "acme/shop"}


def furnish(github: FakeGitHub) -> None:
    state = github.state
    state.comment(5, "somebody", "hello")
    side = {"sha": HEAD, "ref": "feature", "label": "acme:feature", "repo": REPO}
    state.pulls[5] = {"number": 5, "state": "open", "head": side, "base": {**side, "ref": "main"}}
    state.labels[5] = ["gate-change"]
    state.files[5] = [{"filename": "src/a.py", "status": "modified", "additions": 1}]
    state.contents["docs/a b.md", "main"] = "hello"
    state.compared["main...feature/x"] = {"status": "ahead", "ahead_by": 1, "commits": []}
    state.runs[9] = {"id": 9, "head_sha": HEAD, "event": "push"}
    state.jobs[9] = [{"id": 1, "run_id": 9, "name": "unit", "conclusion": "success", "status": "completed"}]
    state.artifacts[7] = {"id": 7, "name": "envelopes", "workflow_run": {"id": 9}, "expired": False}
    state.archives[7] = b"PK"
    state.storage = github.url


READ = {
    "/rate_limit": "rate",
    "issues/5/comments": "",
    "issues/5/labels": "",
    "pulls": "",
    "pulls/5": "head",
    "pulls/5/files": "",
    f"commits/{HEAD}/pulls": "",
    f"commits/{HEAD}/check-runs": "check_runs",
    f"commits/{HEAD}/statuses": "",
    "compare/main...feature%2Fx": "commits",
    "contents/docs/a%20b.md?ref=main": "content",
    "deployments": "",
    "actions/runs/9": "event",
    "actions/runs/9/jobs": "jobs",
    "actions/runs/9/artifacts": "artifacts",
    "actions/artifacts?name=envelopes": "artifacts",
    "rules/branches/main": "",
}


@pytest.mark.parametrize("path", READ)
def test_every_address_answers_as_described(github: FakeGitHub, path: str) -> None:
    furnish(github)
    found = door(github).get(path)

    assert READ[path] in found if READ[path] else isinstance(found, list)


def test_what_was_written_can_be_read(github: FakeGitHub) -> None:
    furnish(github)
    gate = door(github)
    body = {"name": "x", "head_sha": HEAD, "status": "completed", "conclusion": "success"}
    made = gate.post("check-runs", body)
    gate.post(f"statuses/{HEAD}", {"state": "success", "context": "x"})
    gate.post("deployments", {"ref": HEAD, "auto_merge": False, "required_contexts": []})

    assert gate.get(f"check-runs/{made['id']}")["name"] == "x"
    assert gate.get(f"check-runs/{made['id']}/annotations") == []
    assert len(gate.get(f"commits/{HEAD}/check-runs")["check_runs"]) == 1
    assert [one["context"] for one in gate.get(f"commits/{HEAD}/statuses")] == ["x"]
    assert [one["ref"] for one in gate.get("deployments", environment="staging")] == []
    assert gate.download("actions/artifacts/7/zip", 100) == b"PK"
    coded = gate.get("contents/docs%2Fa%20b.md", ref="main")["content"]
    assert base64.b64decode(coded) == b"hello"


@pytest.mark.parametrize(
    "path",
    [
        "pulls/6",
        "contents/nothing",
        "compare/a...b",
        "actions/runs/1",
        "actions/artifacts/1/zip",
        "check-runs/1",
    ],
)
def test_what_is_not_there_is_not_found(github: FakeGitHub, path: str) -> None:
    with pytest.raises(Refused, match="404: Not Found"):
        door(github).get(path)


ANNOTATION = {"path": "a", "start_line": 1, "end_line": 1, "annotation_level": "notice", "message": "m"}
CHECK = {"name": "x", "head_sha": HEAD}
TOO_MUCH: dict[str, tuple[str, dict[str, Any]]] = {
    "description": (f"statuses/{HEAD}", {"state": "success", "description": "x" * 141}),
    "state": (f"statuses/{HEAD}", {"state": "green"}),
    "unknown key": (f"statuses/{HEAD}", {"state": "success", "colour": "green"}),
    "body": ("issues/5/comments", {"body": "x" * 65_537}),
    "empty body": ("issues/5/comments", {"body": ""}),
    "annotations": (
        "check-runs",
        {**CHECK, "output": {"title": "t", "summary": "s", "annotations": [ANNOTATION] * 51}},
    ),
    "summary": ("check-runs", {**CHECK, "output": {"title": "t", "summary": "s" * 65_536}}),
    "no conclusion": ("check-runs", {**CHECK, "status": "completed"}),
}
OWN = ("description", "body", "empty body", "annotations")


@pytest.mark.parametrize("what", TOO_MUCH)
def test_what_github_refuses_is_refused(what: str) -> None:
    with FakeGitHub() as github:
        described = github.note == ""
        if described or what in OWN:
            with pytest.raises(Refused, match="422"):
                door(github).post(*TOO_MUCH[what])
        assert bool(github.wrong) is described


@pytest.mark.parametrize("what", OWN)
def test_without_the_description_the_limits_hold_all_the_same(what: str) -> None:
    with FakeGitHub(described=False) as github, pytest.raises(Refused, match="422"):
        door(github).post(*TOO_MUCH[what])


def test_what_is_nowhere_in_the_api_is_told() -> None:
    with FakeGitHub() as github:
        odd = ("teapots", "issues/5/comments?per_pages=3", "issues/5/comments?page=two")
        for path in odd[:1] if github.note else odd:
            with pytest.raises(Refused):
                door(github).get(path)
        assert len(github.wrong) == (1 if github.note else 3)


def test_served_by_itself_it_ends_by_itself() -> None:
    script = Path(__file__).with_name("fake.py")
    with subprocess.Popen([sys.executable, script, "1"], stdout=subprocess.PIPE, text=True) as served:
        assert served.stdout
        request = urllib.request.Request(
            served.stdout.readline().strip() + "/rate_limit", headers={"Authorization": "Bearer good"}
        )
        with urllib.request.urlopen(request, timeout=10) as answer:
            assert answer.status == 200
        assert served.wait(timeout=10) == 0
