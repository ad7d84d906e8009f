"""Changed lines in whole runs: the base of every event, what no report speaks of, and added files."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import Any

import pytest

from repository import Ran, Repository, lcov

RULE = "coverage: {changed: 100}\n"
STAGE = (
    "version: 1\nstages:\n  unit: {run: mkdir -p out && cp lcov.txt out/lcov.info, reports: out/lcov.info}\n"
)
ZERO = "0" * 40


def repository(folder: Path, rules: str = RULE) -> Repository:
    """At the base `src/a.py` has three lines; then somebody adds a covered and an uncovered one."""
    repo = Repository(folder)
    repo.write(
        {"quality-gate.yml": STAGE + rules, "src/a.py": "1\n2\n3\n", "lcov.txt": lcov({"src/a.py": "+--"})}
    )
    return repo.commit()


def edited(repo: Repository) -> Repository:
    return repo.write({"src/a.py": "1\n2\n3\n4\n5\n", "lcov.txt": lcov({"src/a.py": "+--+-"})}).commit()


def on_github(repo: Repository, event: str, payload: dict[str, Any], sha: str = "") -> dict[str, str]:
    path = repo.root.parent / "event.json"
    path.write_text(json.dumps(payload))
    return {
        "GITHUB_ACTIONS": "true",
        "GITHUB_EVENT_NAME": event,
        "GITHUB_EVENT_PATH": str(path),
        "GITHUB_SHA": sha or repo.git("rev-parse", "HEAD"),
    }


def head(repo: Repository, name: str = "HEAD") -> str:
    return repo.git("rev-parse", name)


def half(ran: Ran) -> None:
    """Of the two lines that were added one is covered; what was there before does not count."""
    ruling = ran.ruling("coverage.changed")
    assert (ruling["status"], ruling["got"]) == ("failed", "50 %"), ruling
    assert ruling["distance"] == "1/2 changed lines, 1 short"
    assert [(spot["path"], spot["line"]) for spot in ruling["spots"]] == [("src/a.py", 5)]
    assert ran.code == 1


def test_a_push_is_compared_with_what_the_branch_held(tmp_path: Path) -> None:
    repo = repository(tmp_path / "repo")
    before = head(repo)
    edited(repo).write({"docs.md": "x"}).commit()

    half(repo.gate("run", env=on_github(repo, "push", {"before": before, "after": head(repo)})))


@pytest.mark.parametrize("before", [ZERO, "1" * 40, None, 7])
def test_a_new_branch_or_a_base_that_is_gone_leaves_the_parent(tmp_path: Path, before: Any) -> None:
    repo = edited(repository(tmp_path / "repo"))

    half(repo.gate("run", env=on_github(repo, "push", {"before": before})))


def test_the_first_commit_has_no_base(tmp_path: Path) -> None:
    repo = repository(tmp_path / "repo")
    ran = repo.gate("run", env=on_github(repo, "push", {"before": ZERO}))

    ruling = ran.ruling("coverage.changed")
    assert (ruling["status"], ruling["cause"]) == ("unknown", "no-base")
    assert ruling["reason"] == "this is the first commit"
    assert ran.code == 0


def test_a_merge_queue_names_its_base(tmp_path: Path) -> None:
    repo = repository(tmp_path / "repo")
    group = {"base_sha": head(repo), "base_ref": "refs/heads/main", "head_ref": "refs/heads/x"}
    edited(repo).write({"docs.md": "x"}).commit()

    half(repo.gate("run", env=on_github(repo, "merge_group", {"merge_group": group})))


def pull(origin: Repository) -> dict[str, Any]:
    """A feature that left main, and main that went on since; then GitHub's merge of both."""
    origin.git("checkout", "-qb", "feature")
    edited(origin)
    origin.git("checkout", "-q", "main")
    origin.write({"other.py": "x\n" * 30}).commit()
    payload = {
        "number": 7,
        "head": {"sha": head(origin, "feature"), "ref": "feature", "repo": {"full_name": "o/r"}},
        "base": {"sha": head(origin, "main~1"), "ref": "main", "repo": {"full_name": "o/r"}},
    }
    origin.git("checkout", "-q", "--detach")
    origin.git("merge", "-q", "--no-ff", "feature", "-m", "merge")
    origin.git("branch", "merged")
    return {"pull_request": payload}


def cloned(origin: Repository, branch: str, folder: Path, depth: int = 1) -> Repository:
    words = ["git", "clone", "-q", f"--depth={depth}", "--branch", branch, origin.root.as_uri(), str(folder)]
    subprocess.run(words, check=True, capture_output=True)
    return Repository(folder)


def test_a_pull_request_is_compared_with_what_it_was_merged_with(tmp_path: Path) -> None:
    origin = repository(tmp_path / "origin")
    payload = pull(origin)
    clone = cloned(origin, "merged", tmp_path / "clone")

    half(clone.gate("run", env=on_github(clone, "pull_request", payload)))
    assert clone.git("rev-parse", "--is-shallow-repository") == "true"


def test_the_head_of_a_pull_request_is_compared_with_where_it_left(tmp_path: Path) -> None:
    origin = repository(tmp_path / "origin")
    payload = pull(origin)
    clone = cloned(origin, "feature", tmp_path / "clone")

    half(clone.gate("run", env=on_github(clone, "pull_request", payload, head(origin, "merged"))))


def test_a_head_that_is_a_merge_itself_is_no_merge_of_the_pull_request(tmp_path: Path) -> None:
    origin = repository(tmp_path / "origin")
    payload = pull(origin)
    payload["pull_request"]["head"]["sha"] = head(origin, "merged")
    payload["pull_request"]["base"]["sha"] = head(origin, "main")
    clone = cloned(origin, "merged", tmp_path / "clone")

    half(clone.gate("run", env=on_github(clone, "pull_request", payload)))


def test_another_commit_than_the_pull_request_s_blocks(tmp_path: Path) -> None:
    origin = repository(tmp_path / "origin")
    payload = pull(origin)
    origin.git("checkout", "-q", "main")
    ran = origin.gate("run", env=on_github(origin, "pull_request", payload))

    assert ran.code == 1
    assert ran.ruling("coverage.changed")["cause"] == "environment"
    assert "neither the pull request nor its merge" in ran.ruling("coverage.changed")["reason"]


def test_without_a_network_it_is_unknown_and_blocks(tmp_path: Path) -> None:
    origin = repository(tmp_path / "origin")
    payload = pull(origin)
    clone = cloned(origin, "merged", tmp_path / "clone")
    origin.root.rename(tmp_path / "away")
    ran = clone.gate("run", env=on_github(clone, "pull_request", payload))

    ruling = ran.ruling("coverage.changed")
    assert ran.code == 1
    assert (ruling["status"], ruling["cause"]) == ("unknown", "environment")
    assert ruling["reason"].startswith("git cannot fetch ")
    assert "fetch-depth" in ruling["next"]


def test_other_events_have_no_base(tmp_path: Path) -> None:
    repo = edited(repository(tmp_path / "repo"))
    ran = repo.gate("run", env=on_github(repo, "schedule", {}))

    assert ran.ruling("coverage.changed")["reason"] == "the event schedule has no base"
    assert "--base-ref" in ran.ruling("coverage.changed")["next"]


def test_on_a_laptop_a_person_says_what_to_compare_with(tmp_path: Path) -> None:
    repo = repository(tmp_path / "repo")
    asked_nothing = edited(repo).gate("run")
    assert asked_nothing.ruling("coverage.changed")["cause"] == "no-base"
    assert asked_nothing.record["verdict"]["phrase"] == "NOT READY" or asked_nothing.code == 0

    half(repo.gate("run", "--base-ref", "HEAD~1"))
    wrong = repo.gate("run", "--base-ref=--output=x")
    assert wrong.code == 1
    assert "git knows no '--output=x'" in wrong.ruling("coverage.changed")["reason"]
    assert not (repo.root / "x").exists()


def test_another_service_names_the_target_of_its_shallow_clone(tmp_path: Path) -> None:
    origin = repository(tmp_path / "origin")
    pull(origin)
    clone = cloned(origin, "feature", tmp_path / "clone")

    half(clone.gate("run", "--base-ref", "main", env={"CI": "true"}))


def test_on_a_laptop_what_is_not_committed_counts(tmp_path: Path) -> None:
    repo = repository(tmp_path / "repo")
    repo.write({"src/a.py": "1\n2\n3\n4\n", "src/new.py": "1\n2\n"})
    repo.write({"lcov.txt": lcov({"src/a.py": "+--+", "src/new.py": "+-"})})

    ruling = repo.gate("run", "--base-ref", "HEAD").ruling("coverage.changed")

    assert ruling["distance"] == "2/3 changed lines, 1 short"


def changing(folder: Path, files: dict[str, str], report: dict[str, str], rules: str = RULE) -> Ran:
    repo = repository(folder / "repo", rules)
    repo.write({"lcov.txt": lcov(report), **files}).commit()
    return repo.gate("run", env=on_github(repo, "push", {}))


def test_a_change_without_an_executable_line_is_skipped(tmp_path: Path) -> None:
    ran = changing(tmp_path, {"src/a.py": "1\n2\n3\n# why\n", "README.md": "x"}, {"src/a.py": "+--."})

    ruling = ran.ruling("coverage.changed")
    assert ruling["status"] == "skipped"
    assert ruling["reason"] == "this change adds or edits no executable line"


def test_a_change_in_no_report_is_unknown_and_not_covered(tmp_path: Path) -> None:
    ran = changing(tmp_path, {"lib/b.py": "1\n", "tests/test_b.py": "1\n"}, {"src/a.py": "+--"})

    ruling = ran.ruling("coverage.changed")
    assert ran.code == 1
    assert (ruling["status"], ruling["cause"]) == ("unknown", "no-match")
    assert ruling["reason"] == "1 changed file in no report: lib/b.py"


@pytest.mark.parametrize("rules", ["coverage: {changed: 100, exclude: lib/**}\n"])
def test_what_is_left_out_on_purpose_is_no_hole(tmp_path: Path, rules: str) -> None:
    ran = changing(tmp_path, {"lib/b.py": "1\n"}, {"src/a.py": "+--"}, rules)

    assert ran.ruling("coverage.changed")["status"] == "skipped"


def test_generated_files_are_left_out_and_named(tmp_path: Path) -> None:
    repo = repository(tmp_path / "repo").write({".gitattributes": "src/gen.py linguist-generated\n"}).commit()
    base = head(repo)
    repo.write({"src/gen.py": "1\n2\n", "lcov.txt": lcov({"src/a.py": "+--", "src/gen.py": "--"})}).commit()
    ran = repo.gate("run", "--base-ref", base)

    assert ran.ruling("coverage.changed")["status"] == "skipped"
    assert "generated, so none of their lines count as changed: src/gen.py" in ran.record["notices"]


@pytest.mark.parametrize("attribute", ["linguist-generated", "binary", "-diff"])
def test_a_change_cannot_excuse_its_own_lines(tmp_path: Path, attribute: str) -> None:
    files = {"src/gen.py": "1\n2\n", ".gitattributes": f"src/*.py {attribute}\n"}
    ran = changing(tmp_path, files, {"src/a.py": "+--", "src/gen.py": "--"})

    ruling = ran.ruling("coverage.changed")
    assert (ruling["status"], ruling["distance"]) == ("failed", "0/2 changed lines, 2 short")


@pytest.mark.parametrize(("allowed", "status"), [(0, "failed"), (1, "passed")])
def test_a_few_uncovered_lines_may_be_allowed(tmp_path: Path, allowed: int, status: str) -> None:
    rules = f"coverage: {{changed: {{required: 100, allow-uncovered: {allowed}}}}}\n"
    ran = changing(tmp_path, {"src/a.py": "1\n2\n3\n4\n5\n"}, {"src/a.py": "+--+-"}, rules)

    ruling = ran.ruling("coverage.changed")
    assert ruling["status"] == status
    assert ruling["got"].startswith("50 %")


ADDED = "coverage: {groups: {new: {paths: src/**, only: added-files, lines: 100}}}\n"


def test_added_files_have_limits_of_their_own(tmp_path: Path) -> None:
    ran = changing(tmp_path, {"src/new.py": "1\n2\n"}, {"src/a.py": "+--", "src/new.py": "+-"}, ADDED)

    ruling = ran.ruling("coverage.groups.new.lines")
    assert (ruling["status"], ruling["distance"]) == ("failed", "1/2 lines, 1 short")


def test_no_added_file_is_nothing_to_judge(tmp_path: Path) -> None:
    ran = changing(tmp_path, {"src/a.py": "x\n"}, {"src/a.py": "-"}, ADDED + "tests: {}\n")

    ruling = ran.ruling("coverage.groups.new.lines")
    assert (ruling["status"], ruling["reason"]) == ("skipped", "no added file in this group")


def test_an_added_file_in_no_report_is_unknown(tmp_path: Path) -> None:
    ran = changing(tmp_path, {"src/new.py": "1\n2\n"}, {"src/a.py": "+--"}, ADDED)

    ruling = ran.ruling("coverage.groups.new.lines")
    assert (ruling["status"], ruling["cause"]) == ("unknown", "no-match")
    assert "src/new.py" in ruling["reason"]


def test_changed_files_are_added_and_edited_ones(tmp_path: Path) -> None:
    rules = ADDED.replace("added-files", "changed-files")
    report = {"src/a.py": "+--+", "src/new.py": "++"}
    ran = changing(tmp_path, {"src/new.py": "1\n2\n", "src/a.py": "1\n2\n3\n4\n"}, report, rules)

    assert ran.ruling("coverage.groups.new.lines")["distance"] == "4/6 lines, 2 short"


def test_annotations_begin_with_what_the_change_left_uncovered(tmp_path: Path) -> None:
    rules = "coverage: {total: 100, changed: 100}\n"
    ran = changing(tmp_path, {"src/a.py": "1\n2\n3\n4\n5\n"}, {"src/a.py": "+--+-"}, rules)

    places = [line.split("::")[1] for line in ran.out.splitlines() if line.startswith("::error ")]
    assert "line=5" in places[0]
    assert "line=2" in places[1]


def test_coverage_alone_judges_changed_lines_too(tmp_path: Path) -> None:
    repo = edited(repository(tmp_path / "repo"))
    (repo.root / "out").mkdir()
    repo.write({"out/lcov.info": lcov({"src/a.py": "+--+-"})})

    short = repo.gate("coverage", "--check", "--base-ref", "HEAD~1")
    assert short.code == 1
    assert "changed  1/2  50 %  ≥ 100 %  failed" in short.out
    unknown = repo.gate("coverage", "--format", "json")
    assert json.loads(unknown.out)["rules"][0]["total"] is None
    repo.write({"out/lcov.info": lcov({"src/a.py": "+--++"})})
    assert repo.gate("coverage", "--check", "--base-ref", "HEAD~1").code == 0


@pytest.mark.parametrize(("path", "code"), [("mcp_bridge/tool.py", 1), ("other.py", 0)])
def test_a_change_makes_a_stage_required(tmp_path: Path, path: str, code: int) -> None:
    repo = Repository(tmp_path)
    stages = "  ok: {run: 'true'}\n  mcp: {run: 'false', level: optional, required-for: mcp_bridge/**}\n"
    repo.write({"quality-gate.yml": f"version: 1\nstages:\n{stages}"}).commit().write({path: "x\n"}).commit()
    ran = repo.gate("run", "--base-ref", "HEAD~1")

    assert ran.code == code, ran.said
    said = "stage mcp is required: this change touches mcp_bridge/tool.py"
    assert (said in ran.record["notices"]) is bool(code)


@pytest.mark.parametrize("content", [b"1\n/* \0 */\n3\n", "1\n2\n3\n".encode("utf-16")])
def test_of_what_git_takes_for_binary_every_line_is_changed(tmp_path: Path, content: bytes) -> None:
    repo = repository(tmp_path / "repo")
    (repo.root / "src/a.py").write_bytes(content)
    (repo.root / "logo.png").write_bytes(b"\0")
    repo.commit()

    ran = repo.gate("run", env=on_github(repo, "push", {}))

    assert ran.ruling("coverage.changed")["distance"] == "1/3 changed lines, 2 short"
