"""The workflow that follows a fork's: it judges what that run left, and speaks where the fork cannot."""

from __future__ import annotations

import io
import json
import re
import zipfile
from pathlib import Path
from typing import Any

import pytest

from github.fake import FakeGitHub
from github.state import REPOSITORY
from github_site import environment
from hostile import NAMES
from kept_site import packed, record
from rendered import page
from repository import Ran, Repository, junit, lcov

FORK = "mallory/shop"
RUN = 77
AUTHOR = {"GIT_COMMITTER_DATE": "2026-01-01T00:00:00Z", "GIT_AUTHOR_DATE": "2026-01-01T00:00:00Z"}
CONFIGURATION = """\
version: 1
name: api
stages:
  unit:
    run: mkdir -p out && cp given/* out/
    reports: [out/unit.xml, out/lcov.info]
coverage: {groups: {all: {paths: "src/**", lines: 100}}}
"""
FILES = {
    "quality-gate.yml": CONFIGURATION,
    "src/a.py": "a = 1\n",
    "given/unit.xml": junit("a", "b"),
    "given/lcov.info": lcov({"src/a.py": "+"}),
}
ADDED = {"src/new.py": "n = 1\n", "given/lcov.info": lcov({"src/a.py": "+", "src/new.py": "+"})}


class Followed:
    """A fork's pull request whose run is over, and a checkout of the default branch beside it."""

    def __init__(self, root: Path, github: FakeGitHub, added: dict[str, str], *, head: bool = False) -> None:
        self.root, self.github = root, github
        self.there = Repository(root / "shop").write(FILES).commit()
        self.there.git("checkout", "-q", "-b", "feature")
        self.there.write(added).commit()
        self.head = self.there.git("rev-parse", "HEAD")
        if not head:
            self.there.git("checkout", "-q", "--detach", "main")
            self.there.git("merge", "-q", "--no-ff", "-m", "merge", "feature", env=AUTHOR)
        self.commit = self.there.git("rev-parse", "HEAD")
        self.there.git("update-ref", "refs/pull/5/merge", "HEAD")
        self.here = Repository(root / "here")
        self.here.git("remote", "add", "origin", f"file://{self.there.root}")
        self.here.git("fetch", "-q", "--depth=1", "origin", "main")
        self.here.git("checkout", "-q", "-f", "-B", "main", "FETCH_HEAD")
        github.state.storage = github.host
        github.state.pulls = {5: pull(5, self.head, self.there.git("rev-parse", "main"))}

    def tested(self, run: int = RUN) -> Followed:
        """The fork's own run, with nothing but its own words in the artifact."""
        done = self.there.gate("run", "--no-verdict", env={"GITHUB_RUN_ID": str(run)})
        assert done.code == 0, done.said
        folder = self.there.root / "quality-gate"
        self.leave(
            {
                path.relative_to(folder).as_posix(): path.read_bytes()
                for path in folder.rglob("*")
                if path.is_file()
            }
        )
        return self

    def leave(self, files: dict[str, bytes]) -> None:
        stream = io.BytesIO()
        with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, content in files.items():
                archive.writestr(name, content)
        self.artifact(stream.getvalue())

    def artifact(self, content: bytes, **more: Any) -> None:
        number = self.github.state.next()
        one = {
            "id": number,
            "name": "quality-gate",
            "size_in_bytes": len(content),
            "expired": False,
            "workflow_run": {"id": RUN},
        }
        self.github.state.artifacts[number] = {**one, **more}
        self.github.state.archives[number] = content

    def judged(self, *words: str, token: str = "good", **changes: Any) -> Ran:
        run = {
            "id": RUN,
            "run_attempt": 1,
            "event": "pull_request",
            "head_sha": self.head,
            "head_branch": "feature",
            "head_repository": {"full_name": FORK},
            "pull_requests": [],
            **changes,
        }
        event = self.root / "event.json"
        payload = {"workflow_run": run, "repository": {"full_name": REPOSITORY}}
        event.write_text(json.dumps(payload), encoding="utf-8")
        variables = {
            "GITHUB_ACTIONS": "true",
            "GITHUB_EVENT_NAME": "workflow_run",
            "GITHUB_EVENT_PATH": str(event),
            "GITHUB_OUTPUT": str(self.root / "output"),
            "GITHUB_STEP_SUMMARY": str(self.root / "summary"),
            "GITHUB_RUN_ID": "900",
            "GITHUB_SERVER_URL": "https://github.example",
            "GITHUB_SHA": self.here.git("rev-parse", "HEAD"),
            "RUNNER_TEMP": str(self.root),
        }
        return self.here.gate(
            "conclude", "--followed", *words, env={**variables, **environment(self.github, token)}
        )

    @property
    def comment(self) -> str:
        (found,) = self.github.state.comments.values()
        assert found["issue_url"].endswith("/issues/5")
        return str(found["body"])


def pull(number: int, head: str, base: str = "") -> dict[str, Any]:
    where = {"sha": head, "ref": "feature", "label": "x", "repo": {"full_name": FORK}}
    return {"number": number, "state": "open", "head": where, "base": {"ref": "main", "sha": base}}


def test_a_fork_gets_its_comment_and_no_clearance(github: FakeGitHub, tmp_path: Path) -> None:
    followed = Followed(tmp_path, github, ADDED).tested()

    done = followed.judged()

    assert done.code == 0, done.said
    lines = followed.comment.splitlines()
    assert lines[1].startswith("## ☑️ PASSED (reported by code of a fork) — api")
    assert f"commit={followed.head} run={RUN} attempt=1 " in lines[0]
    assert f"https://github.example/{REPOSITORY}/actions/runs/{RUN}/attempts/1" in followed.comment
    assert done.record["verdict"]["ready"] is False
    assert done.record["subject"]["commit"] == followed.commit
    assert len([one for one in github.asked if "/archives/" not in one]) <= 6  # the store is not the API


def test_files_that_only_the_pull_request_has_are_known_and_never_checked_out(
    github: FakeGitHub, tmp_path: Path
) -> None:
    uncovered = {**ADDED, "given/lcov.info": lcov({"src/a.py": "+", "src/new.py": "-"})}
    followed = Followed(tmp_path, github, uncovered).tested()

    done = followed.judged()

    assert done.code == 1
    assert done.ruling("coverage.groups.all.lines")["spots"][0]["path"] == "src/new.py"
    assert not (followed.here.root / "src" / "new.py").exists()
    assert followed.here.git("status", "--porcelain") == ""


def test_a_head_that_was_tested_without_a_merge_will_do(github: FakeGitHub, tmp_path: Path) -> None:
    followed = Followed(tmp_path, github, ADDED, head=True).tested()

    done = followed.judged()

    assert done.ruling("stages.unit")["status"] == "passed"
    assert done.record["subject"]["commit"] == followed.head


def test_a_change_of_the_configuration_is_judged_by_the_default_branch_s_and_told(
    github: FakeGitHub, tmp_path: Path
) -> None:
    weaker = CONFIGURATION.replace("lines: 100", "lines: 10").replace("cp given/* out/", "cp given/* ./out/")
    uncovered = {"quality-gate.yml": weaker, "given/lcov.info": lcov({"src/a.py": "-"})}
    followed = Followed(tmp_path, github, uncovered).tested()

    done = followed.judged()

    assert done.code == 1
    assert "0 %, expected ≥ 100 %" in done.out
    assert done.ruling("policy")["status"] == "failed"
    assert "it was judged by the one that is checked out here" in followed.comment
    assert "stage unit ran another command than the one that is configured here" in followed.comment


def test_the_label_of_the_pull_request_is_asked_for(github: FakeGitHub, tmp_path: Path) -> None:
    weaker = {"quality-gate.yml": CONFIGURATION.replace("lines: 100", "lines: 10")}
    followed = Followed(tmp_path, github, weaker).tested()
    github.state.labels = {5: ["gate-change"]}

    assert followed.judged().ruling("policy")["status"] == "warned"


def test_a_configuration_that_cannot_be_read_is_no_floor_and_no_traceback(
    github: FakeGitHub, tmp_path: Path
) -> None:
    followed = Followed(tmp_path, github, ADDED).tested()
    broken = Followed(tmp_path / "broken", github, {"quality-gate.yml": "version: 1\nstages: [\n"})
    github.state.pulls = {5: pull(5, broken.head, broken.there.git("rev-parse", "main"))}
    broken.leave(_claimed(followed, broken.commit))

    done = broken.judged()

    assert done.code == 1, done.said
    assert "in this change" in done.ruling("policy")["reason"]


def _claimed(followed: Followed, commit: str) -> dict[str, bytes]:
    """Their artifact, with another commit written into the envelopes."""
    content = next(iter(followed.github.state.archives.values()))
    followed.github.state.archives.clear()
    followed.github.state.artifacts.clear()
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {
            name: archive.read(name).replace(followed.commit.encode(), commit.encode())
            for name in archive.namelist()
        }


def test_a_merge_that_github_did_not_make_hides_nothing(github: FakeGitHub, tmp_path: Path) -> None:
    weaker = {"quality-gate.yml": CONFIGURATION.replace("lines: 100", "lines: 10")}
    followed = Followed(tmp_path, github, weaker).tested()
    there = followed.there
    tree = there.git("rev-parse", "main^{tree}")  # as if nothing had been changed
    forged = there.git("commit-tree", tree, "-p", "main", "-p", followed.head, "-m", "x", env=AUTHOR)
    followed.leave(_claimed(followed, forged))

    done = followed.judged()

    assert done.ruling("stages.unit")["status"] == "passed"  # that much they may claim
    assert done.ruling("policy")["status"] == "failed"


def test_where_the_target_has_moved_on_the_head_is_looked_at(github: FakeGitHub, tmp_path: Path) -> None:
    added = {**ADDED, "quality-gate.yml": CONFIGURATION.replace("version: 1", "version: 1  # so it is")}
    followed = Followed(tmp_path, github, added).tested()
    followed.there.git("update-ref", "refs/pull/5/merge", "main")

    done = followed.judged()

    assert done.code == 0, done.said
    assert done.ruling("policy")["status"] == "passed"
    assert done.record["subject"]["commit"] == followed.commit


def test_without_a_pull_request_nobody_is_told(github: FakeGitHub, tmp_path: Path) -> None:
    followed = Followed(tmp_path, github, ADDED).tested()
    github.state.pulls = {}

    done = followed.judged()

    assert done.code in (0, 1) and "Traceback" not in done.err
    assert github.state.comments == {}


def test_envelopes_of_a_commit_that_is_no_merge_of_the_head_say_nothing(
    github: FakeGitHub, tmp_path: Path
) -> None:
    followed = Followed(tmp_path, github, ADDED).tested()
    followed.leave(_claimed(followed, followed.there.git("rev-parse", "main")))

    done = followed.judged()

    assert done.code == 1
    assert done.ruling("stages.unit")["cause"] == "stale"


@pytest.mark.parametrize("changes", [{"id": RUN, "run_attempt": 1}, {"run": 78}])
def test_envelopes_of_another_run_say_nothing(
    github: FakeGitHub, tmp_path: Path, changes: dict[str, int]
) -> None:
    followed = Followed(tmp_path, github, ADDED).tested(changes.get("run", RUN))

    assert followed.judged().code == int("run" in changes)


def test_of_several_attempts_the_newest_artifact_is_taken_and_dead_ones_are_not(
    github: FakeGitHub, tmp_path: Path
) -> None:
    followed = Followed(tmp_path, github, ADDED)
    followed.artifact(b"nothing")
    followed.tested()
    followed.artifact(b"nothing", expired=True)

    assert followed.judged().code == 0


def test_the_artifact_may_have_another_name_and_folders_around_its_envelopes(
    github: FakeGitHub, tmp_path: Path
) -> None:
    followed = Followed(tmp_path, github, ADDED).tested()
    files = _claimed(followed, followed.commit)
    followed.leave({f"gate-envelope-unit-1/{name}": content for name, content in files.items()})
    (one,) = github.state.artifacts.values()
    one["name"] = "gate-evidence"

    assert followed.judged().code == 3
    assert followed.judged("--artifact", "gate-evidence").code == 0


def test_probes_are_not_looked_at_from_here(github: FakeGitHub, tmp_path: Path) -> None:
    probed = f'{CONFIGURATION}probes: {{docs: {{inventory: {{file: tools.txt}}, names: "*{{item}}*"}}}}\n'
    followed = Followed(tmp_path, github, {**ADDED, "tools.txt": "t\n", "quality-gate.yml": probed}).tested()
    followed.here.write({"quality-gate.yml": probed, "tools.txt": "t\n"})
    assert followed.judged().ruling("probes.docs")["status"] == "passed"

    files = _claimed(followed, followed.commit)
    followed.leave({name: content for name, content in files.items() if "sightings" not in name})
    ruling = followed.judged().ruling("probes.docs")
    assert (ruling["status"], ruling["cause"]) == ("unknown", "not-run")


def test_an_archive_that_means_harm_is_refused_as_a_whole(github: FakeGitHub, tmp_path: Path) -> None:
    followed = Followed(tmp_path, github, ADDED)
    followed.leave({"../envelope.json": b"{}"})

    done = followed.judged()

    assert done.code == 3
    assert "leads out of it" in done.err
    assert github.state.comments == {}
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith("tmp")] == []


def test_a_broken_archive_is_refused(github: FakeGitHub, tmp_path: Path) -> None:
    followed = Followed(tmp_path, github, ADDED)
    followed.artifact(b"PK\x05\x06" + b"\xff" * 18)

    done = followed.judged()

    assert done.code == 3 and "no archive that can be read" in done.err


def test_a_report_that_is_a_database_is_not_opened(github: FakeGitHub, tmp_path: Path) -> None:
    followed = Followed(tmp_path, github, {**ADDED, "given/lcov.info": "SQLite format 3\0"}).tested()

    done = followed.judged()

    assert done.code == 1
    assert "it is a database" in done.err
    assert done.ruling("stages.unit")["status"] == "unknown"


def test_files_that_no_envelope_names_stay_where_they_are(github: FakeGitHub, tmp_path: Path) -> None:
    followed = Followed(tmp_path, github, ADDED).tested()
    files = _claimed(followed, followed.commit)
    followed.leave({**files, "envelopes/unit/planted.py": b"x", "odd/envelope.json": b"[]"})

    done = followed.judged()

    assert done.code == 0, done.said
    assert "not used: odd/envelope.json: it is not an object" in done.err


def test_nothing_in_their_envelopes_comes_alive(github: FakeGitHub, tmp_path: Path) -> None:
    followed = Followed(tmp_path, github, ADDED).tested()
    files = _claimed(followed, followed.commit)
    name = "envelopes/unit/envelope.json"
    honest = json.loads(files[name])
    nasty = "\n".join(text.encode("utf-8", "replace").decode() for text in NAMES)
    said = {"command": nasty, "tail": [nasty], "notes": nasty.split("\n"), "started": nasty}
    attempt = {**honest["attempts"][0], "exit_code": 3, "reason": nasty, "signal": nasty}
    report = {"path": nasty, "freshness": "unreadable", "note": nasty, "stored": "", "sha256": "", "size": 0}
    envelope = {**honest, **said, "attempts": [attempt], "reports": [*honest["reports"], report]}
    other = {**envelope, "shard": 2, "shards": 9, "variant": {nasty: nasty}}
    files = {**files, name: json.dumps(envelope).encode(), "more/envelope.json": json.dumps(other).encode()}
    followed.leave(files)

    done = followed.judged()

    assert done.code == 1 and "Traceback" not in done.err, done.said
    assert "forged" in followed.comment and "evil" in followed.comment
    found = page(followed.comment)
    assert found.alive == [] and found.unbalanced == []
    assert all(link.startswith("https://github.example/") for link in found.links)
    assert [remark.split()[0] for remark in found.remarks] == ["quality-gate"]
    assert "img" not in found.tags
    lines = re.split(r"[\r\n]", done.said)
    assert not [
        line for line in lines if re.match(r"\s*::(?!warning |error |notice )", line) or "##[" in line
    ]


@pytest.mark.parametrize(
    ("changes", "said"),
    [({"id": "77"}, "does not say which run"), ({"run_attempt": None}, "does not say which run")],
)
def test_an_event_without_a_run_is_no_run(
    github: FakeGitHub, tmp_path: Path, changes: dict[str, Any], said: str
) -> None:
    done = Followed(tmp_path, github, ADDED).judged(**changes)

    assert done.code == 3 and said in done.err


def test_without_an_artifact_there_is_no_verdict(github: FakeGitHub, tmp_path: Path) -> None:
    done = Followed(tmp_path, github, ADDED).judged()

    assert done.code == 3
    assert "run 77 left no artifact `quality-gate`" in done.err


def test_an_artifact_that_claims_to_be_huge_is_not_fetched(github: FakeGitHub, tmp_path: Path) -> None:
    followed = Followed(tmp_path, github, ADDED)
    followed.artifact(b"x", size_in_bytes=1 << 40)

    done = followed.judged()

    assert done.code == 3 and "larger than 64 MiB" in done.err
    assert not [one for one in github.asked if one.endswith("/zip")]


def test_a_token_that_may_not_read_runs_is_told_so(github: FakeGitHub, tmp_path: Path) -> None:
    github.trouble("GET", "artifacts", status=403, message="Resource not accessible by integration")

    done = Followed(tmp_path, github, ADDED).judged()

    assert done.code == 3 and "`permissions: {actions: read}`" in done.err


def test_it_says_where_it_belongs(github: FakeGitHub, tmp_path: Path) -> None:
    followed = Followed(tmp_path, github, ADDED)
    for words in (("--seal", "x"), (".",)):
        assert followed.judged(*words).code == 2
    assert followed.here.gate("conclude", "--followed").code == 2
    assert followed.judged(token="").code == 3


def test_a_fork_s_run_is_compared_with_what_the_base_s_own_run_has_left(
    github: FakeGitHub, tmp_path: Path
) -> None:
    gate = f"{CONFIGURATION}tests: {{lost: 0}}\n"
    followed = Followed(tmp_path, github, {**ADDED, "quality-gate.yml": gate}).tested()
    followed.here.write({"quality-gate.yml": gate})
    base = followed.there.git("rev-parse", "main")
    # Under the same name, with the same commit: once of a fork's run, once of our own.
    for own, names in ((False, "a b forged"), (True, "a b gone")):
        run = {"id": 80 + own, "repository_id": 1, "head_repository_id": int(own), "head_sha": base}
        followed.artifact(packed({"record.json": record(base, names=names)}), workflow_run=run)
    done = followed.judged()

    assert done.code == 1, done.said
    assert [spot["note"] for spot in done.ruling("tests.lost")["spots"]] == ["t::gone: gone"]
    assert done.record["verdict"]["phrase"] == "FAILED (reported by code of a fork)"
