"""The base's record is found by itself, among what runs of this repository have left, and nothing else is."""

from __future__ import annotations

import io
import json
import zipfile
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from builders import CONTEXT
from github.fake import FakeGitHub
from github.state import REPOSITORY
from github.trouble import FORK as FORBIDDEN
from github.trouble import SECONDARY
from github_site import door
from kept_site import FORK, WANTED, Site, packed, record
from quality_gate.base_record import BaseFound
from quality_gate.base_search import Search
from quality_gate.forges.github_artifacts import GitHubArtifacts
from quality_gate.model.comparison import Comparison
from quality_gate.model.subject import Subject
from quality_gate.world.git import Git
from quality_gate.world.git_commits import Commits


@pytest.fixture
def site(github: FakeGitHub, tmp_path: Path) -> Site:
    return Site(tmp_path, github)


def said(found: BaseFound) -> str:
    (notice,) = found.notices
    return notice


def none(found: BaseFound, cause: str = "no-base") -> str:
    """The reason, where nothing was found."""
    assert found.base is None and found.record is None and found.problem is not None
    assert found.problem.cause == cause
    assert found.problem.next
    assert said(found) == f"base: none, {found.problem.reason}"
    return found.problem.reason


def test_the_record_of_the_base_commit_itself(site: Site) -> None:
    run = site.keep(site.base)
    site.keep(site.sha("main~1"))
    site.propose()
    found = site.find()

    assert said(found) == f"base: {site.base[:7]}, 2 days old, from the artifact quality-gate of run {run}"
    assert found.base is not None
    assert [one.name for one in found.base.stages] == ["unit"]
    assert site.calls == ["GET /actions/artifacts", f"GET /actions/artifacts/{run - 5000}/zip"]
    assert site.github.seen[0].query == {"name": "quality-gate", "per_page": "100"}


def test_the_newest_attempt_counts_and_the_base_s_own_branch(site: Site) -> None:
    site.keep(site.base, run={"id": 9})
    site.keep(site.base, run={"id": 8})
    newest = site.keep(site.base, run={"id": 8})
    site.keep(site.base, run={"id": 7, "head_branch": "release"})
    site.propose()

    assert said(site.find()).endswith("of run 8")
    assert site.calls[1:] == [f"GET /actions/artifacts/{newest - 5000}/zip"]


def test_a_commit_that_holds_the_same(site: Site) -> None:
    site.repo.git("branch", "aside", "main~1")
    site.repo.git("revert", "--no-edit", "main")
    assert site.tree("aside") == site.tree("main")
    site.keep(site.sha("main~1"))
    site.repo.git("checkout", "-q", "aside")
    site.repo.git("commit", "-q", "--allow-empty", "-m", "the same")
    site.repo.git("checkout", "-q", "main")
    site.keep(alike := site.sha("aside"))
    site.propose()

    assert f"base: {alike[:7]}, 2 days old, the same tree as the base commit, from" in said(site.find())
    assert len(site.calls) == 2  # git alone knows it


def squashed(site: Site) -> tuple[str, str]:
    """A pull request was judged as a merge, and brought as one commit: head and merge are gone since."""
    site.propose({"squashed": "x"}, "main~1")
    head, merge = site.sha("feature"), site.sha("HEAD")
    site.repo.git("checkout", "-q", "main")
    site.repo.git("merge", "-q", "--squash", "feature")
    site.repo.commit("2026-04-04T00:00:00Z")
    site.repo.git("branch", "-q", "-D", "feature")
    site.github.state.pulls[3] = {
        "number": 3,
        "state": "closed",
        "merged": site.sha("main"),
        "head": {"sha": head, "ref": "feature", "label": "x", "repo": {"full_name": REPOSITORY}},
    }
    return head, merge


def test_a_squash_merge_finds_the_run_of_its_pull_request(site: Site) -> None:
    head, merge = squashed(site)
    assert site.tree(merge) == site.tree("main") != site.tree(head)
    site.keep(head, record(merge, tree=site.tree("main")), run={"head_branch": "feature"})
    site.keep(site.sha("main~1"))
    site.propose()

    assert f"base: {merge[:7]}, 2 days old, the same tree as the base commit, from" in said(site.find())
    assert f"GET /commits/{site.sha('main')}/pulls" in site.calls and len(site.calls) == 3


def test_what_was_judged_before_the_target_moved_on_is_not_the_same(site: Site) -> None:
    head, merge = squashed(site)
    site.keep(head, record(merge, tree="7e" * 20), run={"head_branch": "feature"})
    site.keep(head, record(head), run={"head_branch": "feature"})
    site.keep(before := site.sha("main~1"))
    site.propose()

    assert f"base: {before[:7]}, 2 days old, 1 commit before the base commit, from" in said(site.find())


def test_a_merge_names_what_it_has_merged_and_nobody_is_asked(site: Site) -> None:
    site.propose({"merged": "x"})
    head, tested = site.sha("feature"), "1c" * 20
    site.repo.git("branch", "-f", "main", "HEAD")
    site.repo.git("branch", "-D", "feature")
    site.keep(head, record(tested, tree=site.tree("main")), run={"head_branch": "feature"})
    site.propose()

    assert f"base: {tested[:7]}, 2 days old, the same tree as the base commit, from" in said(site.find())
    assert len(site.calls) == 2


@pytest.mark.parametrize("status", [403, 404, 422])
def test_a_forge_that_does_not_know_the_pull_request_is_no_trouble(site: Site, status: int) -> None:
    squashed(site)
    site.github.trouble("GET", "pulls", status=status, message="no", times=9)
    site.keep("5e" * 20, run={"head_branch": "feature"})
    site.keep(before := site.sha("main~1"))
    site.propose()

    assert said(site.find()).startswith(f"base: {before[:7]}, ")


def test_an_answer_of_another_shape_about_pull_requests_is_no_trouble(site: Site) -> None:
    squashed(site)
    site.github.trouble("GET", "pulls", body=b'[1, null, {}, {"head": null}, {"head": {"sha": 5}}]')
    site.keep("5e" * 20, run={"head_branch": "feature"})
    site.keep(before := site.sha("main~1"))
    site.propose()

    assert said(site.find()).startswith(f"base: {before[:7]}, ")


def test_the_nearest_commit_before_the_base(site: Site) -> None:
    near = site.keep(site.sha("main~1"))
    site.keep(site.sha("main~2"))
    site.propose()
    commit = site.sha("main~1")[:7]

    assert said(site.find()) == (
        f"base: {commit}, 2 days old, 1 commit before the base commit, from "
        f"the artifact quality-gate of run {near}"
    )


def test_a_shallow_clone_is_deepened_once(site: Site) -> None:
    site.keep(far := site.sha("main~2"))
    site.propose()

    assert f"base: {far[:7]}, 2 days old, 2 commits before the base commit" in said(
        site.find(root=site.clone())
    )


def test_a_clone_that_cannot_be_deepened_says_so(site: Site) -> None:
    site.keep(site.sha("main~2"))
    site.propose()
    context, root = site.context, site.clone()
    site.repo.root.rename(site.root / "away")

    found = site.find(root=root, context=context)
    assert none(found).startswith(f"no run on {site.base[:12]}, or shortly before it, has left an artifact")
    assert found.problem is not None and "`fetch-depth: 0`" in found.problem.next


FOREIGN = [
    {"head_repository_id": FORK},
    {"head_repository_id": None},
    {"repository_id": None, "head_repository_id": None},
    {"repository_id": True, "head_repository_id": 1},
]


@pytest.mark.parametrize("run", FOREIGN)
def test_what_a_fork_s_run_has_left_is_never_a_base(site: Site, run: dict[str, Any]) -> None:
    site.keep(site.base, run=run)
    site.keep(site.sha("main~1"), run=run)
    site.propose()

    assert none(site.find()) == "no run of this repository has left an artifact `quality-gate`"
    assert len(site.calls) == 1
    site.github.wrong.clear()  # some of these rows are none that GitHub would send


def test_a_fork_s_run_on_the_same_commit_stands_in_nobody_s_way(site: Site) -> None:
    run = site.keep(site.base)
    site.keep(site.base, record(site.base, names="forged"), run={"head_repository_id": FORK})
    site.propose()

    assert said(site.find()).endswith(f"of run {run}")


def test_a_record_of_another_commit_is_passed_over(site: Site) -> None:
    """As a workflow behind a fork's run leaves it: started on one commit, it has judged another."""
    right = site.keep(site.base)
    site.keep(site.base, record("f0" * 20, tree="0f" * 20))
    site.propose()
    assert said(site.find()).endswith(f"of run {right}")

    site.github.state.artifacts.pop(right - 5000)
    assert none(site.find()).endswith("is of f0f0f0f0f0f0, which holds something else")


def test_a_run_of_a_part_is_no_base_of_the_whole(site: Site) -> None:
    whole = site.keep(site.sha("main~1"))
    part = site.keep(site.base, record(site.base, scope="quick"))
    site.propose()
    assert said(site.find()).endswith(f"of run {whole}")

    same = said(site.find(replace(WANTED, scope="quick")))
    assert same.endswith(f"of run {part}, of an incomplete run (quick)")
    site.github.state.artifacts.pop(whole - 5000)
    assert none(site.find()).endswith("is of an incomplete run (quick)")


def test_another_profile_may_lack_what_this_one_has(site: Site) -> None:
    """Also one that may say READY leaves out what it was told to leave out."""
    site.keep(site.base, record(site.base, profile="pre-deploy"))
    site.propose()
    assert none(site.find()).endswith("is of profile pre-deploy, and this is full")

    same = replace(site.context, profile="pre-deploy")
    assert said(site.find(context=same)).startswith(f"base: {site.base[:7]}")
    whole = site.keep(site.base)
    assert said(site.find(context=replace(same, profile="smoke"))).endswith(f"of run {whole}")


def test_several_gates_are_told_apart(site: Site) -> None:
    ours = site.keep(site.base)
    site.keep(site.base, record(site.base, gate="web"))
    site.keep(site.base, record(site.base, folder="web"))
    site.propose()

    assert said(site.find()).endswith(f"of run {ours}")


def test_several_gates_may_lie_in_one_artifact(site: Site) -> None:
    gates = {"api": "b c", "web": "a b"}
    files = {
        f"{gate}/quality-gate/record.json": record(site.base, names=names, gate=gate, folder=gate)
        for gate, names in gates.items()
    }
    more = {"envelopes/unit/record.json": "no record", "api/quality-gate/report.md": "#"}
    site.keep(site.base, packed({**files, **more}))
    site.propose()
    base = site.find(context=replace(site.context, folder="api")).base

    assert base is not None and base.stages[0].cases is not None
    assert sorted(name for names in base.stages[0].cases.passed.values() for name in names) == ["b", "c"]


def test_where_only_other_gates_have_records_a_new_gate_has_no_base_yet(site: Site) -> None:
    site.keep(site.sha("main~1"), packed({"log.txt": "x"}))
    site.keep(site.base, record(site.base, gate="web", folder="web"))
    two = {f"{gate}/quality-gate/record.json": record(site.base, gate=gate) for gate in ("docs", "app")}
    site.keep(site.base, packed(two))
    site.propose()
    found = site.find()

    assert none(found) == (
        "the artifact quality-gate holds only records of gate app, gate docs, gate web in web, "
        "and this is gate api"
    )
    assert found.problem is not None and "`--base-artifact NAME`" in found.problem.next


def test_another_artifact_may_be_named(site: Site) -> None:
    run = site.keep(site.base, name="quality-gate-api")
    site.keep(site.base, record(site.base, gate="web"))
    site.propose()

    found = site.find(Comparison(rules=("tests.lost",), artifact="quality-gate-api"))
    assert said(found).endswith(f"from the artifact quality-gate-api of run {run}")


def test_what_has_expired_or_is_too_large_is_not_fetched(site: Site) -> None:
    site.keep(site.sha("main~1"), size_in_bytes=(64 << 20) + 1)
    site.keep(site.base, expired=True)
    site.propose()
    found = site.find()

    assert none(found).endswith("has expired")
    assert found.problem is not None and "retention-days" in found.problem.next
    assert len(site.calls) == 1
    site.keep(site.base, size_in_bytes=1 << 40)
    assert none(site.find()).endswith("is larger than 64 MiB")


def test_an_older_one_stands_in_for_what_cannot_be_had(site: Site) -> None:
    run = site.keep(site.sha("main~1"))
    site.keep(site.base, expired=True)
    site.propose()

    assert said(site.find()).endswith(
        f"1 commit before the base commit, from the artifact quality-gate of run {run}"
    )


def test_an_archive_without_a_record_is_none(site: Site) -> None:
    site.keep(site.base, packed({"report.md": "x", "old/record.json": "{}", "record.json.bak": "{}"}))
    site.propose()

    assert none(site.find()).endswith("holds no record")


def test_only_a_few_archives_are_opened(site: Site) -> None:
    for _ in range(12):
        site.keep(site.base, packed({"report.md": "x"}))
    site.propose()

    none(site.find())
    assert sum(one.endswith("/zip") for one in site.calls) == 10


def test_large_archives_are_fewer(site: Site) -> None:
    for _ in range(5):
        site.keep(site.base, packed({"report.md": "x"}), size_in_bytes=64 << 20)
    site.propose()

    none(site.find())
    assert sum(one.endswith("/zip") for one in site.calls) == 3


def test_a_few_records_of_other_profiles_do_not_hide_the_one_that_is_looked_for(site: Site) -> None:
    run = site.keep(site.base)
    for _ in range(9):
        site.keep(site.base, record(site.base, profile="nightly"))
    site.propose()

    assert said(site.find()).endswith(f"from the artifact quality-gate of run {run}")


def test_where_other_profiles_hide_the_record_the_next_step_says_so(site: Site) -> None:
    site.keep(site.base)
    for _ in range(10):
        site.keep(site.base, record(site.base, profile="nightly"))
    site.propose()
    found = site.find()

    assert none(found).endswith("is of profile nightly, and this is full")
    assert found.problem is not None
    assert found.problem.next == "let other profiles and parts upload their records under another name"


def zipped(name: str, content: bytes = b"{}", **parts: Any) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", parts.pop("method", zipfile.ZIP_DEFLATED)) as archive:
        info = zipfile.ZipInfo(name)
        info.compress_type = archive.compression
        info.external_attr = parts.pop("attributes", 0)
        archive.writestr(info, content)
    return stream.getvalue()


HOSTILE = {
    "no archive": b"PK\x05\x06" + b"\xff" * 18,
    "empty": b"",
    "a page": b"<html>",
    "a way out": zipped("../record.json"),
    "an absolute name": zipped("/record.json"),
    "a link": zipped("record.json", b"/etc/passwd", attributes=0o120777 << 16),
    "another way of packing": zipped("record.json", method=zipfile.ZIP_BZIP2),
    "cut off": packed({"record.json": "{}" * 999})[:-40],
    "a bomb": packed({"record.json": b" " * (513 << 20)}),
    "not JSON": packed({"record.json": "{"}),
    "an abyss": packed({"record.json": "[" * 100_000}),
    "no object": packed({"record.json": "[]"}),
    "another version": packed({"record.json": '{"schema": "quality-gate/record/9"}'}),
    "half a record": packed({"record.json": '{"schema": "quality-gate/record/1"}'}),
    "bytes": packed({"record.json": b"\xff\xfe\x00"}),
}


@pytest.mark.parametrize("what", HOSTILE)
def test_what_cannot_be_read_is_refused_as_a_file_would_be(site: Site, what: str) -> None:
    run = site.keep(site.base, HOSTILE[what] or b" ")
    site.keep(site.sha("main~1"), record(site.sha("main~1"), gate="web"))
    site.propose()

    reason = none(site.find(), "unreadable")
    assert reason.startswith(f"the artifact quality-gate of run {run} cannot be read as a base: ")
    assert sorted(path.name for path in site.root.iterdir()) == ["origin"]


@pytest.mark.parametrize("what", ["no archive", "cut off", "not JSON", "half a record"])
def test_a_sound_record_stands_in_for_one_that_cannot_be_read(site: Site, what: str) -> None:
    damaged = site.keep(site.base, HOSTILE[what])
    run = site.keep(site.sha("main~1"))
    site.propose()
    found = site.find()
    base, passed = found.notices

    assert found.record is not None
    assert base.endswith(f"1 commit before the base commit, from the artifact quality-gate of run {run}")
    assert passed.startswith(
        f"base: passed over, the artifact quality-gate of run {damaged} cannot be read as a base: "
    )


@pytest.mark.parametrize("theirs", ["{", '{"schema": "quality-gate/record/9"}'])
def test_a_damaged_record_of_another_gate_stands_in_nobody_s_way(site: Site, theirs: str) -> None:
    several = {"app/quality-gate/record.json": theirs, "api/quality-gate/record.json": record(site.base)}
    run = site.keep(site.base, packed(several))
    site.propose()

    assert said(site.find()).endswith(f"from the artifact quality-gate of run {run}")


def test_a_damaged_record_among_those_of_other_gates_may_be_ours(site: Site) -> None:
    several = {"app/quality-gate/record.json": "{", "web/quality-gate/record.json": record("", gate="web")}
    site.keep(site.base, packed(several))
    site.propose()

    assert "cannot be read as a base: " in none(site.find(), "unreadable")


LACKS = "this token lacks `actions: read`"
TROUBLES: dict[str, tuple[dict[str, Any], str]] = {
    "no permission": ({"status": 403, "message": FORBIDDEN, "times": 9}, LACKS),
    "hidden": ({"status": 404, "message": "Not Found", "times": 9}, LACKS),
    "a bad token": ({"status": 401, "message": "Bad credentials", "times": 9}, "GitHub answered 401"),
    "gone": ({"status": 410, "message": "Gone", "times": 9}, "GitHub answered 410: Gone"),
    "a long limit": (
        {"status": 403, "message": SECONDARY, "headers": {"retry-after": "3600"}, "times": 9},
        "You have exceeded a secondary rate limit",
    ),
    "broken": ({"status": 502, "times": 99}, "answered 502, 4 times"),
    "dropped": ({"dropped": True, "times": 99}, "cannot be reached"),
    "half": ({"half": True, "times": 99}, "cannot be reached"),
    "a page": ({"status": 200, "body": b"<html>", "done": True, "times": 9}, "is not JSON"),
    "nothing": ({"status": 200, "body": b"", "done": True, "times": 9}, "holds no list"),
}


@pytest.mark.parametrize("trouble", TROUBLES)
def test_a_list_that_cannot_be_had_is_no_base_and_says_what_to_do(site: Site, trouble: str) -> None:
    site.keep(site.base)
    site.propose()
    how, words = TROUBLES[trouble]
    site.github.trouble("GET", "artifacts", **how)
    found = site.find()

    assert words in none(found)
    if words == LACKS:
        assert found.problem is not None
        assert found.problem.next == "give the job `permissions: {actions: read}`"


@pytest.mark.parametrize(
    ("path", "trouble"),
    [
        *(("zip", trouble) for trouble in ("no permission", "hidden", "gone", "broken", "dropped")),
        *(("/archives/", trouble) for trouble in ("gone", "broken", "half")),
    ],
)
def test_an_archive_that_cannot_be_had_is_no_base(site: Site, path: str, trouble: str) -> None:
    site.keep(site.base)
    site.propose()
    how, words = TROUBLES[trouble]
    site.github.trouble("GET", path, **how)

    assert words in none(site.find())


def test_trouble_that_passes_is_no_trouble(site: Site) -> None:
    site.keep(site.base)
    site.propose()
    site.github.trouble("GET", "artifacts", status=500)
    site.github.trouble("GET", "/archives/", dropped=True)

    assert said(site.find()).startswith(f"base: {site.base[:7]}")


ODD: list[Any] = [
    *(1, None, [], {}),
    {"name": "quality-gate"},
    {"name": "quality-gate", "workflow_run": 5},
    {"name": "other", "id": 1, "workflow_run": {"id": 1, "head_sha": "x", "repository_id": 1}},
    {
        "name": "quality-gate",
        "id": "1",
        "workflow_run": {"id": 1, "repository_id": 1, "head_repository_id": 1},
    },
]


def test_rows_of_another_shape_are_left_out(site: Site) -> None:
    good = {"id": 1, "head_sha": "5e" * 20, "repository_id": 1, "head_repository_id": 1}
    odd = {"name": "quality-gate", "id": 4, "size_in_bytes": "x", "created_at": 5, "workflow_run": good}
    body = json.dumps({"artifacts": [*ODD, odd, {**odd, "created_at": "yesterday"}]}).encode()
    site.github.trouble("GET", "artifacts", body=body)
    site.propose()

    assert none(site.find()).startswith(f"no run on {site.base[:12]}")


def test_nothing_was_kept_at_all(site: Site) -> None:
    site.propose()
    found = site.find()

    assert none(found) == "no run of this repository has left an artifact `quality-gate`"
    assert found.problem is not None and found.problem.next.startswith(
        "let each run upload the folder quality-gate/"
    )
    assert len(site.calls) == 1


def test_a_busy_repository_is_asked_for_another_page_only_where_that_helps(site: Site) -> None:
    run = site.keep(site.base)
    for number in range(150):
        site.keep(f"{number:040x}", b"x", created_at="2026-11-20T12:00:00Z", run={"head_branch": "feature"})
    site.propose()
    assert said(site.find()).endswith(f"of run {run}")
    assert site.calls.count("GET /actions/artifacts") == 2

    again = site.keep(site.base)
    assert said(site.find()).endswith(f"of run {again}")
    assert site.calls.count("GET /actions/artifacts") == 3


def test_without_a_question_or_somebody_to_ask_nobody_is_asked(site: Site) -> None:
    site.keep(site.base)
    site.propose()

    assert site.find(Comparison()) == BaseFound()
    assert site.find(token="", context=replace(site.context, github=False)) == BaseFound()
    assert none(site.find(token="")) == "the base cannot be looked for without a token"
    assert site.calls == []


def test_an_event_without_a_base_has_no_record_either(site: Site) -> None:
    site.propose()
    scheduled = replace(site.context, event="schedule", subject=Subject())

    assert none(site.find(context=scheduled)) == "the event schedule has no base"
    assert site.calls == []


def test_a_push_is_compared_with_what_the_branch_held_before(site: Site) -> None:
    run = site.keep(site.sha("main~2"))
    subject = Subject(commit=site.base, base_ref="main", base_sha=site.sha("main~2"))
    context = replace(CONTEXT, event="push", commit=site.base, subject=subject)

    assert said(site.find(context=context)).endswith(f"from the artifact quality-gate of run {run}")


def test_a_commit_that_git_cannot_show_has_no_record(site: Site) -> None:
    commits = Commits(Git(site.repo.root))
    artifacts = GitHubArtifacts(door(site.github))
    search = Search(artifacts=artifacts, commits=commits, context=CONTEXT, wanted=WANTED)

    assert none(search.from_commit("1" * 40)) == "git cannot show 111111111111"
    assert site.calls == []
