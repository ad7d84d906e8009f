"""Fresh reports of linters in other languages: our counts are what the tools themselves print."""

from __future__ import annotations

import os
import re
import subprocess
from pathlib import Path

import pytest

from quality_gate.model.findings import Findings, Severity
from quality_gate.model.reading import State
from quality_gate.readers.reading import read_stream
from real.installing import node_modules, tool

CHECKS = """\
<?xml version="1.0"?>
<!DOCTYPE module PUBLIC "-//Checkstyle//DTD Checkstyle Configuration 1.3//EN"
    "https://checkstyle.org/dtds/configuration_1_3.dtd">
<module name="Checker">
  <property name="haltOnException" value="false"/>
  <module name="FileTabCharacter"><property name="severity" value="warning"/></module>
  <module name="TreeWalker">
    <module name="EmptyBlock"/>
    <module name="TodoComment"><property name="severity" value="info"/></module>
  </module>
</module>
"""
TILL = """\
class Till {
\tvoid open() { try { close(); } catch (Exception e) { } }
    // TODO: a "better" <till>
    void close() { if (true) { } }
}
"""
ESLINT = """\
export default [
  {files: ['*.js'], rules: {'no-unused-vars': 'error', 'no-debugger': 'warn', eqeqeq: 'error'}},
];
"""
FEE = """\
let fee = 1;
debugger;
if (1 == 2) {}
// eslint-disable-next-line eqeqeq -- meant
if (1 == 2) {}
"""
RULES = """\
rules:
  - {id: no-eval, languages: [python], severity: ERROR, message: eval is evil, pattern: eval(...)}
  - {id: no-assert, languages: [python], severity: WARNING, message: an assert, pattern: assert $X}
  - {id: no-print, languages: [python], severity: INFO, message: a print, pattern: print(...)}
"""
LOAD = "def load(raw):\n    assert raw\n    print(raw)\n    print(1)  # nosemgrep\n    return eval(raw)\n"


def run(folder: Path, *command: str, **variables: str) -> str:
    """What the tool prints, on both of its outputs; that it found something is no error here."""
    around = {**os.environ, "NO_COLOR": "1", "CI": "1", **variables}
    done = subprocess.run(command, cwd=folder, env=around, check=False, capture_output=True, text=True)
    return done.stdout + done.stderr


def findings(path: Path, name: str, state: State = State.OK) -> Findings:
    with path.open("rb") as stream:
        reading = read_stream(stream)
    assert (reading.format, reading.state) == (name, state), reading.note
    assert reading.findings is not None
    return reading.findings


def graded(found: Findings) -> tuple[int, int, int]:
    return found.count(Severity.HIGH), found.count(Severity.MEDIUM), found.count(Severity.LOW)


def test_checkstyle(tmp_path: Path) -> None:
    program = tool("checkstyle")
    for name, text in (("checks.xml", CHECKS), ("Till.java", TILL), ("Clean.java", "class Clean { }\n")):
        (tmp_path / name).write_text(text)
    said = run(tmp_path, program, "-c", "checks.xml", "Till.java", "Clean.java")
    run(tmp_path, program, "-c", "checks.xml", "-f", "xml", "-o", "report.xml", "Till.java", "Clean.java")
    words = re.findall(r"^\[(ERROR|WARN|INFO)\] ", said, re.MULTILINE)
    found = findings(tmp_path / "report.xml", "checkstyle")

    assert graded(found) == tuple(map(words.count, ("ERROR", "WARN", "INFO"))) == (1, 1, 1)
    assert found.scanned == 2


def test_checkstyle_over_a_file_that_it_cannot_parse(tmp_path: Path) -> None:
    program = tool("checkstyle")
    for name, text in (
        ("checks.xml", CHECKS),
        ("Clean.java", "class Clean { }\n"),
        ("Broken.java", "class {"),
    ):
        (tmp_path / name).write_text(text)
    run(tmp_path, program, "-c", "checks.xml", "-f", "xml", "-o", "report.xml", "Broken.java", "Clean.java")
    found = findings(tmp_path / "report.xml", "checkstyle", State.SUSPECT)

    assert found.scanned == 1
    assert "Broken.java" in found.failures[0]


@pytest.mark.parametrize("broken", [False, True])
def test_eslint(tmp_path: Path, broken: bool) -> None:
    (tmp_path / "node_modules").symlink_to(node_modules())
    for name, text in (("eslint.config.mjs", ESLINT), ("fee.js", FEE), ("clean.js", "let fee;\nfee;\n")):
        (tmp_path / name).write_text(text)
    if broken:
        (tmp_path / "broken.js").write_text("var = ;\n")
    command = ("node", "node_modules/eslint/bin/eslint.js", ".")
    said = run(tmp_path, *command)
    run(tmp_path, *command, "--format=json", "--output-file=report.json")
    sums = re.search(r"\d+ problems \((\d+) errors, (\d+) warning", said)
    assert sums, said
    found = findings(tmp_path / "report.json", "eslint", State.SUSPECT if broken else State.OK)

    assert graded(found) == (int(sums[1]), int(sums[2]), 0) == (3 if broken else 2, 1, 0)
    assert (found.suppressed, len(found.failures)) == (1, broken)


def test_semgrep(tmp_path: Path) -> None:
    program = tool("semgrep")
    (tmp_path / "rules.yml").write_text(RULES)
    (tmp_path / "src").mkdir()
    (tmp_path / "src/load.py").write_text(LOAD)
    (tmp_path / "src/clean.py").write_text("fee = 1\n")
    reports = ("--json", "--output=report.json", "--sarif-output=report.sarif")
    options = ("--metrics=off", "--disable-version-check", "--no-git-ignore", "--config=rules.yml", *reports)
    at_home = {"SEMGREP_SETTINGS_FILE": str(tmp_path / "settings.yml")}
    said = run(tmp_path, program, "scan", *options, "src", **at_home)
    sums = re.search(r"Ran \d+ rules on (\d+) files: (\d+) findings", said)
    assert sums, said
    found = findings(tmp_path / "report.json", "semgrep")
    sarif = findings(tmp_path / "report.sarif", "sarif")

    assert (found.scanned, len(found.findings)) == (int(sums[1]), int(sums[2])) == (2, 3)
    assert graded(found) == (1, 1, 1)
    # What a comment suppresses stands in SARIF only, where INFO is a note.
    assert (len(sarif.findings) - sarif.suppressed, sarif.suppressed) == (3, 1)
    assert (sarif.count(Severity.HIGH), sarif.count(Severity.MEDIUM), sarif.count(Severity.NOTE)) == (1, 1, 1)
