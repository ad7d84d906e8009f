"""Every kind of hole is found, and a sound configuration has none."""

from __future__ import annotations

import pytest

from quality_gate.config.assemble import assemble
from quality_gate.config.load import load
from quality_gate.plan.hole import Hole, Known
from quality_gate.plan.holes import holes

TRACKED = ("src/pay/a.py", "src/pay/b.py", "src/old.py", "tests/test_a.py", "out/old.xml")
SOUND = """\
version: 1
stages:
  unit: {run: pytest --junitxml=out/unit.xml, reports: out/unit.xml, timeout: 5m}
  lint: {run: ruff check, timeout: 5m}
coverage:
  exclude: "src/old.py"
  total: 80
  groups:
    pay: {paths: ["src/pay/**", "!**/b.py"], lines: 100, uncovered: 9}
tests: {pass-rate: 100, min-count: 1, max-skipped: 5}
profiles:
  full: {stages: [unit, lint]}
  quick: {stages: [unit]}
  all: {decides: true, rules: [stages, tests, coverage]}
"""


def found(text: str, files: tuple[str, ...] = TRACKED, tracked: tuple[str, ...] = TRACKED) -> list[Hole]:
    settings = assemble(load(text, "x"), "x")
    return holes(settings, Known(files=files, tracked=tracked, lines=lambda path: 10))


def stage(more: str) -> str:
    return f"version: 1\nstages:\n  unit: {{timeout: 5m, {more}}}\n"


UNIT = "run: make, reports: out/unit.xml"

HOLES = [
    ("version: 1\n", "version", "nothing is required"),
    (stage("run: make, level: recommended"), "version", "nothing is required"),
    (stage("run: python -m pytest tests"), "stages.unit.run", "`pytest tests` runs tests, and no report"),
    (stage("run: npm run test"), "stages.unit.run", "judged by its exit code only: `npm run test`"),
    (stage("run: ruff, reports: out/ruff.sarif"), "stages.unit.reports", "no rule reads out/ruff.sarif"),
    (
        stage("run: ruff, reports: out/ruff.json") + "findings: {lint: {from: out/rough.json, must-scan: 1}}",
        "findings.lint.from",
        "out/rough.json is a report of no stage",
    ),
    (stage("run: black src"), "stages.unit.run", "`black src` changes files"),
    (stage("run: 'make || true'"), "stages.unit.run", "`|| true` hides"),
    (stage("run: make, reports: out/old.xml"), "stages.unit.reports", "out/old.xml is committed"),
    (stage("run: make, reports: out/*.xml"), "stages.unit.reports", "out/old.xml is committed"),
    (
        stage(UNIT) + "  two: {timeout: 1m, run: x, reports: out/unit.xml}",
        "stages.two.reports",
        "of stage unit",
    ),
    (
        stage(UNIT) + "  two: {timeout: 1m, run: x, reports: 'out/u*.xml'}",
        "stages.two.reports",
        "of stage unit",
    ),
    (
        stage("run: x, reports: ['out/u*.xml', '!out/x.xml']")
        + "  two: {timeout: 1m, run: x, reports: out/unit.xml}",
        "stages.two.reports",
        "of stage unit",
    ),
    (stage(UNIT) + "coverage: {exclude: 'gone/**', total: 1}", "coverage.exclude", "gone/** fits no file"),
    (
        stage(UNIT) + "coverage: {groups: {a: {paths: src/payments/**, lines: 1}}}",
        "coverage.groups.a.paths",
        "no file",
    ),
    (
        stage(UNIT) + "coverage: {groups: {a: {paths: [src/**, '!x/**'], lines: 1}}}",
        "coverage.groups.a.paths",
        "the exclusion !x/** fits no file",
    ),
    (
        stage(UNIT) + "tests: {groups: {a: {files: gone/**, pass-rate: 1}}}",
        "tests.groups.a.files",
        "gone/** fits no",
    ),
    (stage(UNIT) + "tests: {pass-rate: 0}", "tests.pass-rate", "limit of 0 can never fail"),
    (stage(UNIT) + "tests: {min-count: 0}", "tests.min-count", "can never fail"),
    (stage(UNIT) + "tests: {max-skipped: 1000000}", "tests.max-skipped", "1,000,000 can never fail"),
    (stage(UNIT) + "coverage: {total: {required: 0, recommended: 9}}", "coverage.total", "can never fail"),
    (stage(UNIT) + "coverage: {changed: 0}", "coverage.changed", "everything reaches it"),
    (stage(UNIT) + "coverage: {max-drop: 100}", "coverage.max-drop", "coverage cannot fall further"),
    (stage(UNIT) + "tests: {lost: 1000000}", "tests.lost", "no project has so many tests"),
    (
        stage(UNIT) + "coverage: {groups: {a: {paths: src/pay/**, uncovered: 20}}}",
        "coverage.groups.a.uncovered",
        "the group has 20 lines in all",
    ),
    (
        stage(UNIT) + "  two: {timeout: 1m, run: x}\nprofiles: {full: {stages: [two]}}",
        "profiles.full.stages",
        "leaves out the required unit",
    ),
    (
        stage(UNIT) + "tests: {min-count: 1}\nprofiles: {go: {decides: true, rules: [stages]}}",
        "profiles.go.rules",
        "does not judge tests",
    ),
    (
        stage(UNIT)
        + "  two: {run: x, reports: a.xml, level: optional}\n"
        + "tests: {groups: {a: {stage: two, min-count: 1}}}",
        "tests.groups.a.min-count",
        "stage two is optional",
    ),
    (
        stage(UNIT) + "probes: {smoke: {command: 'python smoke.py || true'}}",
        "probes.smoke.command",
        "`|| true` hides failures of the command, and nothing that it says is asked for",
    ),
]


@pytest.mark.parametrize(("text", "key", "what"), HOLES)
def test_each_hole_is_found_once(text: str, key: str, what: str) -> None:
    real = [hole for hole in found(text) if not hole.hint]

    assert [hole.key for hole in real] == [key]
    assert what in real[0].what
    assert real[0].remedy


def test_a_sound_configuration_has_no_hole() -> None:
    assert found(SOUND) == []


@pytest.mark.parametrize(
    ("reports", "read"),
    [
        ("out/a.sarif", "out/a.sarif"),
        ("[out/a.sarif, out/b.json]", "out/*"),
        ("out/*.sarif", "out/a.sarif"),
        ("'out/**/*.sarif'", "'out/*/lint.sarif'"),
    ],
)
def test_findings_that_a_rule_reads_are_no_hole(reports: str, read: str) -> None:
    text = stage(f"run: make, reports: {reports}") + f"findings: {{a: {{from: {read}, must-scan: 1}}}}\n"

    assert found(text) == []


def test_hints_are_no_holes() -> None:
    hints = found("version: 1\nstages: {unit: {run: make}, two: {run: x, level: optional}}\n")

    assert [(hole.key, hole.hint) for hole in hints] == [("stages.unit", True), ("stages.two.level", True)]


@pytest.mark.parametrize(
    "report", ["out/lcov.info", "out/coverage.json", "target/site/jacoco.xml", "cover.out"]
)
def test_coverage_that_nobody_looks_at_is_a_hint(report: str) -> None:
    text = stage(f"run: make, reports: {report}")
    metric = "metrics: {covered: {from: {coverage: total}, required: '> 80 %'}}"

    assert [(hole.hint, hole.what) for hole in found(text)] == [
        (True, f"no rule looks at coverage, and {report} measures it")
    ]
    assert found(text + "coverage: {total: 1}") == []
    assert found(text + metric) == []


def test_probes_that_ask_for_words_or_change_nothing() -> None:
    asks = "probes: {smoke: {command: 'python smoke.py || true', match: 3 answers}}"
    optional = "probes: {smoke: {tcp: 'localhost:1', level: optional}}"

    assert found(stage(UNIT) + asks) == []
    assert [(hole.key, hole.hint) for hole in found(stage(UNIT) + optional)] == [("probes.smoke.level", True)]


def test_without_a_list_of_files_no_pattern_is_doubted() -> None:
    assert found(SOUND, files=(), tracked=()) == []


@pytest.mark.parametrize("report", ["out/new.xml", "'out/*.xml'"])
def test_a_report_that_is_only_there_is_not_committed(report: str) -> None:
    text = stage(f"run: make, reports: {report}") + "coverage: {exclude: src/new.py, total: 1}"

    assert found(text, files=("out/new.xml", "src/new.py"), tracked=()) == []


def test_the_nearest_file_is_named() -> None:
    (hole,) = found(stage(UNIT) + "coverage: {groups: {a: {paths: src/pay/c.py, lines: 1}}}")

    assert hole.remedy == "nearest: src/pay/b.py, src/pay/a.py, src/old.py"
