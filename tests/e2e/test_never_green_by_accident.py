"""Vacuous and contradictory situations, one row each: every one ends NOT READY, exit 1, with its reason."""

from __future__ import annotations

import os
import textwrap
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from repository import Repository, junit, lcov, leaves

OLD = 946684800  # a moment long before every commit


@dataclass(frozen=True)
class Situation:
    name: str
    config: str
    rule: str
    status: str
    reason: str
    arrange: Callable[[Repository], object] = lambda repository: None


def stage(run: str, reports: str = "out/unit.xml", more: str = "") -> str:
    script = textwrap.indent(run, " " * 6)
    return f"version: 1\nstages:\n  unit:\n    run: |\n{script}\n    reports: [{reports}]\n{more}"


def collected(reports: str = "out/unit.xml", more: str = "") -> str:
    return f"version: 1\nstages:\n  unit:\n    reports: [{reports}]\n{more}"


def lying(path: str, content: str, *, old: bool = False) -> Callable[[Repository], object]:
    """A file that lies there, perhaps from long ago."""

    def arrange(repository: Repository) -> None:
        repository.write({path: content})
        if old:
            os.utime(repository.root / path, (OLD, OLD))

    return arrange


def covered(drawn: dict[str, str], rules: str) -> str:
    return stage(leaves("out/lcov.info", lcov(drawn)), "out/lcov.info", f"coverage:\n{rules}")


GREEN = leaves("out/unit.xml", junit("a", "b"))
TRUNCATED = junit("a", "b", "c!")[:150]
FOREIGN = "<coverage line-rate='1.0' lines-covered='63' lines-valid='82'><packages/></coverage>"
SUITE_ERROR = (
    '<testsuite name="s" tests="0" errors="1" failures="0"><error message="could not load"/></testsuite>'
)
CLAIMS = '<testsuite name="s" tests="500" failures="3"><testcase classname="t" name="a"/></testsuite>'

SITUATIONS = [
    Situation(
        "no report is written",
        stage("true"),
        "stages.unit",
        "unknown missing",
        "out/unit.xml was not written",
    ),
    Situation(
        "a glob finds nothing",
        stage("true", "out/*.xml"),
        "stages.unit",
        "unknown missing",
        "out/*.xml was not written",
    ),
    Situation(
        "the report is from yesterday",
        stage("true"),
        "stages.unit",
        "unknown stale",
        "older than this run",
        lying("out/unit.xml", junit("a"), old=True),
    ),
    Situation(
        "the report lay there a moment ago",
        stage("true"),
        "stages.unit",
        "unknown stale",
        "older than this run",
        lying("out/unit.xml", junit("a")),
    ),
    Situation(
        "an old file among fresh ones",
        stage(leaves("out/b.xml", junit("b")), "out/*.xml"),
        "stages.unit",
        "unknown stale",
        "out/a.xml",
        lying("out/a.xml", junit("a")),
    ),
    Situation(
        "a collected report is older than the commit",
        collected(),
        "stages.unit",
        "unknown stale",
        "out/unit.xml",
        lying("out/unit.xml", junit("a"), old=True),
    ),
    Situation(
        "a collected report is missing",
        collected(),
        "stages.unit",
        "unknown missing",
        "out/unit.xml was not written",
    ),
    Situation(
        "the report is tracked by git",
        collected("kept.xml"),
        "stages.unit",
        "unknown stale",
        "tracked by git",
        lambda r: (r.write({"kept.xml": junit("a")}), r.commit()),
    ),
    Situation(
        "the report has zero bytes",
        stage("mkdir -p out; : > out/unit.xml"),
        "stages.unit",
        "unknown unreadable",
        "0 bytes",
    ),
    Situation(
        "the report is blank",
        stage("mkdir -p out; echo > out/unit.xml"),
        "stages.unit",
        "unknown unreadable",
        "out/unit.xml",
    ),
    Situation(
        "the report is a web page",
        stage(leaves("out/unit.xml", "<!DOCTYPE html><html><body>404</body></html>")),
        "stages.unit",
        "unknown unreadable",
        "HTML",
    ),
    Situation(
        "the report is of no known format",
        stage(leaves("out/unit.xml", "hello")),
        "stages.unit",
        "unknown unreadable",
        "out/unit.xml",
    ),
    Situation(
        "the report is cut off",
        stage(leaves("out/unit.xml", TRUNCATED)),
        "stages.unit",
        "unknown unreadable",
        "out/unit.xml",
    ),
    Situation(
        "the report is a folder", stage("mkdir -p out/unit.xml"), "stages.unit", "unknown", "out/unit.xml"
    ),
    Situation(
        "the report is a pipe",
        stage("mkdir -p out; mkfifo out/unit.xml"),
        "stages.unit",
        "unknown",
        "out/unit.xml",
    ),
    Situation(
        "the report leads outside",
        stage("mkdir -p out; ln -s /etc/passwd out/unit.xml"),
        "stages.unit",
        "unknown",
        "out/unit.xml",
    ),
    Situation(
        "zero tests",
        stage(leaves("out/unit.xml", junit())),
        "stages.unit",
        "unknown empty",
        "out/unit.xml is empty",
    ),
    Situation(
        "one empty report among good ones",
        stage(f"{leaves('out/a.xml', junit('a'))}\n{leaves('out/b.xml', junit())}", "out/*.xml"),
        "stages.unit",
        "unknown empty",
        "out/b.xml",
    ),
    Situation(
        "all tests are skipped",
        stage(leaves("out/unit.xml", junit("a?", "b?"))),
        "stages.unit",
        "unknown empty",
        "none of 2 tests was executed",
    ),
    Situation(
        "all tests are skipped, and a rule counts them",
        stage(leaves("out/unit.xml", junit("a?")), more="tests: {pass-rate: 100}"),
        "tests.pass-rate",
        "unknown empty",
        "none of 1 test was executed",
    ),
    Situation(
        "exit 0 over failing tests",
        stage(leaves("out/unit.xml", junit("a", "b!", "c!"))),
        "stages.unit",
        "failed",
        "the runner hid 2 failures",
    ),
    Situation(
        "exit 3 with no failing test",
        stage(f"{GREEN}\nexit 3"),
        "stages.unit",
        "failed",
        "unexplained exit 3",
    ),
    Situation(
        "a failing command hidden by a pipe",
        stage(f"{GREEN}\nfalse | cat"),
        "stages.unit",
        "failed",
        "unexplained exit 1",
    ),
    Situation(
        "attributes claim failures that no case shows",
        stage(leaves("out/unit.xml", CLAIMS)),
        "stages.unit",
        "unknown incomplete",
        "out/unit.xml is incomplete or contradicts itself",
    ),
    Situation(
        "a suite that could not load",
        stage(f"{leaves('out/unit.xml', SUITE_ERROR)}\nexit 1"),
        "stages.unit",
        "failed",
        "1 test failed",
    ),
    Situation(
        "the stage is too slow",
        stage(f"{GREEN}\nsleep 30", more="    timeout: 1s"),
        "stages.unit",
        "failed",
        "timed out after 1 s",
    ),
    Situation(
        "the stage falls silent",
        stage(f"{GREEN}\nsleep 30", more="    idle-timeout: 1s"),
        "stages.unit",
        "failed",
        "1 s",
    ),
    Situation("the stage is killed", stage(f"{GREEN}\nkill -9 $$"), "stages.unit", "failed", "SIGKILL"),
    Situation(
        "a good report, and then a crash",
        stage(f"{GREEN}\nkill -SEGV $$"),
        "stages.unit",
        "failed",
        "SIGSEGV",
    ),
    Situation(
        "the command is not installed",
        stage("no-such-command --x"),
        "stages.unit",
        "unknown environment",
        "no-such-command",
    ),
    Situation(
        "the setup fails",
        "setup: exit 7\n" + stage(GREEN),
        "stages.unit",
        "unknown environment",
        "setup failed",
    ),
    Situation(
        "the stage's own setup fails",
        stage(GREEN, more="    setup: exit 7"),
        "stages.unit",
        "unknown environment",
        "setup failed",
    ),
    Situation(
        "what it needs failed",
        "version: 1\nstages:\n  build: {run: exit 1}\n  unit: {needs: build, run: 'true'}",
        "stages.unit",
        "unknown not-run",
        "needs build",
    ),
    Situation(
        "what it needs is optional, and failed",
        "version: 1\nstages:\n  build: {run: exit 1, level: optional}\n  unit: {needs: build, run: 'true'}",
        "stages.unit",
        "unknown not-run",
        "needs build",
    ),
    Situation("an empty configuration judges nothing", "version: 1", "", "", "no rule was evaluated"),
    Situation(
        "only optional stages",
        "version: 1\nstages: {unit: {run: 'true', level: optional}}",
        "",
        "",
        "no required rule was evaluated",
    ),
    Situation(
        "tests are required, and nothing reports any",
        "version: 1\nstages: {unit: {run: 'true'}}\ntests: {pass-rate: 100}",
        "tests.pass-rate",
        "unknown missing",
        "no test report",
    ),
    Situation(
        "coverage is required, and nothing measures it",
        stage(GREEN, more="coverage: {total: 1}"),
        "coverage.total",
        "unknown missing",
        "no coverage report",
    ),
    Situation(
        "a required test is skipped",
        stage(leaves("out/unit.xml", junit("a", "limit?")), more='tests: {must-pass: ["*limit*"]}'),
        "tests.must-pass",
        "failed",
        "skipped, and it is required",
    ),
    Situation(
        "a test group matches nothing",
        stage(GREEN, more='tests: {groups: {x: {names: "*pay*", pass-rate: 100}}}'),
        "tests.groups.x.pass-rate",
        "unknown no-match",
        "no test fits *pay*",
    ),
    Situation(
        "a coverage group matches nothing",
        covered({"src/a.py": "++"}, "  groups: {x: {paths: src/pay/**, lines: 1}}"),
        "coverage.groups.x.lines",
        "unknown no-match",
        "no measured file fits src/pay/**",
    ),
    Situation(
        "a critical file is never measured",
        covered({"src/a.py": "++"}, "  groups: {x: {paths: src/b.py, lines: 1}}"),
        "coverage.groups.x.lines",
        "unknown no-match",
        "no report measures src/b.py",
    ),
    Situation(
        "branches are required, and only lines are measured",
        covered({"src/a.py": "++"}, "  groups: {x: {paths: src/**, branches: 1}}"),
        "coverage.groups.x.branches",
        "unknown missing",
        "no report measures branches",
    ),
    Situation(
        "the paths are of another machine",
        covered({"/builds/other/lib/zz.py": "++"}, "  total: 1"),
        "coverage.total",
        "unknown no-match",
        "not in this repository",
    ),
    Situation(
        "the paths fit two files",
        covered({"same.py": "++"}, "  total: 1"),
        "coverage.total",
        "unknown no-match",
        "same.py",
        lambda r: (r.write({"one/same.py": "", "two/same.py": ""}), r.commit()),
    ),
    Situation(
        "root totals, and no line",
        stage(leaves("out/c.xml", FOREIGN), "out/c.xml", "coverage: {total: 1}"),
        "stages.unit",
        "unknown empty",
        "out/c.xml",
    ),
    Situation(
        "99.95 % is not 100 %",
        covered({"src/a.py": "+" * 1999 + "-"}, "  total: 100"),
        "coverage.total",
        "failed",
        "",
    ),
    Situation(
        "one shard never reports",
        stage(GREEN + "\n[ $QG_SHARD = 1 ] || rm out/unit.xml", more="    shards: 2"),
        "stages.unit",
        "unknown missing",
        "out/unit.xml was not written",
    ),
]


@pytest.mark.parametrize("situation", SITUATIONS, ids=lambda one: one.name)
def test_it_blocks_and_says_why(situation: Situation, tmp_path: Path) -> None:
    config = (
        situation.config
        if situation.config.startswith("version")
        else "version: 1\n" + situation.config.replace("version: 1\n", "")
    )
    repository = Repository(tmp_path / "shop").write(
        {"quality-gate.yml": config, "src/a.py": "x = 1\n", "src/b.py": "y = 2\n"}
    )
    repository.commit()
    situation.arrange(repository)

    ran = repository.gate("run")

    assert ran.code == 1, ran.said
    assert ran.out.count("NOT READY") == 1
    assert "Traceback" not in ran.said
    assert ran.record["verdict"]["ready"] is False
    if situation.rule:
        ruling = ran.ruling(situation.rule)
        assert f"{ruling['status']} {ruling['cause'] or ''}".startswith(situation.status)
        assert situation.reason in ruling["reason"]
    else:
        assert situation.reason in ran.record["verdict"]["reason"]
    assert situation.reason.split(" ")[0] in ran.out


def test_there_are_at_least_thirty() -> None:
    assert len({situation.name for situation in SITUATIONS}) >= 30
