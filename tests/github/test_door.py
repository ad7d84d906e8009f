"""The door to GitHub in all weathers: limits, pages, broken connections, other hosts; no test waits."""

from __future__ import annotations

import os
import subprocess
import sys
from fractions import Fraction
from pathlib import Path

import pytest

from github.fake import FakeGitHub
from github.state import REPOSITORY
from github.trouble import FORK, SECONDARY
from github_site import HurriedClock, door, environment
from quality_gate.model.errors import CannotWork
from quality_gate.world.environment import Environment
from quality_gate.world.github import GitHub, github_of, quoted
from quality_gate.world.github_answer import Refused, Unreachable
from quality_gate.world.github_wire import Wire

COMMENTS = "issues/5/comments"
BODY = {"body": "hello"}


def test_a_limit_that_says_how_long_is_waited_for(github: FakeGitHub) -> None:
    clock = HurriedClock()
    github.trouble("GET", "comments", status=403, message=SECONDARY, headers={"retry-after": "7"})
    github.trouble("GET", "comments", status=429, headers={"retry-after": "3"})

    assert door(github, clock).get(COMMENTS) == []

    assert clock.slept == [7, 3]


def test_the_primary_limit_is_waited_for_until_it_is_over(github: FakeGitHub) -> None:
    clock = HurriedClock()
    spent = {"x-ratelimit-remaining": "0", "x-ratelimit-reset": str(clock.epoch() + 40)}
    github.trouble("GET", "comments", status=403, message="API rate limit exceeded", headers=spent)

    door(github, clock).get(COMMENTS)

    assert clock.slept == [41]


@pytest.mark.parametrize(
    "headers",
    [{"retry-after": "3600"}, {"x-ratelimit-remaining": "0", "x-ratelimit-reset": "1795190000"}],
)
def test_a_limit_that_lasts_is_given_up_at_once(github: FakeGitHub, headers: dict[str, str]) -> None:
    clock = HurriedClock()
    github.trouble("GET", "comments", status=429, message="wait", headers=headers)

    with pytest.raises(Refused, match="GitHub answered 429: wait"):
        door(github, clock).get(COMMENTS)

    assert clock.slept == []


def test_a_secondary_limit_without_a_time_is_a_minute(github: FakeGitHub) -> None:
    clock = HurriedClock()
    github.trouble("GET", "comments", times=2, status=403, message=SECONDARY)

    with pytest.raises(Refused, match="secondary rate limit"):
        door(github, clock).get(COMMENTS)

    assert clock.slept == [60]


def test_a_plain_no_is_no(github: FakeGitHub) -> None:
    clock = HurriedClock()
    github.trouble("GET", "comments", status=403, message=FORK)
    github.trouble("GET", "comments", status=404, message="Not Found")

    gate = door(github, clock)
    with pytest.raises(Refused) as refused:
        gate.get(COMMENTS)
    assert refused.value.not_permitted
    with pytest.raises(Refused) as refused:
        gate.get(COMMENTS)
    assert (refused.value.status, refused.value.not_permitted, clock.slept) == (404, False, [])


def test_a_broken_server_is_asked_again(github: FakeGitHub) -> None:
    clock = HurriedClock()
    github.trouble("GET", "comments", status=502)
    github.trouble("GET", "comments", dropped=True)
    github.trouble("GET", "comments", half=True)

    assert door(github, clock).get(COMMENTS) == []

    assert clock.slept == [1, 2, 4]


def test_a_server_that_stays_away_is_asked_four_times_and_then_once(github: FakeGitHub) -> None:
    clock = HurriedClock()
    github.trouble("GET", "", times=99, dropped=True)
    gate = door(github, clock)

    with pytest.raises(
        Unreachable, match=r"http://127.0.0.1:\d+ cannot be reached \(ConnectionError\), 4 times"
    ):
        gate.get(COMMENTS)
    with pytest.raises(Unreachable, match="1 times"):
        gate.get("/rate_limit")

    assert (len(github.asked), clock.slept) == (5, [1, 2, 4])


def test_nobody_waits_three_minutes(github: FakeGitHub) -> None:
    clock = HurriedClock()
    github.trouble("GET", "comments", times=99, status=429, headers={"retry-after": "80"})

    with pytest.raises(Refused):
        door(github, clock).get(COMMENTS)

    assert clock.slept == [80, 80]


def test_a_write_whose_answer_was_lost_is_looked_for_first(github: FakeGitHub) -> None:
    github.trouble("POST", "comments", dropped=True, done=True)
    gate = door(github)

    made = gate.post(COMMENTS, BODY, lambda: next(iter(gate.get(COMMENTS)), None))

    assert made["body"] == "hello"
    assert len(github.state.comments) == 1


@pytest.mark.parametrize("how", [{"dropped": True}, {"status": 503}])
def test_a_write_that_was_not_done_is_done_again(github: FakeGitHub, how: dict[str, int]) -> None:
    github.trouble("POST", "comments", **how)
    gate = door(github)

    gate.post(COMMENTS, BODY, lambda: next(iter(gate.get(COMMENTS)), None))

    assert github.asked == [f"{method} /{COMMENTS}" for method in ("POST", "GET", "POST")]
    assert len(github.state.comments) == 1


def test_writes_keep_a_second_apart(github: FakeGitHub) -> None:
    clock = HurriedClock()
    gate = door(github, clock)
    for _ in range(3):
        gate.post(COMMENTS, BODY)

    assert clock.slept == [1, 1]


def test_pages_are_followed_and_have_an_end(github: FakeGitHub) -> None:
    github.page = 1
    for number in range(40):
        github.state.comment(5, "somebody", str(number))

    assert [one["body"] for one in door(github).pages(COMMENTS)] == [str(number) for number in range(30)]


def test_the_token_follows_no_page_to_another_host(github: FakeGitHub) -> None:
    github.page = 1
    for number in range(2):
        github.state.comment(5, "somebody", str(number))
    with FakeGitHub() as other:
        github.foreign_next = other.url
        with pytest.raises(Unreachable, match="another host"):
            list(door(github).pages(COMMENTS))

        assert other.seen == []


@pytest.mark.parametrize(
    "url",
    [
        "https://api.github.com.evil.example/x",
        "https://api.github.com@evil.example/x",
        "https://evil.example\\@api.github.com/x",
        "http://api.github.com/x",
        "https://api.github.com:8443/x",
        "//api.github.com/x",
        "https://api.github.com:x/",
        "",
    ],
)
def test_only_the_api_s_own_address_is_at_home(url: str) -> None:
    wire = Wire("https://api.github.com", "good", HurriedClock())

    assert wire.at_home("https://api.github.com/x?page=2")
    assert wire.at_home("https://api.github.com:443/x")
    assert not wire.at_home(url)
    assert not Wire("https://host:port", "good", HurriedClock()).at_home(url)


def test_a_download_leads_elsewhere_without_the_token(github: FakeGitHub) -> None:
    with FakeGitHub() as storage:
        github.state.storage = storage.url
        github.state.archives[7] = storage.state.archives[7] = b"PK" + bytes(1000)
        assert door(github).download("actions/artifacts/7/zip", 2000) == b"PK" + bytes(1000)

        (seen,) = storage.seen
        assert "authorization" not in seen.headers
        with pytest.raises(Unreachable, match="larger than"):
            door(github).download("actions/artifacts/7/zip", 1000)


@pytest.mark.parametrize("status", [301, 302, 307, 308])
def test_a_renamed_repository_is_followed_with_the_same_write(github: FakeGitHub, status: int) -> None:
    there = f"/repos/{REPOSITORY}/{COMMENTS}"
    github.trouble("POST", "old/name", status=status, headers={"location": there})
    gate = GitHub(base=github.url, repository="old/name", token="good", clock=HurriedClock())

    assert gate.post(COMMENTS, BODY)["body"] == "hello"


def test_no_write_leads_to_another_host_and_no_circle_has_no_end(github: FakeGitHub) -> None:
    github.trouble("POST", "comments", status=307, headers={"location": "https://evil.example/x"})
    github.trouble(
        "GET", "comments", times=99, status=302, headers={"location": f"/repos/{REPOSITORY}/{COMMENTS}"}
    )
    for ask in (lambda: door(github).post(COMMENTS, BODY), lambda: door(github).get(COMMENTS)):
        with pytest.raises(Unreachable):
            ask()


def test_what_is_not_json_is_told(github: FakeGitHub) -> None:
    github.trouble(
        "GET", "comments", times=2, status=200, body=b"<html>Log in to the proxy</html>", done=True
    )

    with pytest.raises(Unreachable, match="not JSON"):
        door(github).get(COMMENTS)
    github.trouble("GET", "rate_limit", status=400, body=b"[" * 100_000, done=True)
    with pytest.raises(Refused, match="400: without a reason"):
        door(github).get("/rate_limit")


def test_an_answer_that_drips_has_an_end(github: FakeGitHub) -> None:
    class Late(HurriedClock):
        """Every look at the clock costs a minute."""

        def monotonic(self) -> Fraction:
            self.slept.append(Fraction(61))
            return sum(self.slept, Fraction(0))

    github.state.comment(5, "somebody", "x" * 1000)

    with pytest.raises(Unreachable, match="TimeoutError"):
        door(github, Late()).get(COMMENTS)


def test_a_slow_answer_is_waited_for(github: FakeGitHub) -> None:
    github.trouble("GET", "comments", seconds=0.3)

    assert door(github).get(COMMENTS) == []


def test_our_own_token_is_never_part_of_a_text(github: FakeGitHub) -> None:
    github.state.tokens["s3cret-t0ken"] = github.state.tokens["good"]
    made = door(github, token="s3cret-t0ken").post(COMMENTS, {"body": "leaked: s3cret-t0ken!"})

    assert made["body"] == "leaked: ***!"


def test_an_enterprise_server_has_its_api_below_a_folder() -> None:
    with FakeGitHub(prefix="/api/v3") as server:
        gate = GitHub(base=server.url, repository=REPOSITORY, token="good", clock=HurriedClock())
        assert gate.get(COMMENTS) == []
        assert gate.graphql("query { viewer { login } }") == {"viewer": {"login": "github-actions[bot]"}}

        assert server.wrong == []
        assert server.asked[-1] == "POST /api/graphql"


@pytest.mark.parametrize(
    ("variables", "token"),
    [
        ({"INPUT_TOKEN": "one", "QUALITY_GATE_TOKEN": "two", "GITHUB_TOKEN": "three"}, "one"),
        ({"INPUT_TOKEN": "", "QUALITY_GATE_TOKEN": " two\n", "GITHUB_TOKEN": "three"}, "two"),
        ({"GITHUB_TOKEN": "three"}, "three"),
    ],
)
def test_the_first_token_that_is_there_is_used(
    github: FakeGitHub, variables: dict[str, str], token: str
) -> None:
    github.state.tokens = {token: github.state.tokens["good"]}
    found = github_of(Environment({**environment(github), "INPUT_TOKEN": "", **variables}), HurriedClock())

    assert found is not None
    assert found.get(COMMENTS) == []


@pytest.mark.parametrize(
    "lacking", [{"INPUT_TOKEN": ""}, {"GITHUB_REPOSITORY": ""}, {"GITHUB_REPOSITORY": "a/../b"}]
)
def test_without_token_or_repository_there_is_no_door(github: FakeGitHub, lacking: dict[str, str]) -> None:
    assert github_of(Environment({**environment(github), **lacking}), HurriedClock()) is None


def test_without_an_address_it_is_the_public_one() -> None:
    found = github_of(Environment({"GITHUB_REPOSITORY": "a/b", "GITHUB_TOKEN": "x"}), HurriedClock())

    assert found is not None
    assert found.base == "https://api.github.com"


@pytest.mark.parametrize(
    "base",
    ["nonsense", "http://", "http://127.0.0.1:1", "ftp://127.0.0.1", "https://host:port", "https://[x"],
)
def test_an_address_that_is_none_is_told(base: str) -> None:
    gate = GitHub(base=base, repository=REPOSITORY, token="good", clock=HurriedClock())

    with pytest.raises(CannotWork, match="cannot be reached"):
        gate.get(COMMENTS)


def test_a_netrc_does_not_change_who_we_are(github: FakeGitHub, tmp_path: Path) -> None:
    netrc = tmp_path / ".netrc"
    netrc.write_text("machine 127.0.0.1 login somebody password else\n", encoding="utf-8")
    netrc.chmod(0o600)
    script = (
        "from quality_gate.world.clock import Clock;from quality_gate.world.environment import Environment;"
        "from quality_gate.world.github import github_of;"
        f"print(github_of(Environment(), Clock()).get({COMMENTS!r}))"
    )
    done = subprocess.run(
        [sys.executable, "-c", script],
        env={
            **{name: value for name, value in os.environ.items() if name.startswith("COVERAGE_")},
            **environment(github),
            "HOME": str(tmp_path),
            "NETRC": str(netrc),
            "HTTP_PROXY": "http://127.0.0.1:9",
            "PYTHONPATH": str(Path(__file__).resolve().parents[2] / "src"),
        },
        capture_output=True,
        text=True,
        check=False,
    )

    assert (done.stdout, done.stderr) == ("[]\n", "")


def test_a_part_of_a_path_holds_no_slash() -> None:
    assert quoted("feature/a b#1?x") == "feature%2Fa%20b%231%3Fx"
