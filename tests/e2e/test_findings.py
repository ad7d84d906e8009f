"""Findings in whole runs: what is too many, what is new, and scanners that could not look are never clean."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from repository import Ran, Repository, junit

RULE = "findings: {sast: {from: out/report.json, required: {any: 0}}}\n"


def sarif(*results: dict[str, Any], **run: Any) -> str:
    driver = {"name": "Scan", "rules": []}
    return json.dumps(
        {"version": "2.1.0", "runs": [{"tool": {"driver": driver}, "results": list(results), **run}]}
    )


def result(
    rule: str, level: str = "error", path: str = "src/a.py", line: int = 3, **more: Any
) -> dict[str, Any]:
    where = {"artifactLocation": {"uri": path}, "region": {"startLine": line}}
    return {
        "ruleId": rule,
        "level": level,
        "message": {"text": f"mind {rule}"},
        "locations": [{"physicalLocation": where}],
        **more,
    }


CONFIGURATION = """\
version: 1
stages:
  unit: {run: mkdir -p out && cp unit.txt out/unit.xml, reports: out/unit.xml}
  scan:
    run: mkdir -p out && cp report.txt out/report.json
    reports: out/report.json
    level: optional
"""


def repository(folder: Path, report: str, rules: str = RULE) -> Repository:
    """One required stage that passes, so that only findings can stand in the way."""
    repo = Repository(folder)
    files = {"src/a.py": "x = 1\n", "report.txt": report, "unit.txt": junit("a")}
    return repo.write({**files, "quality-gate.yml": CONFIGURATION + rules}).commit()


def gate(folder: Path, report: str, *words: str, **parts: str) -> Ran:
    return repository(folder, report, **parts).gate("run", *words)


BANDIT_UNREAD = json.dumps(
    {
        "errors": [{"filename": "./src/a.py", "reason": "syntax error while parsing AST from file"}],
        "generated_at": "2026-01-01T00:00:00Z",
        "metrics": {"./src/a.py": {"loc": 0}, "_totals": {"loc": 0}},
        "results": [],
    }
)
BANDIT_PARTLY = json.dumps(
    {
        "errors": [{"filename": "./src/a.py", "reason": "syntax error while parsing AST from file"}],
        "generated_at": "2026-01-01T00:00:00Z",
        "metrics": {"./src/a.py": {"loc": 0}, "./src/b.py": {"loc": 9}, "_totals": {"loc": 9}},
        "results": [],
    }
)
PIP_AUDIT = json.dumps(
    {
        "dependencies": [
            {"name": "left", "skip_reason": "Dependency not found on PyPI"},
            {"name": "right", "skip_reason": "Dependency not found on PyPI"},
        ],
        "fixes": [],
    }
)
MYPY = json.dumps(
    {
        "file": "src/a.py",
        "line": 1,
        "column": 5,
        "message": "Invalid syntax",
        "hint": None,
        "code": "syntax",
        "severity": "error",
    }
)
NO_RESULTS = json.dumps({"version": "2.1.0", "runs": [{"tool": {"driver": {"name": "Scan"}}}]})
NOT_DONE = sarif(invocations=[{"executionSuccessful": False, "exitCodeDescription": "out of memory"}])


@pytest.mark.parametrize(
    ("report", "cause", "said"),
    [
        (BANDIT_UNREAD, "unreadable", "nothing was scanned: ./src/a.py"),
        (BANDIT_PARTLY, "incomplete", "not all could be scanned: ./src/a.py"),
        (PIP_AUDIT, "unreadable", "nothing was scanned: left: Dependency not found"),
        (NO_RESULTS, "unreadable", "has no list of results"),
        (json.dumps({"version": "2.1.0", "runs": []}), "unreadable", "it holds no run"),
        (NOT_DONE, "unreadable", "did not succeed: out of memory"),
        ("[]", "empty", "neither which tool wrote it nor that anything was scanned"),
        (MYPY, "incomplete", "a syntax error, which hides all other errors"),
        (junit("a"), "no-match", "out/report.json (junit) holds no findings"),
        ("<html>", "unreadable", "out/report.json cannot be read"),
    ],
)
def test_a_scanner_that_could_not_look_is_never_clean(
    tmp_path: Path, report: str, cause: str, said: str
) -> None:
    # However generous the limits are.
    ran = gate(tmp_path, report, rules=RULE.replace("any: 0", "any: 1000"))

    assert ran.code == 1, ran.said
    ruling = ran.ruling("findings.sast")
    assert (ruling["status"], ruling["cause"]) == ("unknown", cause)
    assert said in ruling["reason"]
    assert ruling["next"]


def test_a_clean_report_is_clean(tmp_path: Path) -> None:
    ran = gate(tmp_path, sarif())

    assert ran.code == 0, ran.said
    assert ran.ruling("findings.sast")["status"] == "passed"
    assert ran.ruling("findings.sast")["got"] == "no findings"


def test_too_many_are_named_worst_first(tmp_path: Path) -> None:
    found = [result("S2", "warning", line=9), result("S1"), result("S3", "note", path="")]
    rules = "findings: {sast: {from: out/*.json, required: {high: 0}, recommended: {medium: 0}}}\n"
    ran = gate(tmp_path, sarif(*found), rules=rules)

    assert ran.code == 1
    ruling = ran.ruling("findings.sast")
    assert ruling["expected"] == "≤ 0 high, recommended ≤ 0 medium"
    assert ruling["got"] == "1 high, 1 medium, 1 note"
    assert ruling["distance"] == "1 high too many, 1 medium too many"
    assert [(spot["path"], spot["line"], spot["note"]) for spot in ruling["spots"]] == [
        ("src/a.py", 3, "high S1: mind S1"),
        ("src/a.py", 9, "medium S2: mind S2"),
    ]
    assert "out/report.json" in ran.out.split("\nFindings\n")[1]
    (row,) = ran.record["findings"]
    assert row["counts"] == {"critical": 0, "high": 1, "medium": 1, "low": 0, "note": 1}


def test_what_is_only_recommended_warns(tmp_path: Path) -> None:
    rules = "findings: {sast: {from: out/report.json, recommended: {any: 0}}}\n"
    ran = gate(tmp_path, sarif(result("S1")), rules=rules)

    assert ran.code == 0
    assert ran.record["verdict"]["phrase"] == "READY WITH WARNINGS"


def test_suppressed_findings_stand_apart(tmp_path: Path) -> None:
    ran = gate(tmp_path, sarif(result("S1", suppressions=[{"kind": "inSource"}])))

    assert ran.code == 0, ran.said
    assert ran.ruling("findings.sast")["got"] == "no findings, 1 suppressed"


def test_without_a_report_those_that_exist_are_named(tmp_path: Path) -> None:
    ran = gate(tmp_path, sarif(), rules=RULE.replace("out/report.json", "out/semgrep.sarif"))

    ruling = ran.ruling("findings.sast")
    assert ran.code == 1
    assert (ruling["status"], ruling["cause"]) == ("unknown", "missing")
    assert "there are: out/report.json, out/unit.xml" in ruling["reason"]


def test_a_report_that_was_not_written_is_missing(tmp_path: Path) -> None:
    repo = repository(tmp_path, sarif())
    text = (tmp_path / "quality-gate.yml").read_text()
    repo.write({"quality-gate.yml": text.replace("cp report.txt out/report.json", "true")}).commit()
    ran = repo.gate("run")

    assert ran.code == 1
    assert ran.ruling("findings.sast")["reason"] == "out/report.json of stage scan is missing"


@pytest.mark.parametrize(("least", "code"), [(1, 0), (2, 1)])
def test_what_must_have_been_scanned(tmp_path: Path, least: int, code: int) -> None:
    clean = json.loads(BANDIT_PARTLY) | {"errors": [], "metrics": {"./src/a.py": {}, "_totals": {}}}
    rules = f"findings: {{sast: {{from: out/report.json, must-scan: {{min-files: {least}}}}}}}\n"
    ran = gate(tmp_path, json.dumps(clean), rules=rules)

    assert ran.code == code, ran.said
    if code:
        assert ran.ruling("findings.sast")["reason"] == "only 1 file scanned, where 2 must be"


@pytest.mark.parametrize(("least", "code"), [(2, 0), (3, 1)])
def test_what_sarif_says_was_analysed(tmp_path: Path, least: int, code: int) -> None:
    targets = [{"location": {"uri": f"{name}.py"}, "roles": ["analysisTarget"]} for name in "ab"]
    report = sarif(artifacts=[*targets, {"location": {"uri": "c.py"}}])
    ran = gate(tmp_path, report, rules=f"findings: {{sast: {{from: out/report.json, must-scan: {least}}}}}\n")

    assert ran.code == code, ran.said


def test_who_does_not_say_what_was_scanned_has_not_scanned_it(tmp_path: Path) -> None:
    ran = gate(tmp_path, sarif(), rules="findings: {sast: {from: out/report.json, must-scan: 1}}\n")

    assert ran.code == 1
    assert ran.ruling("findings.sast")["cause"] == "incomplete"


NEW = "findings: {sast: {from: out/report.json, required: {high: 5, new: {high: 0}}}}\n"


def test_new_findings_need_a_base(tmp_path: Path) -> None:
    repo = repository(tmp_path, sarif(result("S1")), rules=NEW)
    ran = repo.gate("run")

    assert ran.record["verdict"]["phrase"] == "READY WITH WARNINGS"
    assert ran.ruling("findings.sast")["status"] == "passed"
    assert ran.ruling("findings.sast.new")["cause"] == "no-base"
    repo.write(
        {"quality-gate.yml": (tmp_path / "quality-gate.yml").read_text() + "base: required\n"}
    ).commit()
    insisting = repo.gate("run")
    assert insisting.code == 1
    assert insisting.ruling("findings.sast.new")["base_required"] is True


def test_a_finding_that_moved_is_not_new(tmp_path: Path) -> None:
    repo = repository(tmp_path, sarif(result("S1")), rules=NEW)
    repo.gate("run")
    (tmp_path / "quality-gate" / "record.json").rename(tmp_path / "base.json")
    repo.write({"report.txt": sarif(result("S1", line=40))}).commit()
    same = repo.gate("run", "--base", "base.json")

    assert same.code == 0, same.said
    assert same.ruling("findings.sast.new")["got"] == "nothing new"
    repo.write({"report.txt": sarif(result("S1", line=40), result("S1", line=50))}).commit()
    more = repo.gate("run", "--base", "base.json")
    assert more.code == 1
    assert more.ruling("findings.sast.new")["distance"] == "1 new high too many"
    assert more.record["findings"][0]["new"] == 1


def ruff(*codes: str, root: Path) -> str:
    """Ruff names files by their absolute paths."""
    return json.dumps(
        [
            {
                "code": code,
                "filename": str(root / "src" / "a.py"),
                "location": {"row": 1, "column": 1},
                "message": f"`{code}` is not wanted",
                "severity": "error",
            }
            for code in codes
        ]
    )


def test_one_more_error_of_ruff_fails(tmp_path: Path) -> None:
    rules = "findings: {ruff: {from: out/report.json, required: {new: {any: 0}}}}\n"
    repo = repository(tmp_path, ruff("F401", root=tmp_path), rules)
    repo.gate("run")
    (tmp_path / "quality-gate" / "record.json").rename(tmp_path / "base.json")
    repo.write({"report.txt": ruff("F401", "F841", root=tmp_path)}).commit()
    ruling = repo.gate("run", "--base", "base.json").ruling("findings.ruff.new")

    assert (ruling["status"], ruling["got"]) == ("failed", "1 high, 1 in all")
    assert [(spot["path"], spot["line"]) for spot in ruling["spots"]] == [("src/a.py", 1)]
