"""Tools that say "all is well" over nothing: each blocks, also where no rule but the stage's own looks at it.

Plain ones, such as a report that is missing, old, empty or cut off, are in test_never_green_by_accident.py.
"""

from __future__ import annotations

import json
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

from repository import Ran, Repository, junit, leaves

PYTHON = sys.executable


@dataclass(frozen=True)
class Vacuous:
    name: str
    run: str
    report: str
    rule: str
    status: str
    reason: str
    more: str = ""  # sections below the stages


def writes(content: object, report: str) -> str:
    return leaves(report, content if isinstance(content, str) else json.dumps(content))


def sarif(**run: object) -> dict[str, object]:
    return {"version": "2.1.0", "runs": [{"tool": {"driver": {"name": "Scan"}}, **run}]}


CHAOS = {
    "chaoslib-version": "1.44.0",
    "experiment": {
        "title": "lose a node",
        "description": "d",
        "method": [{"type": "action", "name": "kill"}],
    },
    "status": "completed",
    "deviated": False,
    "steady_states": {"before": {"steady_state_met": False, "probes": []}, "after": None, "during": []},
    "run": [],
    "rollbacks": [],
    "start": "2026",
    "end": "2026",
    "duration": 1.5,
}
BANDIT = {
    "errors": [{"filename": "./src/a.py", "reason": "syntax error while parsing AST from file"}],
    "generated_at": "2026-01-01T00:00:00Z",
    "metrics": {"./src/a.py": {"loc": 0}, "_totals": {"loc": 0}},
    "results": [],
}
PIP_AUDIT = {"dependencies": [{"name": "left", "skip_reason": "Dependency not found on PyPI"}], "fixes": []}
MYPY = {
    "file": "src/a.py",
    "line": 1,
    "column": 5,
    "message": "Invalid syntax",
    "hint": None,
    "code": "syntax",
    "severity": "error",
}
PEDANTIC = {
    "machine_info": {},
    "benchmarks": [
        {
            "name": "test_checkout",
            "fullname": "bench.py::test_checkout",
            "stats": {
                "mean": 0.001,
                "min": 0.001,
                "max": 0.001,
                "stddev": 0,
                "rounds": 1,
                "data": [],
                "ops": 1000,
            },
        }
    ],
}
K6 = {
    "root_group": {},
    "metrics": {"http_req_duration": {"p(95)": 900, "avg": 500, "thresholds": {"p(95)<200": True}}},
}
CRASH = (
    '<testsuites><testsuite name="pytest" errors="1" failures="0" skipped="0" tests="1">'
    '<testcase classname="tests.test_a" name="test_a"><error message="worker \'gw0\' crashed"/></testcase>'
    "</testsuite></testsuites>"
)
FINDINGS = "findings: {scan: {from: out/report, required: {any: 1000}}}\n"
EXITS = "import os\n\ndef test_a():\n    os._exit(0)\n"
PYTEST = f"{PYTHON} -m pytest -q -p no:cacheprovider --junitxml=out/report"

CASES = [
    Vacuous(
        "a chaos experiment on a system that was ill before, with exit 0",
        writes(CHAOS, "out/report"),
        "out/report",
        "stages.it",
        "failed",
        "the runner hid 3 failures",
    ),
    Vacuous(
        "bandit, which could not parse its one file",
        writes(BANDIT, "out/report"),
        "out/report",
        "stages.it",
        "unknown",
        "nothing was scanned: ./src/a.py",
    ),
    Vacuous(
        "pip-audit, which skipped every dependency",
        writes(PIP_AUDIT, "out/report"),
        "out/report",
        "stages.it",
        "unknown",
        "nothing was scanned: left",
    ),
    Vacuous(
        "k6, whose true means that a threshold was crossed",
        writes(K6, "out/report"),
        "out/report",
        "stages.it",
        "failed",
        "1 threshold of the tool itself not met",
    ),
    Vacuous(
        "SARIF without a list of results",
        writes(sarif(), "out/report"),
        "out/report",
        "stages.it",
        "unknown",
        "has no list of results",
    ),
    Vacuous(
        "SARIF of a scanner that did not succeed",
        writes(sarif(results=[], invocations=[{"executionSuccessful": False}]), "out/report"),
        "out/report",
        "stages.it",
        "unknown",
        "did not succeed",
    ),
    Vacuous(
        "SARIF without a run",
        writes({"version": "2.1.0", "runs": []}, "out/report"),
        "out/report",
        "stages.it",
        "unknown",
        "it holds no run",
    ),
    Vacuous(
        "ruff on an empty folder, which says []",
        writes([], "out/report"),
        "out/report",
        "findings.scan",
        "unknown empty",
        "neither which tool wrote it nor that anything was scanned",
        FINDINGS,
    ),
    Vacuous(
        "mypy, whose first syntax error hides all others",
        writes(MYPY, "out/report"),
        "out/report",
        "findings.scan",
        "unknown",
        "a syntax error, which hides all other errors",
        FINDINGS,
    ),
    Vacuous(
        "a metric without samples",
        writes({"benchmarks": [], "machine_info": {}}, "out/report"),
        "out/report",
        "stages.it",
        "unknown",
        "out/report",
        'metrics: {p95: {from: {report: out/report, name: test_checkout, value: mean}, required: "< 1 s"}}\n',
    ),
    Vacuous(
        "a benchmark that was measured once",
        writes(PEDANTIC, "out/report"),
        "out/report",
        "metrics.p95",
        "unknown inconclusive",
        "1 of at least 5 samples",
        "metrics: {p95: {from: {report: out/report, name: test_checkout, value: mean}, "
        'required: "< 1 s", samples: 5}}\n',
    ),
    Vacuous(
        "pytest, ended from within by os._exit(0)",
        f"mkdir -p out tests; cat > tests/test_a.py <<'END'\n{EXITS}END\n{PYTEST} tests",
        "out/report",
        "stages.it",
        "unknown missing",
        "out/report was not written",
    ),
    Vacuous(
        "pytest -k, which fits no test",
        f"mkdir -p out tests; echo 'def test_a(): pass' > tests/test_a.py\n{PYTEST} -k nothing tests",
        "out/report",
        "stages.it",
        "failed",
        "unexplained exit 5",
    ),
    Vacuous(
        "pytest -k, which fits no test, and a script that hides it",
        f"mkdir -p out tests; echo 'def test_a(): pass' > tests/test_a.py\n{PYTEST} -k nothing tests || true",
        "out/report",
        "stages.it",
        "unknown empty",
        "out/report is empty",
    ),
    Vacuous(
        "a worker of xdist that crashed",
        f"{writes(CRASH, 'out/report')}\nexit 1",
        "out/report",
        "stages.it",
        "failed",
        "1 test failed",
    ),
    Vacuous(
        "a file that cannot be parsed",
        writes('{"results": [', "out/report"),
        "out/report",
        "stages.it",
        "unknown unreadable",
        "out/report",
    ),
    Vacuous(
        "a list of nothing to look for",
        "mkdir -p out; : > out/items.txt",
        "",
        "probes.all",
        "unknown",
        "",
        "probes: {all: {inventory: {file: out/items.txt}, names: '*{item}*'}}\n",
    ),
    Vacuous(
        "a log that this run has not written",
        "true",
        "",
        "probes.logs",
        "unknown no-match",
        "",
        "probes: {logs: {logs: logs/*.log, forbid: [ERROR]}}\n",
    ),
    Vacuous(
        "a pattern that is counted in no file",
        "true",
        "",
        "probes.code",
        "unknown no-match",
        "",
        "probes: {code: {code: gone/**, pattern: commit, count: 0}}\n",
    ),
]


def gate(folder: Path, case: Vacuous, *words: str) -> Ran:
    body = "".join(f"      {line}\n" for line in case.run.splitlines())
    reports = f"    reports: {case.report}\n" if case.report else ""
    text = f"version: 1\nname: shop\nstages:\n  it:\n    run: |\n{body}{reports}{case.more}"
    files = {"quality-gate.yml": text, "src/a.py": "x = 1\n", ".gitignore": "out/\nquality-gate/\ntests/\n"}
    return Repository(folder).write(files).commit().gate("run", *words)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_nothing_is_no_success(case: Vacuous, tmp_path: Path) -> None:
    ran = gate(tmp_path, case)

    assert ran.code == 1, ran.said
    assert ran.out.startswith("NOT READY")
    ruling = ran.ruling(case.rule)
    assert f"{ruling['status']} {ruling['cause'] or ''}".startswith(case.status), ruling
    assert case.reason in ruling["reason"]


@pytest.mark.parametrize(
    ("result", "code"), [("success", 0), ("skipped", 1), ("cancelled", 1), ("failure", 1)]
)
def test_a_job_that_was_skipped_is_no_success(tmp_path: Path, result: str, code: int) -> None:
    green = Vacuous("", writes(junit("a"), "out/report"), "out/report", "", "", "")
    needs = json.dumps({"build": {"result": result, "outputs": {}}})
    ran = gate(tmp_path, green, "--needs", needs)

    assert ran.code == code, ran.said


def test_a_threshold_of_k6_that_was_kept_passes(tmp_path: Path) -> None:
    kept = json.dumps(K6).replace("true", "false")
    ran = gate(tmp_path, Vacuous("", writes(kept, "out/report"), "out/report", "", "", ""))

    assert ran.code == 0, ran.said
