"""What a run is compared with, for every event and for records of every kind."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from builders import CONTEXT, cases, coverage, report, stage
from quality_gate.base_record import base_from
from quality_gate.compare import base_commit, changes_of, compared
from quality_gate.model.comparison import Comparison
from quality_gate.model.context import Context
from quality_gate.model.coverage import lines_of
from quality_gate.model.evidence import Evidence
from quality_gate.model.subject import Subject
from quality_gate.model.verdict import Decision
from quality_gate.renderers.record import record_text
from quality_gate.world.console import Console
from quality_gate.world.environment import Environment
from quality_gate.world.git import Git
from quality_gate.world.git_commits import Commits, NoCommit
from quality_gate.world.world import World
from repository import Repository

LAPTOP = Context(gate="api")
CI = Context(gate="api", ci=True, github=True)


@pytest.fixture
def repo(tmp_path: Path) -> Repository:
    return Repository(tmp_path / "repo")


def world(root: Path) -> World:
    return World.at(root, Console(), Environment({}))


def base(repo: Repository, context: Context, ref: str = "") -> str:
    return base_commit(Commits(Git(repo.root)), context, ref)


def test_nothing_is_asked_where_nobody_wants_to_know(tmp_path: Path) -> None:
    found = compared(Comparison(), LAPTOP, world(tmp_path / "nowhere"))

    assert found.added_to(Evidence()) == Evidence()
    assert found.notices == ()


def test_outside_a_repository_and_before_the_first_commit(repo: Repository, tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    problem = changes_of(world(outside), LAPTOP, "main").problem
    assert problem is not None
    assert (problem.cause, problem.reason) == ("no-base", "this is no git repository")

    with pytest.raises(NoCommit, match="there is no commit yet"):
        base(repo, LAPTOP, "main")


@pytest.mark.parametrize("event", ["merge_group", "workflow_dispatch"])
def test_an_event_without_a_base(repo: Repository, event: str) -> None:
    with pytest.raises(NoCommit, match=f"the event {event} has no base") as caught:
        base(repo.commit(), replace(CI, event=event))
    assert not caught.value.broken


def test_a_push_of_a_commit_onto_itself_is_compared_with_the_parent(repo: Repository) -> None:
    head = repo.commit().commit().git("rev-parse", "HEAD")
    subject = Subject(commit=head, base_sha=head)

    assert base(repo, replace(CI, event="push", subject=subject)) == repo.git("rev-parse", "HEAD~1")


def test_a_push_whose_base_is_gone_and_that_has_no_parent(repo: Repository) -> None:
    subject = Subject(base_sha="1" * 40)

    with pytest.raises(NoCommit, match="cannot fetch"):
        base(repo.commit(), replace(CI, event="push", subject=subject))


def test_a_pull_request_that_does_not_say_its_base(repo: Repository) -> None:
    head = repo.commit().git("rev-parse", "HEAD")

    with pytest.raises(NoCommit, match="neither the pull request nor its merge"):
        base(repo, replace(CI, event="pull_request", subject=Subject(commit=head)))


def test_git_that_cannot_compare(repo: Repository) -> None:
    repo.write({"a.py": "1\n"}).commit().write({"a.py": "2\n"}).commit()
    blob = repo.root / ".git" / "objects"
    tree = repo.git("rev-parse", "HEAD~1^{tree}")
    (blob / tree[:2] / tree[2:]).unlink()

    found = changes_of(world(repo.root), LAPTOP, "HEAD~1")
    assert found.problem is not None
    assert found.problem.cause == "environment"
    assert found.problem.reason.startswith("git cannot say what has changed: ")


def test_in_ci_the_commit_counts_and_on_a_laptop_the_files(repo: Repository) -> None:
    before = repo.write({"a.py": "1\n"}).commit().git("rev-parse", "HEAD")
    repo.write({"a.py": "1\n2\n"}).commit().write({"a.py": "1\n2\n3\n", "new.py": "x"})
    subject = Subject(base_sha=before)

    ci = changes_of(world(repo.root), replace(CI, event="push", subject=subject)).changes
    laptop = changes_of(world(repo.root), LAPTOP, before).changes

    assert ci is not None
    assert laptop is not None
    assert (ci.base, laptop.base) == (before, before)
    assert {path: list(lines_of(file.lines)) for path, file in ci.files.items()} == {"a.py": [2]}
    assert {path: list(lines_of(file.lines)) for path, file in laptop.files.items()} == {
        "a.py": [2, 3],
        "new.py": [1],
    }


EVIDENCE = Evidence(
    stages=(stage("unit", cases("t", "a")), stage("e2e", cases("t", "b"))), coverage=coverage({"a.py": "+"})
)


def record(folder: Path, **parts: str) -> Path:
    context = replace(CONTEXT, **{"gate": "api", **parts})  # type: ignore[arg-type]
    path = folder / "base.json"
    path.write_text(record_text(report(Decision.READY, evidence=EVIDENCE, context=context)), encoding="utf-8")
    return path


def told(folder: Path, now: str, **parts: str) -> str:
    path = record(folder, **parts)
    found = base_from(world(folder), replace(LAPTOP, started=now), Comparison(base=str(path)))
    (notice,) = found.notices
    return notice


@pytest.mark.parametrize(
    ("now", "age"),
    [
        ("2026-11-20T12:00:59Z", "0 minutes old"),
        ("2026-11-20T12:01:00Z", "1 minute old"),
        ("2026-11-20T13:00:00Z", "1 hour old"),
        ("2026-11-22T11:59:00Z", "47 hours old"),
        ("2026-11-22T12:00:00Z", "2 days old"),
        ("2026-11-20T11:59:00Z", "from the future"),
        ("", "of unknown age"),
        ("2026-11-22T12:00:00", "of unknown age"),
    ],
)
def test_the_age_of_a_base(tmp_path: Path, now: str, age: str) -> None:
    assert told(tmp_path, now) == f"base: 3f9c2ab, {age}, from base.json"


def test_a_base_without_a_commit_and_from_elsewhere(tmp_path: Path) -> None:
    assert told(tmp_path, "", commit="") == "base: no commit, of unknown age, from base.json"
    (tmp_path / "root").mkdir()
    path = str(record(tmp_path))
    (notice,) = base_from(world(tmp_path / "root"), LAPTOP, Comparison(base=path)).notices
    assert notice.endswith(f"from {path}")


def test_a_base_of_an_incomplete_run(tmp_path: Path) -> None:
    text = record_text(report(Decision.PASSED, scope="quick", context=replace(CONTEXT, gate="api")))
    (tmp_path / "b.json").write_text(text, encoding="utf-8")
    (notice,) = base_from(world(tmp_path), LAPTOP, Comparison(base=str(tmp_path / "b.json"))).notices

    assert notice.endswith("from b.json, of an incomplete run (quick)")


def test_stages_that_this_run_leaves_out_are_not_compared(tmp_path: Path) -> None:
    path = str(record(tmp_path))
    whole = base_from(world(tmp_path), LAPTOP, Comparison(base=path)).base
    part = base_from(world(tmp_path), LAPTOP, Comparison(base=path, left_out=("e2e", "other"))).base

    assert whole is not None
    assert part is not None
    assert [one.name for one in whole.stages] == ["unit", "e2e"]
    assert [one.name for one in part.stages] == ["unit"]
    assert whole.coverage == EVIDENCE.coverage or whole.coverage is not None
    assert part.coverage is None


def test_a_folder_is_no_record(tmp_path: Path) -> None:
    found = base_from(world(tmp_path), LAPTOP, Comparison(base=str(tmp_path)))

    assert found.problem is not None
    assert found.problem.cause == "unreadable"
    assert found.notices == ("base: none, " + found.problem.reason,)


def unchanged(repo: Repository, ref: str, **subject: object) -> frozenset[str]:
    """By a base record that names this commit and tree."""
    context = replace(CONTEXT, gate="api", folder="", **subject)  # type: ignore[arg-type]
    text = record_text(report(Decision.READY, context=context))
    (repo.root / "quality-gate").mkdir(exist_ok=True)
    (repo.root / "quality-gate" / "base.json").write_text(text)
    wanted = Comparison(base="quality-gate/base.json", ref=ref)
    return compared(wanted, LAPTOP, world(repo.root)).added_to(Evidence()).unchanged


def test_what_is_unchanged_since_the_base_is_known_of_its_very_commit_or_tree(repo: Repository) -> None:
    repo.write({"a.py": "1\n", "b.py": "2\n", "c.py": "3\n" * 9, "gone.py": "4\n"}).commit()
    first, tree = repo.git("rev-parse", "HEAD", "HEAD^{tree}").split()
    repo.git("mv", "c.py", "d.py")
    repo.git("rm", "-q", "gone.py")
    repo.write({"b.py": "22\n", "new.py": "5\n"}).commit().write({"loose.py": "6\n"})
    other = "1" * 40

    assert unchanged(repo, first, commit=first) == {".gitignore", "a.py"}
    assert unchanged(repo, first, commit=other, tree=tree) == {".gitignore", "a.py"}
    assert unchanged(repo, first, commit=first, edited=("a.py",)) == {".gitignore"}


def test_what_is_unchanged_since_another_commit_than_the_base_is_not_known(repo: Repository) -> None:
    repo.write({"a.py": "1\n"}).commit()
    first = repo.git("rev-parse", "HEAD")
    repo.write({"b.py": "2\n"}).commit()

    assert unchanged(repo, "HEAD", commit=first) == frozenset()
    assert unchanged(repo, "HEAD", commit=first, tree="2" * 40) == frozenset()
    assert unchanged(repo, "nosuch", commit=first) == frozenset()
