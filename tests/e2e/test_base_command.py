"""`base` says what a run would be compared with, also where that is nothing, and what is missing."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from repository import Repository, junit

GATE = "version: 1\nstages: {unit: {run: mkdir -p out && cp u.xml out/u.xml, reports: out/u.xml}}\n"
COMPARING = GATE + "tests: {lost: 0, new-failures: 0}\n"


def site(root: Path, gate: str = COMPARING) -> Repository:
    return Repository(root / "shop").write({"quality-gate.yml": gate, "u.xml": junit("a")}).commit()


def words(text: str) -> str:
    return " ".join(text.split())


def test_a_record_that_is_named(tmp_path: Path) -> None:
    repo = site(tmp_path)
    repo.gate("run")
    (repo.root / "quality-gate" / "record.json").rename(repo.root / "base.json")
    commit = repo.git("rev-parse", "HEAD")
    done = repo.commit().gate("base", "--base", "base.json")

    assert done.code == 0, done.said
    assert done.out.splitlines() == [
        f"base: {commit[:7]}, 0 minutes old, from base.json",
        "it is asked for by tests.new-failures, tests.lost",
    ]
    value = json.loads(repo.gate("base", "--base", "base.json", "--format", "json").out)
    assert (value["base"]["commit"], value["base"]["from"]) == (commit, "base.json")
    assert (value["base"]["scope"], value["base"]["relation"]) == ("", "")
    assert (value["reason"], value["next"], value["required"]) == ("", "", False)


@pytest.mark.parametrize(("more", "weight"), [("", "warn"), ("base: required\n", "block")])
def test_on_a_laptop_it_says_what_is_missing(tmp_path: Path, more: str, weight: str) -> None:
    repo = site(tmp_path, COMPARING + more)
    done = repo.gate("base")

    assert done.code == 1
    assert words(done.out) == (
        "base: none, nobody can be asked: there is no token, or no repository on GitHub → "
        "set QUALITY_GATE_TOKEN and GITHUB_REPOSITORY, or give an earlier record: `--base record.json` "
        f"it is asked for by tests.new-failures, tests.lost without it they {weight}"
    )
    value = json.loads(repo.gate("base", "--format", "json").out)
    assert (value["base"], value["cause"]) == (None, "no-base")
    assert value["rules"] == ["tests.new-failures", "tests.lost"]
    assert value["required"] is bool(more)


def test_with_a_token_it_says_what_the_run_could_not_know(tmp_path: Path) -> None:
    known = {
        "QUALITY_GATE_TOKEN": "t",
        "GITHUB_REPOSITORY": "acme/shop",
        "GITHUB_API_URL": "http://127.0.0.1:9",
    }
    done = site(tmp_path).gate("base", env=known)

    assert done.code == 1
    assert words(done.out).startswith(
        "base: none, nothing says what to compare with → name what it is compared with: `--base-ref main`"
    )


def test_a_record_that_is_refused_blocks(tmp_path: Path) -> None:
    repo = site(tmp_path)
    (repo.root / "base.json").write_text("{")
    done = repo.gate("base", "--base", "base.json")

    assert done.code == 1
    assert words(done.out).startswith("base: none, base.json cannot be read as a base: not JSON")
    assert done.out.splitlines()[-1] == "without it they block"
    assert (
        json.loads(repo.gate("base", "--base", "base.json", "--format", "json").out)["cause"] == "unreadable"
    )


def test_where_no_rule_compares_it_says_so(tmp_path: Path) -> None:
    repo = site(tmp_path, GATE).write({"base.json": "[]"})
    done = repo.gate("base", "--base", "base.json")

    assert done.code == 1
    assert words(done.out) == (
        "base: none, base.json cannot be read as a base: not a JSON object "
        "→ give `--base` the record of an earlier run of this gate "
        "no rule of this configuration compares with a base"
    )


def test_a_ref_that_git_does_not_know_is_told(tmp_path: Path) -> None:
    repo = site(tmp_path)
    done = repo.gate("base", "--base-ref", "nosuch")

    assert done.code == 1
    assert words(done.out) == (
        "base: none, git knows no 'nosuch', neither here nor at its origin "
        "→ name a commit, a branch or a tag; `git branch -a` and `git tag` list them "
        "it is asked for by tests.new-failures, tests.lost without it they warn"
    )
    assert "git knows no 'nosuch'" in repo.gate("run", "--base-ref", "nosuch").ruling("tests.lost")["reason"]
    assert "nobody can be asked" in repo.gate("base", "--base-ref", "main").out


def test_a_record_that_is_not_there_is_a_mistake(tmp_path: Path) -> None:
    done = site(tmp_path).gate("base", "--base", "nowhere.json")

    assert (done.code, done.out) == (2, "")
    assert done.err.startswith("quality-gate: there is no nowhere.json\n")


def test_nothing_is_run_and_nothing_is_written(tmp_path: Path) -> None:
    repo = site(tmp_path)
    repo.gate("base")

    assert not (repo.root / "out").exists()
    assert not (repo.root / "quality-gate").exists()
