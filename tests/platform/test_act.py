"""The example workflows, run by an independent runner against the fake GitHub: what a user would see."""

from __future__ import annotations

import io
import json
import re
import shutil
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from act_site import ROOT, WRITES, Done, act, witnessed
from github.fake import FakeGitHub
from github.state import REPOSITORY, Token
from repository import Repository, junit

FORK = "mallory/shop"
READS = "ghs_0123456789abcdefghijklmnopqrstuvwx"
AUTHOR = {"GIT_COMMITTER_DATE": "2026-01-01T00:00:00Z", "GIT_AUTHOR_DATE": "2026-01-01T00:00:00Z"}
CONFIGURATION = """\
version: 1
name: shop
stages:
  unit:
    run: echo '::set-output name=handed-over::forged'; mkdir -p out && cp given.xml out/unit.xml
    reports: out/unit.xml
tests: {pass-rate: 100}
"""


@pytest.fixture
def github() -> Iterator[FakeGitHub]:
    with FakeGitHub() as fake:
        fake.state.storage = fake.host
        # Long enough to be found nowhere else: whatever looks like the token is masked.
        fake.state.tokens = {WRITES: Token(), READS: Token(writes=frozenset())}
        yield fake
    assert fake.wrong == []


def example(name: str) -> str:
    return (ROOT / "examples" / "workflows" / name).read_text(encoding="utf-8")


def shop(root: Path, workflow: str, cases: str = junit("a", "b")) -> Repository:
    """A pull request's merge is checked out, as GitHub makes it; `main` and `feature` are there, too."""
    files = {
        "quality-gate.yml": CONFIGURATION,
        "given.xml": junit("a"),
        "build.sh": "true\n",
        ".github/workflows/gate.yml": witnessed(workflow, "gate", root / "witness"),
    }
    repository = Repository(root / "shop").write(files).commit()
    repository.git("remote", "add", "origin", f"https://github.com/{REPOSITORY}")
    repository.git("checkout", "-q", "-b", "feature")
    repository.write({"given.xml": cases}).commit()
    repository.git("checkout", "-q", "main")
    repository.git("checkout", "-q", "-b", "merged")
    repository.git("merge", "-q", "--no-ff", "-m", "merge", "feature", env=AUTHOR)
    return repository


def commit(repository: Repository, name: str) -> str:
    return repository.git("rev-parse", name)


def pull_request(repository: Repository, head: str = REPOSITORY) -> dict[str, Any]:
    sides = {
        side: {"sha": commit(repository, ref), "ref": ref, "repo": {"full_name": full_name}}
        for side, ref, full_name in (("head", "feature", head), ("base", "main", REPOSITORY))
    }
    return {"action": "opened", "number": 5, "pull_request": {"number": 5, "labels": [], **sides}}


def same_everywhere(done: Done) -> None:
    """The page of the run, the file, and the outputs tell one story; nobody has forged another."""
    assert done.outputs["record"] == "quality-gate/record.json"
    assert done.outputs["report"] == "quality-gate/report.md"
    assert done.summary == done.report.strip()
    assert f"{done.outputs['verdict']} — shop" in done.report.splitlines()[0]
    assert not [line for line in done.log.splitlines() if "⚙" in line and "forged" in line]


def test_a_passing_pull_request(github: FakeGitHub, tmp_path: Path) -> None:
    repository = shop(tmp_path, example("pull-request.yml"))

    done = act(repository, github, "pull_request", pull_request(repository))

    assert done.code == 0, done.log
    assert done.gate["outcome"] == "success"
    assert done.outputs == {
        **done.outputs,
        "verdict": "READY",
        "ready": "true",
        "tests": "2/2",
        "failed-rules": "",
    }
    same_everywhere(done)
    (comment,) = github.state.comments.values()
    assert comment["issue_url"].endswith("/issues/5")
    assert comment["body"].splitlines()[1].startswith("## ✅ READY — shop")
    record = json.loads((done.uploaded / "quality-gate" / "record.json").read_text(encoding="utf-8"))
    assert record["subject"]["commit"] == commit(repository, "merged")
    assert {one["rule"]: one["status"] for one in record["rulings"]}["handed-over"] == "passed"
    assert len(github.asked) <= 6


def test_a_failing_pull_request_sets_its_outputs_too(github: FakeGitHub, tmp_path: Path) -> None:
    repository = shop(tmp_path, example("pull-request.yml"), junit("a", "b!"))

    done = act(repository, github, "pull_request", pull_request(repository))

    assert done.code == 1, done.log
    assert done.gate["outcome"] == "failure"
    assert done.outputs["verdict"] == "NOT READY" and done.outputs["ready"] == "false"
    assert done.outputs["tests"] == "1/2" and done.outputs["failed-rules"] == "stages.unit,tests.pass-rate"
    same_everywhere(done)
    (comment,) = github.state.comments.values()
    assert comment["body"].splitlines()[1].startswith("## ❌ NOT READY — shop")
    assert (done.uploaded / "quality-gate" / "envelopes" / "unit" / "envelope.json").exists()


def test_the_workflow_that_the_readme_shows(github: FakeGitHub, tmp_path: Path) -> None:
    (readme,) = re.findall(
        r"```yaml\n(name: gate\n.*?)```", (ROOT / "README.md").read_text(encoding="utf-8"), re.DOTALL
    )
    repository = shop(tmp_path, readme)

    done = act(repository, github, "pull_request", pull_request(repository))

    assert done.code == 0, done.log
    assert done.outputs["verdict"] == "READY"
    assert len(github.state.comments) == 1


@pytest.mark.parametrize(
    ("cases", "verdict", "then"),
    [
        (junit("a", "b"), "READY", "☑️ PASSED (reported by code of a fork)"),
        (junit("a", "b!"), "NOT READY", "❌ FAILED (reported by code of a fork)"),
    ],
)
def test_a_fork_and_then_its_companion(
    github: FakeGitHub, tmp_path: Path, cases: str, verdict: str, then: str
) -> None:
    """The fork's token only reads: everything but the comment, which the workflow behind it posts."""
    theirs = shop(tmp_path / "fork", example("pull-request.yml"), cases)

    done = act(theirs, github, "pull_request", pull_request(theirs, FORK), token=READS)

    assert done.code == int(verdict != "READY"), done.log
    assert done.outputs["verdict"] == verdict
    same_everywhere(done)
    assert "notice: comment: the comment was not posted" in done.log
    assert github.state.comments == {}

    ours = companion(theirs, tmp_path / "companion")
    artifact(github, done.uploaded / "quality-gate")
    head = {"sha": commit(theirs, "feature"), "ref": "feature", "label": "x", "repo": {"full_name": FORK}}
    base = {"ref": "main", "sha": commit(theirs, "main")}
    github.state.pulls = {5: {"number": 5, "state": "open", "head": head, "base": base}}
    run = {
        "id": 1,
        "run_attempt": 1,
        "event": "pull_request",
        "conclusion": "success",
        "pull_requests": [],
        "head_sha": head["sha"],
        "head_branch": "feature",
        "head_repository": {"full_name": FORK},
    }
    followed = act(ours, github, "workflow_run", {"action": "completed", "workflow_run": run})

    assert followed.code == 0, followed.log  # whatever the verdict: it is not the default branch's
    assert followed.outputs["verdict"] == then.partition(" ")[2]
    assert followed.outputs["ready"] == "false"
    (comment,) = github.state.comments.values()
    assert comment["issue_url"].endswith("/issues/5")
    assert comment["body"].splitlines()[1].startswith(f"## {then} — shop")


def companion(theirs: Repository, root: Path) -> Repository:
    """The default branch with the companion's workflow; git has the fork's commits at hand."""
    root.mkdir()
    shutil.copytree(theirs.root, root / "shop")
    ours = Repository(root / "shop")
    theirs.git("update-ref", "refs/pull/5/merge", "merged")
    ours.git("config", f"url.file://{theirs.root}.insteadOf", f"https://github.com/{REPOSITORY}")
    ours.git("checkout", "-q", "main")
    workflow = witnessed(example("fork-companion.yml"), "comment", root / "witness")
    return ours.write({".github/workflows/gate.yml": workflow}).commit()


def artifact(github: FakeGitHub, folder: Path) -> None:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for path in folder.rglob("*"):
            archive.write(path, path.relative_to(folder))
    one = {"id": 7, "name": "quality-gate", "expired": False, "workflow_run": {"id": 1}}
    github.state.artifacts[7] = {**one, "size_in_bytes": len(stream.getvalue())}
    github.state.archives[7] = stream.getvalue()


@pytest.mark.parametrize(("build", "verdict"), [("true\n", "READY"), ("exit 1\n", "NOT READY")])
def test_a_push_to_a_release_branch(github: FakeGitHub, tmp_path: Path, build: str, verdict: str) -> None:
    repository = shop(tmp_path, example("release-branch.yml"))
    repository.write({"build.sh": build}).commit()
    repository.git("branch", "-q", "-M", "main")
    after = commit(repository, "HEAD")
    payload = {"ref": "refs/heads/main", "before": commit(repository, "HEAD~1"), "after": after}

    done = act(repository, github, "push", payload)

    assert done.code == int(verdict != "READY"), done.log
    assert done.outputs["verdict"] == verdict
    assert done.outputs["failed-rules"] == ("" if verdict == "READY" else "needs.build")
    same_everywhere(done)
    assert ("here you deploy" in done.log) == (verdict == "READY")
    assert github.asked == []


def test_a_merge_queue(github: FakeGitHub, tmp_path: Path) -> None:
    repository = shop(tmp_path, example("release-branch.yml"))
    base = commit(repository, "main")
    group = {
        "head_sha": commit(repository, "HEAD"),
        "head_ref": f"refs/heads/gh-readonly-queue/main/pr-5-{base}",
        "base_ref": "refs/heads/main",
        "base_sha": base,
    }

    done = act(repository, github, "merge_group", {"action": "checks_requested", "merge_group": group})

    assert done.code == 0, done.log
    assert done.outputs["verdict"] == "READY"
    same_everywhere(done)
    assert "here you deploy" not in done.log
    assert github.state.comments == {}


def test_a_forks_stages_are_not_run_under_a_privileged_event(github: FakeGitHub, tmp_path: Path) -> None:
    careless = example("pull-request.yml").replace("  pull_request:", "  pull_request_target:")
    repository = shop(tmp_path, careless)

    done = act(repository, github, "pull_request_target", pull_request(repository, FORK))

    assert done.code == 1, done.log
    assert "no stage is run: under `pull_request_target` a fork's code could take" in done.log
    assert done.outputs["ready"] == "false" and "handed-over" in done.outputs["failed-rules"]
    assert not (done.uploaded / "quality-gate" / "envelopes").exists()
    assert github.state.comments == {}


PLAN = """\
name: plan
on: [push]
jobs:
  gate:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@v6
      - id: gate
        uses: org/quality-gate@v1
        with: {command: plan}
      - run: mkdir -p quality-gate
"""


def test_a_matrix_for_other_jobs(github: FakeGitHub, tmp_path: Path) -> None:
    repository = shop(tmp_path, PLAN)

    done = act(repository, github, "push", {"ref": "refs/heads/merged"})

    assert done.code == 0, done.log
    assert [leg["stage"] for leg in json.loads(done.outputs["matrix"])["include"]] == ["unit"]
    assert "verdict" not in done.outputs or done.outputs["verdict"] == ""
