"""Which commit another is compared with, in clones that hold everything, little, or the wrong thing."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from quality_gate.world.git import Git
from quality_gate.world.git_commits import Commits, NoCommit
from repository import Repository


@pytest.fixture
def origin(tmp_path: Path) -> Repository:
    """main: one, two, three; feature: leaves main at two."""
    repo = Repository(tmp_path / "origin")
    for name in ("one", "two"):
        repo.write({name: name}).commit()
    repo.git("branch", "feature")
    repo.write({"three": "three"}).commit()
    repo.git("checkout", "-q", "feature")
    repo.write({"mine": "mine"}).commit()
    repo.git("checkout", "-q", "main")
    return repo


def sha(origin: Repository, name: str) -> str:
    return origin.git("rev-parse", name)


def clone(origin: Repository, folder: Path, *words: str) -> Commits:
    subprocess.run(
        ["git", "clone", "-q", *words, origin.root.as_uri(), str(folder)], check=True, capture_output=True
    )
    return Commits(Git(folder))


def test_parents_of_a_shallow_clone(origin: Repository, tmp_path: Path) -> None:
    origin.git("merge", "-q", "--no-ff", "feature", "-m", "parent 1\n\nparent x")
    commits = clone(origin, tmp_path / "clone", "--depth=1")

    assert commits.parents() == (sha(origin, "main~1"), sha(origin, "feature"))
    assert commits.git.answer("rev-parse", "HEAD^1").code != 0


def test_a_shallow_clone_is_deepened_by_one_commit(origin: Repository, tmp_path: Path) -> None:
    commits = clone(origin, tmp_path / "clone", "--depth=1")
    (parent,) = commits.parents()
    assert not commits.has(parent)

    assert commits.fetched(parent) == parent
    assert commits.has(parent)
    assert commits.shallow()
    assert commits.git.answer("rev-list", "--count", parent).text == "1\n"
    assert commits.fetched(parent) == parent  # and asks nobody again


def test_a_whole_clone_stays_whole(origin: Repository, tmp_path: Path) -> None:
    commits = clone(origin, tmp_path / "clone", "--single-branch", "--branch=main")

    assert commits.fetched(sha(origin, "feature"))
    assert not commits.shallow()


@pytest.mark.parametrize("words", [(), ("--depth=1",)])
def test_where_two_lines_meet(origin: Repository, tmp_path: Path, words: tuple[str, ...]) -> None:
    commits = clone(origin, tmp_path / "clone", "--single-branch", "--branch=feature", *words)

    assert commits.meeting(sha(origin, "main")) == sha(origin, "main~1")


def test_far_away(origin: Repository, tmp_path: Path) -> None:
    origin.git("checkout", "-q", "feature")
    for _ in range(40):
        origin.git("commit", "-q", "--allow-empty", "-m", "x")
    commits = clone(origin, tmp_path / "clone", "--depth=1", "--branch=feature")

    assert commits.meeting(sha(origin, "main")) == sha(origin, "main~1")


def test_farther_away_than_anybody_asks_for(origin: Repository, tmp_path: Path) -> None:
    git = clone(origin, tmp_path / "clone", "--depth=1", "--branch=feature").git

    assert Commits(git, depths=(1,)).meeting(sha(origin, "main")) == sha(origin, "main~1")
    assert not Commits(git).shallow()


def test_what_is_no_commit_is_not_found(origin: Repository, tmp_path: Path) -> None:
    commits = clone(origin, tmp_path / "clone", "--depth=1")

    with pytest.raises(NoCommit, match="cannot find"):
        commits.fetched(sha(origin, "main:one"))


def test_lines_that_never_meet(origin: Repository, tmp_path: Path) -> None:
    origin.git("checkout", "-q", "--orphan", "island")
    origin.commit()
    for words in ((), ("--depth=1",)):
        commits = clone(origin, tmp_path / f"clone{len(words)}", "--branch=island", *words)

        with pytest.raises(NoCommit, match="no common history") as caught:
            commits.meeting(sha(origin, "main"))
        assert caught.value.broken


def test_a_commit_that_nobody_has(origin: Repository, tmp_path: Path) -> None:
    commits = clone(origin, tmp_path / "clone", "--depth=1")

    with pytest.raises(NoCommit, match="cannot fetch 000000000000: ") as caught:
        commits.fetched("0" * 39 + "1")
    assert caught.value.broken
    assert "fetch-depth" in caught.value.remedy


def test_no_network(origin: Repository, tmp_path: Path) -> None:
    commits = clone(origin, tmp_path / "clone", "--depth=1")
    (parent,) = commits.parents()
    origin.root.rename(tmp_path / "away")

    with pytest.raises(NoCommit, match="cannot fetch"):
        commits.fetched(parent)


@pytest.mark.parametrize("name", ["--upload-pack=touch x", "-x", "", "$(touch x)", "a b", "main..HEAD"])
def test_hostile_names_are_names(origin: Repository, name: str) -> None:
    assert Commits(Git(origin.root)).resolved(name) == ""
    assert not (origin.root / "x").exists()


def test_what_a_person_says(origin: Repository, tmp_path: Path) -> None:
    commits = clone(origin, tmp_path / "clone")
    commits.git.answer("tag", "v1", "HEAD~1")

    assert commits.resolved("feature") == sha(origin, "feature")  # only origin has such a branch
    assert commits.resolved("v1") == sha(origin, "main~1")
    assert commits.resolved("main") == sha(origin, "main")


def test_a_branch_that_only_the_origin_knows(origin: Repository, tmp_path: Path) -> None:
    origin.git("tag", "v1", "main~1")
    commits = clone(origin, tmp_path / "clone", "--depth=1", "--branch=feature")

    assert commits.resolved("main") == ""
    assert commits.at_the_origin("main") == commits.at_the_origin("origin/main") == sha(origin, "main")
    assert commits.at_the_origin("v1") == sha(origin, "main~1")
    assert commits.at_the_origin("mai*") == commits.at_the_origin("--upload-pack=x") == ""
    assert Commits(origin_less(tmp_path)).at_the_origin("main") == ""


def origin_less(folder: Path) -> Git:
    return Git(Repository(folder / "alone").commit().root)


def test_only_a_commit_is_asked_of_the_origin(origin: Repository) -> None:
    with pytest.raises(NoCommit, match="is no commit"):
        Commits(Git(origin.root)).fetched("--upload-pack=x")


def test_git_that_is_not_there(tmp_path: Path) -> None:
    commits = Commits(Git(tmp_path, {"PATH": str(tmp_path)}))

    assert commits.parents() == ()
    assert commits.resolved("HEAD") == ""
    assert commits.git.answer("status").said == "it is not installed"


def test_a_line_follows_first_parents_and_knows_trees(origin: Repository, tmp_path: Path) -> None:
    origin.git("merge", "-q", "--no-ff", "feature", "-m", "merge")
    commits = clone(origin, tmp_path / "clone")
    line = commits.line(sha(origin, "main"), 3)

    assert [step.commit for step in line] == [sha(origin, f"main~{n}") for n in range(3)]
    assert [step.tree for step in line] == [sha(origin, f"main~{n}^{{tree}}") for n in range(3)]
    assert line[1].time == int(origin.git("show", "-s", "--format=%ct", "main~1"))
    assert commits.line("1" * 40, 3) == ()


def test_a_shallow_line_is_lengthened_by_a_little(origin: Repository, tmp_path: Path) -> None:
    commits = clone(origin, tmp_path / "clone", "--depth=1")
    head = sha(origin, "main")
    assert len(commits.line(head, 9)) == 1

    Commits(commits.git, depths=(2,)).deepened(head)
    assert len(commits.line(head, 9)) == 3  # a longer one is lengthened, too, and never cut off


def test_commits_that_hold_the_same(origin: Repository, tmp_path: Path) -> None:
    origin.git("revert", "--no-edit", "HEAD")
    origin.git("commit", "-q", "--allow-empty", "-m", "nothing")
    commits = clone(origin, tmp_path / "clone")
    tree = sha(origin, "main^{tree}")
    asked = [sha(origin, name) for name in ("main", "main~1", "main~2", "main~3")]

    found = commits.holding(tree, [*asked, "1" * 40, "--all", "main"])
    assert found == {asked[0], asked[1], asked[3]}
    assert commits.holding(tree, []) == frozenset()
