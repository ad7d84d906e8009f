"""Check run, commit status and deployment on the fake GitHub: about the right commit, within the limits."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from builders import report, ruling, spot
from github.fake import FakeGitHub
from github.state import Token
from github_site import HEAD, MERGE, PULL, run, slept, told, world
from quality_gate.model.context import Context
from quality_gate.model.outlet import Outlet
from quality_gate.model.report import Report
from quality_gate.model.subject import Subject
from quality_gate.model.verdict import Decision, Ruling
from quality_gate.publishers.deployment import Deployment
from quality_gate.publishers.publish import publish

PUSH = replace(PULL, event="push", subject=Subject(commit=MERGE))


def failing(count: int) -> list[Ruling]:
    spots = tuple(spot(f"src/file{number}.py:{number + 1}", f"wrong {number}") for number in range(count))
    return [ruling("stages.unit", "failed", got="exit 1", spots=spots)]


def bad(count: int = 1, context: Context = PULL) -> Report:
    return report(Decision.NOT_READY, failing(count), context=context)


def good(context: Context = PULL, **parts: Any) -> Report:
    return report(parts.pop("decision", Decision.READY), [ruling("stages.unit")], context=context, **parts)


def say(one: Report, name: str, root: Path, github: FakeGitHub, **settings: Any) -> str:
    where = world(root, github, token=settings.pop("token", "good"))
    outlet = Outlet(name, settings=Deployment(**settings) if settings else None)
    assert publish(one, [outlet], where) == ()
    return told(where)


def test_a_check_run_tells_the_verdict_of_the_head(github: FakeGitHub, tmp_path: Path) -> None:
    assert say(bad(2), "check-run", tmp_path, github) == ""

    ((number, made),) = github.state.checks.items()
    assert (made["name"], made["head_sha"]) == ("Quality Gate: api", HEAD)
    assert (made["status"], made["conclusion"]) == ("completed", "failure")
    assert made["output"]["title"] == "NOT READY: 1 of 1 required rule does not hold."
    assert made["output"]["summary"].startswith("## ❌ NOT READY")
    assert [one["path"] for one in github.state.annotations[number]] == ["src/file0.py", "src/file1.py"]
    assert github.state.annotations[number][1] == {
        "path": "src/file1.py",
        "start_line": 2,
        "end_line": 2,
        "annotation_level": "failure",
        "title": "stages.unit",
        "message": "wrong 1\nexit 1",
    }


@pytest.mark.parametrize(("count", "calls"), [(0, 1), (50, 1), (51, 2), (120, 3), (1000, 6)])
def test_annotations_go_in_batches(github: FakeGitHub, tmp_path: Path, count: int, calls: int) -> None:
    where = world(tmp_path, github)

    assert publish(bad(count), [Outlet("check-run", required=True)], where) == ()

    assert len(github.asked) == calls
    assert [len(found) for found in github.state.annotations.values()] == [
        min(count, 299 if count > 300 else 300)
    ]
    assert slept(where) == [1] * (calls - 1)


def test_a_check_run_whose_answer_was_lost_is_not_made_twice(github: FakeGitHub, tmp_path: Path) -> None:
    github.trouble("POST", "check-runs", dropped=True, done=True)

    assert say(bad(60), "check-run", tmp_path, github) == ""

    assert [len(found) for found in github.state.annotations.values()] == [60]


def test_a_check_run_that_is_cut_off_keeps_its_conclusion(github: FakeGitHub, tmp_path: Path) -> None:
    github.trouble("PATCH", "check-runs", times=9, status=502)

    assert "answered 502, 4 times" in say(bad(60), "check-run", tmp_path, github)

    assert [one["conclusion"] for one in github.state.checks.values()] == ["failure"]


@pytest.mark.parametrize("name", ["check-run", "status", "deployment"])
@pytest.mark.parametrize(
    ("one", "outcome"),
    [
        (good(PUSH), "success"),
        (good(PUSH, decision=Decision.READY_WITH_WARNINGS), "success"),
        (bad(1, PUSH), "failure"),
    ],
)
def test_all_of_them_say_what_the_exit_code_says(
    github: FakeGitHub, tmp_path: Path, name: str, one: Report, outcome: str
) -> None:
    assert say(one, name, tmp_path, github) == ""

    state = github.state
    found = [check["conclusion"] for check in state.checks.values()]
    found += [status["state"] for status in (*state.statuses, *state.deployment_statuses)]
    assert found == [outcome]
    commits = [check["head_sha"] for check in state.checks.values()]
    commits += [status["sha"] for status in (*state.statuses, *state.deployments.values())]
    assert commits == [MERGE]


@pytest.mark.parametrize("name", ["check-run", "status"])
def test_a_part_does_not_speak_in_the_name_of_the_whole(
    github: FakeGitHub, tmp_path: Path, name: str
) -> None:
    context = replace(PULL, folder="services/api")
    say(good(context, decision=Decision.PASSED, scope="partial: unit"), name, tmp_path, github)

    names = [one["name"] for one in github.state.checks.values()]
    names += [one["context"] for one in github.state.statuses]
    assert names == ["Quality Gate: api (services/api, partial: unit)"]


def test_a_status_keeps_to_140_characters(github: FakeGitHub, tmp_path: Path) -> None:
    long = report(Decision.NOT_READY, reason="no rule was evaluated " * 20, scope="s" * 300, context=PULL)

    assert say(long, "status", tmp_path, github) == ""

    (status,) = github.state.statuses
    assert len(status["description"]) <= 140
    assert status["target_url"] == PULL.run_url


def test_a_deployment_is_reported_without_touching_anything_else(github: FakeGitHub, tmp_path: Path) -> None:
    for number in (1, 2):
        assert say(bad(1, run(number)), "deployment", tmp_path, github, environment="staging") == ""

    assert [one["environment"] for one in github.state.deployments.values()] == ["staging"]
    assert [one["state"] for one in github.state.deployment_statuses] == ["failure", "failure"]
    assert [one["auto_inactive"] for one in github.state.deployment_statuses] == [False, False]
    (made,) = [one.body for one in github.seen if one.said == "POST /deployments"]
    assert (made["auto_merge"], made["required_contexts"]) == (False, [])


def test_a_deployment_that_merges_is_told(github: FakeGitHub, tmp_path: Path) -> None:
    said = say(good(), "deployment", tmp_path, github, auto_merge=True)
    assert said.startswith("warning: deployment: no deployment was made: Auto-merged main")

    said = say(good(), "deployment", tmp_path, github, required_contexts=("build",))
    assert "GitHub answered 409: Conflict" in said


def test_a_partial_run_is_no_deployment(github: FakeGitHub, tmp_path: Path) -> None:
    said = say(good(decision=Decision.PASSED, scope="quick"), "deployment", tmp_path, github)

    assert said == "notice: deployment: this run decides nothing, so nothing was said\n"
    assert github.asked == []


@pytest.mark.parametrize(
    ("name", "permission"), [("check-run", "checks"), ("status", "statuses"), ("deployment", "deployments")]
)
def test_a_missing_permission_is_a_notice_that_names_it(
    github: FakeGitHub, tmp_path: Path, name: str, permission: str
) -> None:
    said = say(good(), name, tmp_path, github, token="fork")

    assert said.startswith(f"notice: {name}: the ")
    assert (
        f"this token lacks `{permission}: write`; give the job `permissions: {{{permission}: write}}`" in said
    )


def test_a_person_s_token_cannot_make_check_runs(github: FakeGitHub, tmp_path: Path) -> None:
    github.state.tokens["good"] = Token(login="octo", app=False, bot=False)

    assert "403: You must authenticate via a GitHub App." in say(good(), "check-run", tmp_path, github)


@pytest.mark.parametrize("name", ["check-run", "status", "deployment"])
def test_without_a_commit_or_for_another_one_nothing_is_said(
    github: FakeGitHub, tmp_path: Path, name: str
) -> None:
    assert say(good(replace(PULL, subject=Subject())), name, tmp_path, github) == ""
    assert say(good(), name, tmp_path, github, token="") == ""
    target = replace(PULL, event="pull_request_target", subject=replace(PULL.subject, merge=""))

    said = say(good(target), name, tmp_path, github)

    assert said.startswith(f"warning: {name}: {MERGE[:7]} was judged, and this event is about {HEAD[:7]}")
    assert github.asked == []


def test_a_checkout_without_git_is_the_event_s_commit(github: FakeGitHub, tmp_path: Path) -> None:
    say(good(replace(PULL, commit="")), "status", tmp_path, github)

    assert [one["sha"] for one in github.state.statuses] == [HEAD]
