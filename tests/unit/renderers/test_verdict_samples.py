"""Every sample report, in every medium, as whole outputs; and what must be true of any of them."""

from __future__ import annotations

import json
import re
import runpy
from pathlib import Path

import jsonschema
import pytest

from golden import check
from quality_gate.model.report import Report
from quality_gate.renderers.annotations import annotate, workflow_commands
from quality_gate.renderers.columns import width_of
from quality_gate.renderers.markdown import markdown
from quality_gate.renderers.outputs import outputs
from quality_gate.renderers.phrases import phrase
from quality_gate.renderers.record import record_schema, record_text
from quality_gate.renderers.terminal import terminal

SAMPLES = Path(__file__).parents[2] / "samples" / "verdicts"
CASES = sorted(folder.name for folder in SAMPLES.iterdir() if (folder / "report.py").is_file())
CONTROLS = re.compile(
    "[\x00-\x09\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]"
)


@pytest.fixture(params=CASES)
def case(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def report(case: str) -> Report:
    loaded = runpy.run_path(str(SAMPLES / case / "report.py"))["REPORT"]
    assert isinstance(loaded, Report)
    return loaded


def test_terminal(case: str, report: Report) -> None:
    check(SAMPLES / case / "expected.txt", terminal(report, 80))


def test_markdown(case: str, report: Report) -> None:
    check(SAMPLES / case / "expected.md", markdown(report))


def test_annotations(case: str, report: Report) -> None:
    check(SAMPLES / case / "annotations.txt", workflow_commands(annotate(report)))


def test_record(case: str, report: Report) -> None:
    check(SAMPLES / case / "record.json", record_text(report))


def test_outputs(case: str, report: Report) -> None:
    text = "".join(f"{key}={value}\n" for key, value in outputs(report).items())
    assert text.count("\n") == len(outputs(report))
    check(SAMPLES / case / "outputs.txt", text)


def test_one_verdict_and_no_second_one(report: Report) -> None:
    said = phrase(report.verdict)
    for text in (terminal(report), terminal(report, color=True, unicode=False), markdown(report)):
        assert text.count(said) == 1
        assert text.count("READY") == said.count("READY")
        assert said in text.split("\n", 1)[0]
    assert "READY" not in workflow_commands(annotate(report))


def test_nothing_hidden_and_no_command(report: Report) -> None:
    text = terminal(report)
    assert not CONTROLS.search(text)
    assert not CONTROLS.search(markdown(report).replace("\u200b", ""))
    assert not any(line.lstrip().startswith("::") or "##[" in line for line in text.splitlines())
    for line in workflow_commands(annotate(report)).splitlines():
        assert re.match(r"::(error|warning|notice) [a-zA-Z]+=", line)


@pytest.mark.parametrize("width", [60, 80, 120])
def test_fits_the_terminal(report: Report, width: int) -> None:
    assert [line for line in terminal(report, width).splitlines() if width_of(line) > width] == []


def test_plain_letters_are_ascii_but_for_foreign_words(report: Report) -> None:
    text = terminal(report, unicode=False)
    assert not set("✓✗…→·–≥│") & set(text)


def test_the_record_keeps_its_schema(report: Report) -> None:
    schema = record_schema()
    validator = jsonschema.Draft202012Validator
    validator.check_schema(schema)
    validator(schema).validate(json.loads(record_text(report)))
    assert record_text(report) == record_text(report)


def test_all_media_show_the_same_digits(report: Report) -> None:
    record = json.loads(record_text(report))
    rows = record["coverage"]["rows"] if record["coverage"] else []
    for row in rows:
        assert f"{row['percent']} %" in terminal(report)
        assert f"| {row['percent']} % |" in markdown(report)
