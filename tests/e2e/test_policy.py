"""A pull request that weakens its own gate: each way in words, blocking until a label accepts it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from repository import Ran, Repository, junit

CONFIG = """\
version: 1
stages:
  unit: {run: mkdir -p out && cp unit.xml out/unit.xml, reports: out/unit.xml}
tests:
  pass-rate: 100
  min-count: 2
"""


def repository(folder: Path, config: str = CONFIG) -> Repository:
    repo = Repository(folder).write({"quality-gate.yml": config, "unit.xml": junit("a", "b", "c")})
    return repo.commit()


def proposed(repo: Repository, *words: str, **files: str) -> Ran:
    """A pull request that changes these files, judged as GitHub merges it."""
    base = repo.git("rev-parse", "HEAD")
    repo.git("checkout", "-q", "-b", "change")
    repo.write({"note.txt": "x", **{name.replace("__", "/"): text for name, text in files.items()}}).commit()
    head = repo.git("rev-parse", "HEAD")
    repo.git("checkout", "-q", "main")
    repo.git("merge", "-q", "--no-ff", "-m", "merge", "change")
    payload: dict[str, Any] = {
        "pull_request": {
            "number": 7,
            "head": {"sha": head, "ref": "change", "repo": {"full_name": "o/r"}},
            "base": {"sha": base, "ref": "main", "repo": {"full_name": "o/r"}},
            "labels": [{"name": "gate-change"}],
        }
    }
    event = repo.root.parent / "event.json"
    event.write_text(json.dumps(payload), encoding="utf-8")
    environment = {
        "GITHUB_ACTIONS": "true",
        "GITHUB_EVENT_NAME": "pull_request",
        "GITHUB_EVENT_PATH": str(event),
        "GITHUB_SHA": repo.git("rev-parse", "HEAD"),
    }
    return repo.gate("run", *words, env=environment)


def said(ran: Ran) -> list[str]:
    return [spot["note"] for spot in ran.ruling("policy")["spots"]]


def write(repo: Repository, config: str) -> Ran:
    return proposed(repo, **{"quality-gate.yml": config})


def test_an_ordinary_change_leaves_the_gate_as_it_is(tmp_path: Path) -> None:
    ran = proposed(repository(tmp_path / "repo"))

    assert ran.code == 0, ran.said
    assert ran.ruling("policy")["status"] == "passed"


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("min-count: 2", "min-count: 1", "tests.min-count: lowered from 2 to 1"),
        ("  min-count: 2\n", "", "tests.min-count: it was deleted"),
        ("reports: out/unit.xml}", "reports: out/unit.xml, level: optional}", "has become optional"),
        ("tests:\n  pass-rate: 100\n  min-count: 2\n", "", "tests: it was deleted"),
    ],
)
def test_asking_for_less_blocks_and_is_said(tmp_path: Path, old: str, new: str, words: str) -> None:
    ran = write(repository(tmp_path / "repo"), CONFIG.replace(old, new))

    assert ran.code == 1, ran.said
    assert ran.ruling("policy")["status"] == "failed"
    assert any(words in note for note in said(ran))
    assert words in ran.out
    # The event carries the label of its first time; only the forge knows whether it is still there.
    assert "gate-change" in ran.ruling("policy")["next"]


def test_a_deleted_gate_is_a_weaker_gate(tmp_path: Path) -> None:
    repo = repository(tmp_path / "repo")
    base = repo.git("rev-parse", "HEAD")
    repo.git("rm", "-q", "quality-gate.yml")
    repo.write({"out/junit.xml": junit("a")}).commit()

    ran = repo.gate("check", "--base-ref", base)

    assert ran.ruling("policy")["level"] == "recommended"
    assert said(ran) == ["quality-gate.yml: it was deleted"]


def test_the_first_gate_has_nothing_to_be_compared_with(tmp_path: Path) -> None:
    repo = Repository(tmp_path / "repo").write({"unit.xml": junit("a", "b")}).commit()

    ran = write(repo, CONFIG)

    assert ran.code == 0, ran.said
    assert ran.ruling("policy")["status"] == "skipped"
    assert "first gate" in ran.ruling("policy")["reason"]


def test_a_gate_that_moves_takes_its_floor_along(tmp_path: Path) -> None:
    repo = repository(tmp_path / "repo")
    base = repo.git("rev-parse", "HEAD")
    (repo.root / ".github").mkdir()
    repo.git("mv", "quality-gate.yml", ".github/quality-gate.yml")
    text = CONFIG.replace("min-count: 2", "min-count: 1")
    repo.write({".github/quality-gate.yml": text}).commit()

    ran = repo.gate("run", "--base-ref", base)

    assert said(ran) == ["tests.min-count: lowered from 2 to 1"]
    assert ran.out.startswith("READY WITH WARNINGS")


def test_a_base_that_cannot_be_read_is_no_floor(tmp_path: Path) -> None:
    ran = write(repository(tmp_path / "repo", "version: 7\n"), CONFIG)

    assert ran.code == 1
    assert (ran.ruling("policy")["status"], ran.ruling("policy")["cause"]) == ("unknown", "unreadable")


def test_a_waiver_in_a_file_of_its_own_is_seen(tmp_path: Path) -> None:
    repo = repository(tmp_path / "repo", CONFIG + "waivers: {file: known.yml}\n")
    repo.write({"known.yml": "version: 1\n"}).commit()
    added = repo.gate(
        *("waive", "add", "t::x", "--error", "it broke", "--reason", "a limit of the client", "--owner", "@a")
    )
    assert added.code == 0, added.said
    text = (repo.root / "known.yml").read_text(encoding="utf-8")
    repo.git("checkout", "-q", "known.yml")

    ran = proposed(repo, **{"known.yml": text})

    assert ran.code == 1
    assert [note.partition(",")[0] for note in said(ran)] == ["waivers.tests: t::x: a waiver was added"]


def test_a_lost_test_is_a_weaker_gate_where_a_base_tells_of_it(tmp_path: Path) -> None:
    repo = repository(tmp_path / "repo")
    assert repo.gate("run").code == 0
    record = (repo.root / "quality-gate/record.json").read_text(encoding="utf-8")
    base = tmp_path / "base.json"
    base.write_text(record, encoding="utf-8")

    ran = proposed(repo, "--base", str(base), **{"unit.xml": junit("a", "b")})

    assert said(ran) == ["tests: t::c is gone"]
    assert ran.code == 1


def test_a_part_of_the_gate_says_nothing_of_the_whole(tmp_path: Path) -> None:
    ran = proposed(
        repository(tmp_path / "repo"), "--stage", "unit", **{"quality-gate.yml": CONFIG + "mask: [A]\n"}
    )

    assert not any(ruling["rule"] == "policy" for ruling in ran.record["rulings"])


def weaker() -> str:
    return CONFIG.replace("min-count: 2", "min-count: 1")


def test_a_change_cannot_make_its_own_breach_optional(tmp_path: Path) -> None:
    ran = write(repository(tmp_path / "repo"), weaker() + "policy: {level: optional}\n")

    assert ran.code == 1, ran.said
    assert (ran.ruling("policy")["status"], ran.ruling("policy")["level"]) == ("failed", "required")


def test_the_base_says_which_label_accepts(tmp_path: Path) -> None:
    ran = write(repository(tmp_path / "repo"), weaker() + "policy: {accept-label: size-s}\n")

    assert ran.code == 1
    assert "`gate-change`" in ran.ruling("policy")["next"]
    assert "policy.accept-label: changed from gate-change to size-s" in said(ran)


def test_a_weak_file_that_is_moved_into_the_place_of_the_gate_is_no_floor(tmp_path: Path) -> None:
    repo = Repository(tmp_path / "repo")
    files = {"quality-gate.yml": CONFIG, "examples/quality-gate.yml": weaker(), "unit.xml": junit("a", "b")}
    base = repo.write(files).commit().git("rev-parse", "HEAD")
    (repo.root / ".github").mkdir()
    repo.git("rm", "-q", "quality-gate.yml")
    repo.git("mv", "examples/quality-gate.yml", ".github/quality-gate.yml")
    repo.commit()

    ran = repo.gate("run", "--base-ref", base)

    assert said(ran) == ["tests.min-count: lowered from 2 to 1"]


def test_a_nearer_gate_takes_the_place_of_one_further_up(tmp_path: Path) -> None:
    repo = repository(tmp_path / "repo")
    (repo.root / "web").mkdir()
    (repo.root / "web/a.txt").write_text("x")
    base = repo.commit().git("rev-parse", "HEAD")
    repo.write({"web/quality-gate.yml": weaker(), "web/unit.xml": junit("a", "b")}).commit()

    ran = repo.gate("run", "-C", "web", "--base-ref", base)
    record = json.loads((repo.root / "web/quality-gate/record.json").read_text(encoding="utf-8"))

    (ruling,) = (one for one in record["rulings"] if one["rule"] == "policy")
    assert [spot["note"] for spot in ruling["spots"]] == [
        "quality-gate.yml: takes the place of ../quality-gate.yml"
    ], ran.said


def test_a_stage_that_writes_the_gate_back_is_found(tmp_path: Path) -> None:
    repo = repository(tmp_path / "repo")
    text = weaker()
    text = text.replace("run: mkdir", "run: git show HEAD^1:quality-gate.yml > quality-gate.yml; mkdir")

    ran = write(repo, text)

    assert ran.code == 1, ran.said
    assert ran.ruling("policy")["cause"] == "environment"
    assert "not what it was" in ran.ruling("policy")["reason"]
