"""Whole runs of a pull request that are compared with what the run of their base has left."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from github.fake import FakeGitHub
from github.test_whole_run import AUTHOR, judged, pull
from github_site import environment
from kept_site import OURS, packed
from repository import Ran, Repository, junit

GATE = """\
version: 1
name: api
stages:
  unit: {run: mkdir -p out && cp unit.xml out/, reports: out/unit.xml}
tests: {lost: 0}
"""
CHANGED = 'probes: {docs: {changed: "src/**", with: "docs/**"}}\n'


class Proposed:
    """main was judged, and left its folder; a pull request is merged with it and checked out."""

    def __init__(
        self, root: Path, github: FakeGitHub, gate: str = GATE, tests: str = "a b", changed: str = ""
    ) -> None:
        self.github = github
        github.state.storage = github.host
        self.repo = Repository(root / "repository")
        self.repo.write({"quality-gate.yml": gate, "unit.xml": junit("a", "b")}).commit()
        self.base = self.repo.git("rev-parse", "main")
        self.repo.git("checkout", "-q", "-b", "feature")
        own = {"quality-gate.yml": changed or gate}
        self.repo.write({"unit.xml": junit(*tests.split()), "new.txt": "x", **own}).commit()
        self.repo.git("checkout", "-q", "--detach", "main")
        self.repo.git("merge", "-q", "--no-ff", "-m", "merge", "feature", env=AUTHOR)
        self.merge = self.repo.git("rev-parse", "HEAD")

    def kept(self, **run: Any) -> Proposed:
        """As the run of a push to main leaves it: the whole folder."""
        self.repo.git("checkout", "-q", "main")
        assert self.repo.gate("run").code in (0, 1)
        folder = self.repo.root / "quality-gate"
        files = [path for path in folder.rglob("*") if path.is_file()]
        content = packed({path.relative_to(folder).as_posix(): path.read_bytes() for path in files})
        where = {"id": 123, "repository_id": OURS, "head_repository_id": OURS, "head_branch": "main"}
        one = {"id": 7, "name": "quality-gate", "size_in_bytes": len(content), "expired": False}
        self.github.state.artifacts[7] = {**one, "workflow_run": {**where, "head_sha": self.base, **run}}
        self.github.state.archives[7] = content
        self.repo.git("checkout", "-q", "--detach", self.merge)
        return self

    def judged(self, **more: str) -> Ran:
        return judged(self.repo, self.github, "pull_request", pull(self.repo), **more)

    @property
    def calls(self) -> list[str]:
        return [one for one in self.github.asked if "/archives/" not in one]


def test_a_lost_test_is_found_against_what_the_base_s_run_has_left(
    github: FakeGitHub, tmp_path: Path
) -> None:
    proposed = Proposed(tmp_path, github, tests="a").kept()
    done = proposed.judged()

    assert done.code == 1, done.said
    assert done.ruling("tests.lost")["status"] == "failed"
    assert [spot["note"] for spot in done.ruling("tests.lost")["spots"]] == ["t::b: gone"]
    told = [one for one in done.record["notices"] if one.startswith("base: ")]
    assert told == [f"base: {proposed.base[:7]}, 0 minutes old, from the artifact quality-gate of run 123"]
    (comment,) = github.state.comments.values()
    assert "from the artifact quality-gate of run 123" in comment["body"]


def test_a_gate_that_is_renamed_gets_away_from_its_base_only_with_leave(
    github: FakeGitHub, tmp_path: Path
) -> None:
    changed = GATE.replace("name: api", "name: app")
    done = Proposed(tmp_path, github, tests="a", changed=changed).kept().judged()

    assert done.code == 1, done.said
    assert done.ruling("tests.lost")["cause"] == "no-base"
    assert "holds only records of gate api, and this is gate app" in done.ruling("tests.lost")["reason"]
    assert [spot["note"] for spot in done.ruling("policy")["spots"]] == [
        "name: changed from api to app, of which no run has left a base"
    ]


def test_a_gate_that_is_renamed_and_compares_with_nothing_is_as_strict(
    github: FakeGitHub, tmp_path: Path
) -> None:
    gate = GATE.replace("lost: 0", "min-count: 1")
    done = Proposed(tmp_path, github, gate, changed=gate.replace("api", "app")).kept().judged()

    assert done.code == 0, done.said


def test_a_typical_verdict_takes_six_calls(github: FakeGitHub, tmp_path: Path) -> None:
    proposed = Proposed(tmp_path, github).kept()
    assert proposed.judged().code == 0
    github.seen.clear()
    done = proposed.judged(GITHUB_RUN_ID="13")  # and now the comment is there

    assert done.ruling("tests.lost")["status"] == "passed", done.said
    assert done.record["verdict"]["phrase"] == "READY"
    assert len(proposed.calls) == 6, proposed.calls


def test_without_a_rule_that_compares_nobody_is_asked(github: FakeGitHub, tmp_path: Path) -> None:
    proposed = Proposed(tmp_path, github, GATE.replace("lost: 0", "min-count: 1")).kept()
    done = proposed.judged()

    assert done.record["verdict"]["phrase"] == "READY"
    assert not [one for one in proposed.calls if "artifacts" in one]


@pytest.mark.parametrize(
    ("more", "code", "phrase"), [("", 0, "READY WITH WARNINGS"), ("base: required\n", 1, "NOT READY")]
)
def test_a_token_that_may_not_read_runs(
    github: FakeGitHub, tmp_path: Path, more: str, code: int, phrase: str
) -> None:
    proposed = Proposed(tmp_path, github, GATE + more).kept()
    message = "Resource not accessible by integration"
    github.trouble("GET", "actions/artifacts", status=403, message=message, times=9)
    done = proposed.judged()
    ruling = done.ruling("tests.lost")

    assert (done.code, done.record["verdict"]["phrase"]) == (code, phrase)
    assert (ruling["status"], ruling["cause"]) == ("unknown", "no-base")
    assert ruling["reason"].endswith("this token lacks `actions: read`")
    assert ruling["next"] == "give the job `permissions: {actions: read}`"


def test_a_fork_s_run_has_left_nothing_that_counts(github: FakeGitHub, tmp_path: Path) -> None:
    done = Proposed(tmp_path, github, tests="a").kept(head_repository_id=OURS + 1).judged()

    assert done.ruling("tests.lost")["cause"] == "no-base"
    assert done.ruling("tests.lost")["reason"].startswith("no run of this repository has left an artifact")


def test_a_fork_s_pull_request_is_compared_as_well(github: FakeGitHub, tmp_path: Path) -> None:
    """Its token only reads, and that is all it takes."""
    proposed = Proposed(tmp_path, github, tests="a").kept()
    done = judged(proposed.repo, github, "pull_request", pull(proposed.repo, fork=True), token="fork")

    assert done.ruling("tests.lost")["status"] == "failed"


def test_a_record_that_cannot_be_read_blocks(github: FakeGitHub, tmp_path: Path) -> None:
    proposed = Proposed(tmp_path, github).kept()
    github.state.archives[7] = packed({"record.json": "{"})
    done = proposed.judged()

    assert done.code == 1
    assert done.ruling("tests.lost")["cause"] == "unreadable"
    assert (
        "the artifact quality-gate of run 123 cannot be read as a base" in done.ruling("tests.lost")["reason"]
    )


def test_a_test_in_a_renamed_file_is_not_lost_although_nothing_else_asks_for_changes(
    github: FakeGitHub, tmp_path: Path
) -> None:
    proposed = Proposed(tmp_path, github)
    suite = '<testsuite name="s" tests="1"><testcase classname="{0}" name="x" file="{1}"/></testsuite>'
    proposed.repo.git("checkout", "-q", "main")
    proposed.repo.write({"tests/test_old.py": "def test():\n    pass\n" * 9})
    proposed.repo.write({"unit.xml": suite.format("tests.test_old", "tests/test_old.py")}).commit()
    proposed.base = proposed.repo.git("rev-parse", "main")
    proposed.kept()
    proposed.repo.git("checkout", "-q", "main")
    proposed.repo.git("mv", "tests/test_old.py", "tests/test_new.py")
    proposed.repo.write({"unit.xml": suite.format("tests.test_new", "tests/test_new.py")}).commit()
    payload = {
        "ref": "refs/heads/main",
        "before": proposed.base,
        "after": proposed.repo.git("rev-parse", "main"),
    }
    done = judged(proposed.repo, github, "push", payload)

    assert done.ruling("tests.lost")["got"] == "0 lost tests", done.said
    assert [ruling["rule"] for ruling in done.record["rulings"]] == ["stages.unit", "tests.lost"]


@pytest.mark.parametrize("more", ["", CHANGED])
def test_where_stages_run_nobody_looks_for_a_base(github: FakeGitHub, tmp_path: Path, more: str) -> None:
    """Also where a probe asks for changes, and where a token lies about in the environment."""
    proposed = Proposed(tmp_path, github, GATE + more, tests="a").kept()
    event = tmp_path / "event.json"
    event.write_text(json.dumps(pull(proposed.repo)), encoding="utf-8")
    variables = {
        "GITHUB_ACTIONS": "true",
        "GITHUB_EVENT_NAME": "pull_request",
        "GITHUB_EVENT_PATH": str(event),
        "GITHUB_OUTPUT": str(tmp_path / "output"),
        "GITHUB_SHA": proposed.repo.git("rev-parse", "HEAD"),
    }
    with_token = {**variables, **environment(github)}

    assert proposed.repo.gate("run", "--no-verdict", env=with_token).code == 0
    assert github.asked == []
    done = proposed.repo.gate("conclude", env=with_token)
    assert done.ruling("tests.lost")["status"] == "failed", done.said


def test_the_command_says_which_base_from_where_and_how_old(github: FakeGitHub, tmp_path: Path) -> None:
    proposed = Proposed(tmp_path, github).kept()
    event = tmp_path / "event.json"
    event.write_text(json.dumps(pull(proposed.repo)), encoding="utf-8")
    inside = {
        "GITHUB_EVENT_NAME": "pull_request",
        "GITHUB_EVENT_PATH": str(event),
        "GITHUB_SHA": proposed.repo.git("rev-parse", "HEAD"),
        **environment(github),
    }
    done = proposed.repo.gate("base", env=inside)
    value = json.loads(proposed.repo.gate("base", "--format", "json", env=inside).out)

    assert done.code == 0, done.said
    words = " ".join(done.out.split())
    assert words.startswith(
        f"base: {proposed.base[:7]}, 0 minutes old, from the artifact quality-gate of run 123"
    )
    assert words.endswith("it is asked for by tests.lost")
    assert value["base"]["commit"] == proposed.base
    assert value["base"]["tree"] == proposed.repo.git("rev-parse", "main^{tree}")
    assert (value["base"]["from"], value["base"]["relation"]) == ("the artifact quality-gate of run 123", "")
    assert (value["rules"], value["required"], value["cause"]) == (["tests.lost"], False, None)


def test_coverage_by_itself_asks_nobody(github: FakeGitHub, tmp_path: Path) -> None:
    proposed = Proposed(tmp_path, github).kept()
    proposed.repo.gate(
        "coverage", "--check", env={"GITHUB_EVENT_NAME": "pull_request", **environment(github)}
    )

    assert github.asked == []
