"""Runs compared with the record of an earlier one: coverage that falls, tests that fail or are gone."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from repository import Ran, Repository, junit, lcov

STAGE = (
    "version: 1\nstages:\n  unit:\n"
    "    run: mkdir -p out && cp *.xml *.info out/ && exit $(cat code)\n"
    "    reports: [out/unit.xml, out/lcov.info]\n"
)
DROP = "coverage: {max-drop: 1}\n"
TESTS = "tests: {pass-rate: 0, new-failures: 0, lost: 0}\n"


class Gate:
    """One repository, in which one run after the other takes place."""

    def __init__(self, root: Path, rules: str) -> None:
        self.repo = Repository(root)
        self.repo.write({"quality-gate.yml": STAGE + rules})

    def run(self, cases: str = "a", coverage: dict[str, str] | None = None, *words: str) -> Ran:
        report = lcov(coverage or {"src/a.py": "+"})
        self.repo.write({"unit.xml": junit(*cases.split()), "lcov.info": report})
        self.repo.write({"code": str(int("!" in cases))})
        for path, drawn in (coverage or {"src/a.py": "+"}).items():
            self.repo.write({path: "x\n" * len(drawn)})
        return self.repo.commit().gate("run", *words)

    def base(self, cases: str = "a", coverage: dict[str, str] | None = None) -> Gate:
        self.run(cases, coverage)
        (self.repo.root / "quality-gate" / "record.json").rename(self.repo.root / "base.json")
        return self

    def compared(self, cases: str = "a", coverage: dict[str, str] | None = None, *words: str) -> Ran:
        return self.run(cases, coverage, "--base", "base.json", *words)


@pytest.fixture
def drop(tmp_path: Path) -> Gate:
    return Gate(tmp_path, DROP)


@pytest.fixture
def tests(tmp_path: Path) -> Gate:
    return Gate(tmp_path, TESTS)


NINE = {"src/a.py": "+" * 90 + "-" * 10}


@pytest.mark.parametrize(
    ("after", "status", "said"),
    [
        ({"src/a.py": "+" * 90 + "-" * 10}, "passed", "90 %, no lower"),
        ({"src/a.py": "+" * 89 + "-" * 11}, "passed", "89 %, 1 percentage point lower"),
        ({"src/a.py": "+" * 8899 + "-" * 1101}, "failed", "88.99 %, 1.01 percentage points lower"),
        ({"src/a.py": "+" * 40 + "-" * 10}, "passed", "80 %, 10 percentage points lower, but only because"),
        ({"src/a.py": "+" * 40 + "-" * 11}, "failed", "78.4 %, 11.6 percentage points lower"),
        ({"src/a.py": "+" * 40 + "-" * 9, "src/b.py": "-"}, "failed", "80 %, 10 percentage points lower"),
    ],
)
def test_how_far_coverage_may_fall(drop: Gate, after: dict[str, str], status: str, said: str) -> None:
    ruling = drop.base(coverage=NINE).compared(coverage=after).ruling("coverage.max-drop")

    assert ruling["status"] == status, ruling
    assert ruling["got"].startswith(said)


def test_a_file_that_is_no_longer_measured_is_not_gone(drop: Gate) -> None:
    drop.base(coverage={"src/a.py": "+" * 90, "src/b.py": "-" * 10})
    hidden = drop.compared(coverage={"src/b.py": "-" * 10})
    assert hidden.ruling("coverage.max-drop")["status"] == "failed"
    assert hidden.ruling("coverage.max-drop")["reason"] == "no longer measured: src/a.py"

    (drop.repo.root / "src" / "a.py").unlink()
    removed = drop.compared(coverage={"src/b.py": "-" * 10})
    assert removed.ruling("coverage.max-drop")["status"] == "passed"


def test_a_thinner_report_of_an_unchanged_file_is_told_from_removed_code(drop: Gate) -> None:
    drop.base(coverage=NINE)
    thin = lcov({"src/a.py": "+" * 40 + "-" * 10})
    drop.repo.write({"lcov.info": thin, "README": "other\n"}).commit()
    known = drop.repo.gate("run", "--base", "base.json", "--base-ref", "HEAD~1")
    unknown = drop.repo.gate("run", "--base", "base.json")

    reason = "src/a.py is unchanged, yet the report has 50 lines fewer of it"
    assert (known.code, known.ruling("coverage.max-drop")["reason"]) == (1, reason)
    assert unknown.ruling("coverage.max-drop")["status"] == "passed"

    drop.repo.write({"src/a.py": "x\n" * 50}).commit()
    removed = drop.repo.gate("run", "--base", "base.json", "--base-ref", "HEAD~2")
    assert removed.ruling("coverage.max-drop")["status"] == "passed"


def test_other_units_cannot_be_compared(drop: Gate) -> None:
    drop.base(coverage=NINE)
    path = drop.repo.root / "base.json"
    record = json.loads(path.read_text())
    record["coverage"]["files"]["src/a.py"]["headline"] = "branches"
    path.write_text(json.dumps(record))

    assert drop.compared(coverage=NINE).ruling("coverage.max-drop")["cause"] == "inconclusive"


def test_without_a_base_it_warns_and_says_what_to_do(drop: Gate) -> None:
    ran = drop.run()

    ruling = ran.ruling("coverage.max-drop")
    assert (ruling["status"], ruling["cause"]) == ("unknown", "no-base")
    assert "--base record.json" in ruling["next"]
    assert ran.record["verdict"]["phrase"] == "READY WITH WARNINGS"


def test_a_base_may_be_required(tmp_path: Path) -> None:
    gate = Gate(tmp_path, DROP + "base: required\n")
    ran = gate.run()

    assert ran.code == 1
    assert ran.ruling("coverage.max-drop")["cause"] == "no-base"
    assert "1 of 2 required rules does not hold" in ran.out


def test_its_commit_and_age_are_told(drop: Gate) -> None:
    ran = drop.base().compared()

    (said,) = [line for line in ran.record["notices"] if line.startswith("base: ")]
    commit = json.loads((drop.repo.root / "base.json").read_text())["subject"]["commit"]
    assert said == f"base: {commit[:7]}, 0 minutes old, from base.json"
    assert said in ran.out


def test_a_base_of_the_very_same_commit_is_told(drop: Gate) -> None:
    drop.base()
    again = drop.repo.gate("run", "--base", "base.json")

    assert "the very commit that is judged now" in again.out.replace("\n    ", " ")


def tampered(site: Gate, /, **parts: Any) -> Ran:
    path = site.base().repo.root / "base.json"
    record = json.loads(path.read_text())
    for name, value in parts.items():
        record[name] = value
    path.write_text(json.dumps(record))
    return site.compared()


def test_a_record_of_another_gate_is_refused(drop: Gate) -> None:
    ruling = tampered(drop, gate="web").ruling("coverage.max-drop")

    assert (ruling["status"], ruling["cause"]) == ("unknown", "no-match")
    assert ruling["reason"].startswith("base.json is of gate web, and this is gate ")


def test_a_record_of_another_folder_is_refused(drop: Gate) -> None:
    ruling = tampered(drop, policy={"config": "", "digest": "", "folder": "api"}).ruling("coverage.max-drop")

    assert " in api, and this is gate " in ruling["reason"]


def test_a_record_of_another_version_is_refused(drop: Gate) -> None:
    ran = tampered(drop, schema="quality-gate/record/9")

    assert ran.code == 1
    assert "its schema is 'quality-gate/record/9'" in ran.ruling("coverage.max-drop")["reason"]


@pytest.mark.parametrize("content", ["", "[]", "{", "[" * 100_000, '{"schema": NaN}', "\0"])
def test_what_is_no_record_is_refused(drop: Gate, content: str) -> None:
    (drop.base().repo.root / "base.json").write_text(content)
    ran = drop.compared()

    assert ran.code == 1
    assert ran.ruling("coverage.max-drop")["cause"] == "unreadable"
    assert "Traceback" not in ran.said


def test_a_record_that_is_not_there_is_a_mistake_of_the_command_line(drop: Gate) -> None:
    ran = drop.run("a", None, "--base", "nowhere.json")

    assert (ran.code, ran.out, ran.record) == (2, "", {})
    assert ran.err == (
        "quality-gate: there is no nowhere.json\n  → give the record of an earlier run, or leave out --base\n"
    )
    assert not (drop.repo.root / "out").exists()  # nothing has run


def test_new_failures_are_those_that_did_not_fail_before(tests: Gate) -> None:
    ran = tests.base("a b! c! d?").compared("a! b! c d! e!")

    ruling = ran.ruling("tests.new-failures")
    assert ruling["status"] == "failed"
    assert ruling["got"] == "3 new failures, 1 known from the base"
    assert [spot["note"].partition(":")[0] for spot in ruling["spots"]] == ["t", "t", "t"]
    assert ran.ruling("tests.lost")["status"] == "passed"


def test_known_failures_are_not_new(tests: Gate) -> None:
    assert tests.base("a b!").compared("a b!").ruling("tests.new-failures")["status"] == "passed"


def test_lost_tests_are_named(tests: Gate) -> None:
    ran = tests.base("a b? c! d").compared("a e")

    ruling = ran.ruling("tests.lost")
    assert ran.code == 1
    assert ruling["got"] == "3 lost tests"
    assert [spot["note"] for spot in ruling["spots"]] == ["t::b: gone", "t::c: gone", "t::d: gone"]


def test_a_name_that_holds_a_secret_is_the_same_name(tmp_path: Path) -> None:
    secret = {"SERVICE_TOKEN": "hunter2hunter2hunter2"}
    gate = Gate(tmp_path, TESTS)
    gate.repo.write(
        {"unit.xml": junit("a-hunter2hunter2hunter2"), "lcov.info": lcov({"a": "+"}), "code": "0"}
    )
    gate.repo.write({"a": "x\n"}).commit().gate("run", env=secret)
    (tmp_path / "quality-gate" / "record.json").rename(tmp_path / "base.json")
    ran = gate.repo.gate("run", "--base", "base.json", env=secret)

    assert "hunter2" not in (tmp_path / "base.json").read_text()
    assert ran.ruling("tests.lost")["status"] == "passed"


def test_a_test_that_is_skipped_is_there(tests: Gate) -> None:
    assert tests.base("a b").compared("a b?").ruling("tests.lost")["status"] == "passed"


def test_tests_in_a_renamed_file_are_not_lost(tmp_path: Path) -> None:
    repo = Repository(tmp_path)
    suite = '<testsuite name="s" tests="1"><testcase classname="{0}" name="x" file="{1}"/></testsuite>'
    text = "version: 1\nstages: {unit: {run: mkdir -p out && cp u.xml out/u.xml, reports: out/u.xml}}\n"
    body = "def test():\n    pass\n" * 9
    repo.write({"quality-gate.yml": text + "tests: {lost: 0}\n", "tests/test_old.py": body})
    repo.write({"u.xml": suite.format("tests.test_old", "tests/test_old.py")}).commit().gate("run")
    (tmp_path / "quality-gate" / "record.json").rename(tmp_path / "base.json")
    repo.git("mv", "tests/test_old.py", "tests/test_new.py")
    repo.write({"u.xml": suite.format("tests.test_new", "tests/test_new.py")}).commit()

    assert repo.gate("run", "--base", "base.json").ruling("tests.lost")["got"] == "1 lost test"
    known = repo.gate("run", "--base", "base.json", "--base-ref", "HEAD~1")
    assert known.ruling("tests.lost")["status"] == "passed"


def test_a_part_of_the_gate_is_compared_with_the_same_part(tmp_path: Path) -> None:
    repo = Repository(tmp_path)
    stages = "".join(
        f"  {name}: {{run: mkdir -p out && cp {name}.xml out/{name}.xml, reports: out/{name}.xml}}\n"
        for name in ("one", "two")
    )
    repo.write({"quality-gate.yml": f"version: 1\nstages:\n{stages}tests: {{lost: 0, new-failures: 0}}\n"})
    repo.write({"one.xml": junit("a", "b"), "two.xml": junit("c")}).commit().gate("run")
    (tmp_path / "quality-gate" / "record.json").rename(tmp_path / "base.json")
    part = repo.gate("run", "--stage", "one", "--base", "base.json")

    assert part.record["verdict"]["phrase"] == "PASSED (partial: one)"
    assert part.ruling("tests.lost")["got"] == "0 lost tests"
