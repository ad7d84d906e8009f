"""The comment on a pull request of the fake GitHub: one for each gate, up to date, and nobody else's."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from builders import report, ruling
from github.fake import FakeGitHub
from github.state import Token
from github_site import PULL, SUBJECT, run, slept, told, world
from quality_gate.model.context import Context
from quality_gate.model.outlet import Outlet
from quality_gate.model.report import Report
from quality_gate.model.verdict import Decision
from quality_gate.publishers.comment import Comment
from quality_gate.publishers.publish import publish

COMMENTS = "/issues/5/comments"


def good(context: Context = PULL) -> Report:
    return report(Decision.READY, [ruling("stages.unit")], context=context)


def bad(context: Context = PULL, rule: str = "stages.unit") -> Report:
    return report(Decision.NOT_READY, [ruling(rule, "failed", got="exit 1")], context=context)


def outlet(**settings: Any) -> list[Outlet]:
    return [Outlet("comment", required=True, settings=Comment(**settings))]


def bodies(github: FakeGitHub) -> list[str]:
    return [one["body"] for one in github.state.comments.values()]


def test_the_first_verdict_is_posted(github: FakeGitHub, tmp_path: Path) -> None:
    where = world(tmp_path, github)

    assert publish(bad(), [Outlet("comment", required=True)], where) == ()

    (body,) = bodies(github)
    assert body.splitlines()[0].startswith("<!-- quality-gate key=")
    assert body.splitlines()[1].startswith("## ❌ NOT READY")
    assert github.asked == [f"GET {COMMENTS}", f"POST {COMMENTS}", f"GET {COMMENTS}"]
    assert (told(where), slept(where)) == ("", [])


def test_a_later_run_brings_it_up_to_date(github: FakeGitHub, tmp_path: Path) -> None:
    publish(bad(run(1)), outlet(), world(tmp_path, github))
    github.state.comment(5, "somebody", "Looks fine to me.")
    number = next(iter(github.state.comments))
    before = len(github.asked)

    assert publish(good(run(2)), outlet(), world(tmp_path, github)) == ()

    assert [body.splitlines()[-1] == "Looks fine to me." for body in bodies(github)] == [False, True]
    assert "## ✅ READY" in github.state.comments[number]["body"]
    one = f"/issues/comments/{number}"
    assert github.asked[before:] == [f"GET {COMMENTS}", "POST /graphql", f"PATCH {one}", f"GET {one}"]


def test_each_gate_and_each_part_of_one_has_its_own(github: FakeGitHub, tmp_path: Path) -> None:
    for context in (PULL, replace(PULL, gate="web"), replace(PULL, folder="services/api")):
        publish(bad(context), outlet(), world(tmp_path, github))
    part = report(Decision.PASSED, [ruling("stages.unit")], scope="partial: unit", context=PULL)
    publish(part, outlet(), world(tmp_path, github))

    assert len(github.state.comments) == 4
    publish(good(), outlet(), world(tmp_path, github))
    assert len(github.state.comments) == 4
    assert sum("PASSED (partial: unit)" in body for body in bodies(github)) == 1


@pytest.mark.parametrize(("late", "early"), [(run(7), run(6)), (run(7, 2), run(7, 1))])
def test_an_older_run_changes_nothing(
    github: FakeGitHub, tmp_path: Path, late: Context, early: Context
) -> None:
    publish(bad(late), outlet(), world(tmp_path, github))
    where = world(tmp_path, github)

    assert publish(good(early), outlet(), where) == ()

    (body,) = bodies(github)
    assert "NOT READY" in body
    assert told(where) == (
        f"notice: comment: left as it is: run 7, attempt {late.attempt} is newer than this one\n"
    )


def test_runs_without_numbers_are_never_older(github: FakeGitHub, tmp_path: Path) -> None:
    publish(bad(run(7)), outlet(), world(tmp_path, github))

    publish(good(replace(PULL, run="build-12")), outlet(), world(tmp_path, github))

    assert "## ✅ READY" in bodies(github)[0]


def test_all_pages_are_looked_through(github: FakeGitHub, tmp_path: Path) -> None:
    github.page = 2
    for number in range(5):
        github.state.comment(5, "somebody", f"comment {number}")
    publish(bad(run(1)), outlet(), world(tmp_path, github))
    publish(good(run(2)), outlet(), world(tmp_path, github))

    assert len(github.state.comments) == 6
    assert "## ✅ READY" in bodies(github)[-1]


def test_a_foreign_comment_with_our_marker_stays_what_it_is(github: FakeGitHub, tmp_path: Path) -> None:
    publish(bad(run(1)), outlet(), world(tmp_path, github))
    stolen = bodies(github)[0].replace("NOT READY", "READY")
    github.state.comments.clear()
    github.state.comment(5, "mallory", stolen)
    github.state.comment(5, "github-actions[bot]", "look:\n" + stolen)

    publish(good(run(2)), outlet(), world(tmp_path, github))

    assert bodies(github)[:2] == [stolen, "look:\n" + stolen]
    assert len(github.state.comments) == 3


@pytest.mark.parametrize(
    ("token", "graphql"),
    [
        (Token(), False),
        (Token(login="release-app[bot]"), True),
        (Token(login="release-app[bot]"), False),
        (Token(login="octo", app=False, bot=False), True),
        (Token(login="octo", app=False, bot=False), False),
    ],
)
def test_whoever_we_are_we_find_ourselves(
    github: FakeGitHub, tmp_path: Path, token: Token, graphql: bool
) -> None:
    github.state.tokens["good"] = token
    github.state.graphql = graphql
    for number in (1, 2, 3):
        assert publish(bad(run(number)), outlet(), world(tmp_path, github)) == ()

    assert [one["user"]["login"] for one in github.state.comments.values()] == [token.login]
    assert "run=3 " in bodies(github)[0]


@pytest.mark.parametrize("number", [1, 3])
def test_two_runs_at_once_leave_one_comment_with_the_newer_words(
    github: FakeGitHub, tmp_path: Path, number: int
) -> None:
    def other_run() -> None:
        publish(bad(run(2)), outlet(), world(tmp_path, github))

    github.trouble("POST", COMMENTS, first=other_run)

    assert publish(good(run(number)), outlet(), world(tmp_path, github)) == ()

    (body,) = bodies(github)
    assert ("run=2 " if number == 1 else "run=3 ") in body


def test_two_runs_at_once_and_ours_is_the_first_comment(github: FakeGitHub, tmp_path: Path) -> None:
    def other_run() -> None:
        publish(bad(run(2)), outlet(), world(tmp_path, github))

    github.trouble("GET", COMMENTS, after=1, first=other_run)

    publish(good(run(1)), outlet(), world(tmp_path, github))

    assert ["run=2 " in body for body in bodies(github)] == [True]


def test_an_older_run_that_spoke_in_between_is_overwritten(github: FakeGitHub, tmp_path: Path) -> None:
    publish(bad(run(1)), outlet(), world(tmp_path, github))
    (comment,) = github.state.comments.values()
    old = comment["body"]
    github.trouble("GET", r"/issues/comments/\d+$", first=lambda: comment.update(body=old))

    publish(good(run(3)), outlet(), world(tmp_path, github))

    assert "run=3 " in bodies(github)[0]


def test_what_cut_off_runs_left_is_cleared_away(github: FakeGitHub, tmp_path: Path) -> None:
    publish(bad(run(1)), outlet(), world(tmp_path, github))
    for _ in range(7):
        github.state.comment(5, "github-actions[bot]", bodies(github)[0])

    publish(good(run(2)), outlet(), world(tmp_path, github))

    assert len(github.state.comments) == 3
    assert "run=2 " in bodies(github)[0]


def test_a_comment_that_somebody_deletes_meanwhile_is_posted_again(
    github: FakeGitHub, tmp_path: Path
) -> None:
    publish(bad(run(1)), outlet(), world(tmp_path, github))
    github.trouble("PATCH", "comments", first=github.state.comments.clear)

    publish(good(run(2)), outlet(), world(tmp_path, github))

    assert "run=2 " in bodies(github)[0]
    github.trouble("GET", r"/issues/comments/\d+$", first=github.state.comments.clear)
    assert publish(good(run(3)), outlet(), world(tmp_path, github)) == ()


def test_not_ready_begins_only_with_bad_news(github: FakeGitHub, tmp_path: Path) -> None:
    def say(one: Report) -> list[str]:
        assert publish(one, outlet(when="not-ready"), world(tmp_path, github)) == ()
        return [body.splitlines()[1].split(" — ")[0] for body in bodies(github)]

    assert say(good(run(1))) == []
    assert say(bad(run(2))) == ["## ❌ NOT READY"]
    assert say(good(run(3))) == ["## ✅ READY"]


def test_change_speaks_only_of_news(github: FakeGitHub, tmp_path: Path) -> None:
    def say(one: Report) -> tuple[str, str]:
        assert publish(one, outlet(when="change"), world(tmp_path, github)) == ()
        (body,) = bodies(github)
        return body.split(" run=")[1].split()[0], body.split("[run ")[1].split("]")[0]

    assert [say(good(run(1))), say(good(run(3)))] == [("1", "1"), ("3", "1")]
    assert say(bad(run(2))) == ("3", "1")  # it started before the one that had nothing new to say
    assert [say(bad(run(4))), say(bad(run(5)))] == [("4", "4"), ("5", "4")]
    assert say(bad(run(6), rule="coverage.total")) == ("6", "6")


@pytest.mark.parametrize(
    "context",
    [
        replace(PULL, subject=replace(SUBJECT, pull_request=None)),
        replace(PULL, event="push"),
        replace(PULL, event="merge_group"),
        replace(PULL, event=""),
    ],
)
def test_outside_a_pull_request_nothing_is_asked(
    github: FakeGitHub, tmp_path: Path, context: Context
) -> None:
    assert publish(bad(context), outlet(), world(tmp_path, github)) == ()
    assert github.asked == []


def test_without_a_token_nothing_is_asked(github: FakeGitHub, tmp_path: Path) -> None:
    where = world(tmp_path, github, token="")

    assert publish(bad(), outlet(), where) == ()
    assert (github.asked, told(where)) == ([], "")


def test_another_commit_s_verdict_is_not_posted(github: FakeGitHub, tmp_path: Path) -> None:
    where = world(tmp_path, github)

    assert publish(good(replace(PULL, commit="c3" * 20)), outlet(), where) == ("comment",)
    assert github.asked == []
    assert told(where).startswith("warning: comment: c3c3c3c was judged, and this event is about a1a1a1a")


@pytest.mark.parametrize(
    ("fork", "remedy"),
    [
        (True, "the token of a pull request from a fork only reads; the job summary says it all"),
        (False, "give the job `permissions: {pull-requests: write}`; the job summary says it all"),
    ],
)
def test_a_token_that_only_reads_is_an_ordinary_notice(
    github: FakeGitHub, tmp_path: Path, fork: bool, remedy: str
) -> None:
    where = world(tmp_path, github, token="fork")
    context = replace(PULL, subject=replace(SUBJECT, fork=fork))

    assert publish(bad(context), [Outlet("comment")], where) == ()

    said = "the comment was not posted: this token lacks `pull-requests: write`"
    assert told(where) == f"notice: comment: {said}; {remedy}\n"
    assert slept(where) == []
    assert publish(bad(context), outlet(), world(tmp_path, github, token="fork")) == ("comment",)


def test_a_locked_conversation_is_told_in_github_s_words(github: FakeGitHub, tmp_path: Path) -> None:
    github.state.locked.add(5)
    where = world(tmp_path, github)

    assert publish(bad(), outlet(), where) == ("comment",)
    assert "403: Unable to create comment because issue is locked." in told(where)


def test_a_token_that_is_not_valid_is_told(github: FakeGitHub, tmp_path: Path) -> None:
    where = world(tmp_path, github, token="stale")

    assert publish(bad(), outlet(), where) == ("comment",)
    assert told(where) == "warning: comment: GitHub answered 401: Bad credentials\n"
