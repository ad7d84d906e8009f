"""`run`, the action's two steps and a matrix are one path: the same envelopes give the same answer."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from repository import Repository, junit, lcov, leaves

SHARDED = f"""\
version: 1
stages:
  unit:
    run: |
      {leaves("out/unit.xml", junit("a", "b")).replace(chr(10), chr(10) + "      ")}
      {leaves("out/lcov.info", lcov({"src/a.py": "++"})).replace(chr(10), chr(10) + "      ")}
    reports: [out/unit.xml, out/lcov.info]
  e2e:
    shards: 4
    run: |
      mkdir -p out
      echo '<testsuite tests="1"><testcase classname="e" name="t'$QG_SHARD'"/></testsuite>' > out/e2e.xml
    reports: out/e2e.xml
tests: {{pass-rate: 100, min-count: 6}}
coverage: {{total: 100}}
"""


@pytest.fixture
def shop(tmp_path: Path) -> Repository:
    repository = Repository(tmp_path / "shop").write({"quality-gate.yml": SHARDED, "src/a.py": "x\ny\n"})
    return repository.commit()


def hand_over(shop: Repository, to: Path) -> None:
    shutil.copytree(shop.root / "quality-gate", to)
    shutil.rmtree(shop.root / "quality-gate")


def legs(shop: Repository, folder: Path) -> None:
    """What the legs of a matrix upload: one folder each, under any name."""
    matrix = json.loads(shop.gate("plan", "--matrix").out)["include"]
    assert len(matrix) == 5
    for number, leg in enumerate(matrix):
        ran = shop.gate("stage", *json.loads(leg["args"]))
        assert ran.code == 0, ran.said
        hand_over(shop, folder / f"artifact-{number}" / "deep")


def test_all_ways_give_the_same_answer(shop: Repository, tmp_path: Path) -> None:
    at_once = shop.gate("run")
    assert (at_once.code, at_once.out.splitlines()[0].split("  ")[0]) == (0, "READY")

    assert shop.gate("run", "--no-verdict").code == 0
    in_two_steps = shop.gate("conclude")
    shutil.rmtree(shop.root / "quality-gate")
    legs(shop, tmp_path / "handed over")
    from_a_matrix = shop.gate("conclude", str(tmp_path / "handed over"))

    assert at_once.record["rulings"] == in_two_steps.record["rulings"] == from_a_matrix.record["rulings"]
    assert (in_two_steps.code, from_a_matrix.code) == (0, 0)


def test_a_missing_shard_is_named_and_blocks(shop: Repository, tmp_path: Path) -> None:
    legs(shop, tmp_path / "all")
    shutil.rmtree(tmp_path / "all" / "artifact-3")
    ran = shop.gate("conclude", str(tmp_path / "all"))

    assert ran.code == 1
    ruling = ran.ruling("stages.e2e")
    assert (ruling["status"], ruling["cause"]) == ("unknown", "incomplete")
    assert "3 of 4 shards reported; missing: e2e 3/4" in ruling["reason"]


def test_a_shard_of_another_commit_is_named_and_blocks(shop: Repository, tmp_path: Path) -> None:
    legs(shop, tmp_path / "all")
    shop.write({"src/b.py": ""}).commit()
    ran = shop.gate("conclude", str(tmp_path / "all"))

    assert ran.code == 1
    assert ran.ruling("stages.unit")["cause"] == "stale"


def test_a_report_that_was_changed_on_the_way_is_refused(shop: Repository, tmp_path: Path) -> None:
    legs(shop, tmp_path / "all")
    (copy,) = (tmp_path / "all" / "artifact-0").rglob("*unit.xml")
    copy.write_text(junit("a", "b", "c"), encoding="utf-8")
    ran = shop.gate("conclude", str(tmp_path / "all"))

    assert ran.code == 1
    assert "SHA-256 differs" in ran.ruling("stages.unit")["reason"]


def test_nothing_handed_over_is_not_ready(shop: Repository, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    ran = shop.gate("conclude", str(tmp_path / "empty"))

    assert ran.code == 1
    assert ran.out.startswith("NOT READY")


def test_a_part_is_called_a_part(shop: Repository) -> None:
    for words in (("--stage", "unit"), ("--until", "unit"), ("--from", "e2e")):
        ran = shop.gate("run", *words)

        assert "READY" not in ran.said
        assert ran.record["verdict"]["ready"] is False
        assert ran.out.startswith(("PASSED (partial", "FAILED (partial"))


def test_outputs_and_summary_carry_the_same_answer(shop: Repository, tmp_path: Path) -> None:
    files = {name: tmp_path / name for name in ("GITHUB_OUTPUT", "GITHUB_STEP_SUMMARY")}
    for path in files.values():
        path.touch()
    ran = shop.gate(
        "run", env={"GITHUB_ACTIONS": "true", **{name: str(path) for name, path in files.items()}}
    )

    output = files["GITHUB_OUTPUT"].read_text(encoding="utf-8")
    summary = files["GITHUB_STEP_SUMMARY"].read_text(encoding="utf-8")
    assert ran.code == 0, ran.said
    assert "\nREADY\n" in output
    assert "\ntrue\n" in output
    assert summary.count("READY") == 1
    assert "READY" in summary.splitlines()[0]


def test_json_on_request_is_the_record_and_nothing_else(shop: Repository) -> None:
    ran = shop.gate("run", "--format", "json")

    assert json.loads(ran.out) == ran.record
