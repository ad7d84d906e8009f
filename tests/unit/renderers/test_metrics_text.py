"""The numbers for Prometheus, read back by the grammar of its text format."""

from __future__ import annotations

import re
from fractions import Fraction

import pytest

from builders import coverage, report, ruling, stage_row
from hostile import NAMES
from quality_gate.model.cases import Counts
from quality_gate.model.envelope import Resources
from quality_gate.model.evidence import Evidence
from quality_gate.model.rollup import Rollup, StageRow
from quality_gate.model.verdict import Decision, Level, Status
from quality_gate.renderers.metrics_text import metrics_text
from quality_gate.renderers.xml_text import readable

Labels = frozenset[tuple[str, str]]
_COMMENT = re.compile(r"# (HELP|TYPE) ([a-z_]+) (.+)")
_SAMPLE = re.compile(
    r'([a-z_]+)\{((?:[a-z_]+="(?:[^"\\\n]|\\[\\"n])*",?)+)\} (0|[1-9][0-9]*(?:\.[0-9]+)?|0\.[0-9]+)'
)
_PAIR = re.compile(r'([a-z_]+)="((?:[^"\\\n]|\\[\\"n])*)"(?:,|\Z)')
_ESCAPE = re.compile(r"\\(.)")


def samples(text: str) -> dict[str, dict[Labels, Fraction]]:
    """Strict: a type and a help for each family, its samples together, no series twice."""
    found: dict[str, dict[Labels, Fraction]] = {}
    told: list[str] = []
    assert text.endswith("\n")
    for line in text[:-1].split("\n"):
        if comment := _COMMENT.fullmatch(line):
            told.append(f"{comment[1]} {comment[2]}")
            assert comment[1] == "HELP" or comment[3] == "gauge"
            continue
        sample = _SAMPLE.fullmatch(line)
        assert sample, line
        assert told[-2:] == [f"HELP {sample[1]}", f"TYPE {sample[1]}"]
        labels = frozenset(
            (key, _ESCAPE.sub(lambda one: "\n" if one[1] == "n" else one[1], value))
            for key, value in _PAIR.findall(sample[2])
        )
        family = found.setdefault(sample[1].removeprefix("quality_gate_"), {})
        assert labels not in family
        family[labels] = Fraction(sample[3])
    assert len(told) == len(set(told)) == 2 * len(found)
    return found


def of(family: dict[Labels, Fraction], **labels: str) -> Fraction:
    (value,) = (number for key, number in family.items() if set(labels.items()) <= key)
    return value


ROW = StageRow(
    name="unit",
    status=Status.FAILED,
    level=Level.REQUIRED,
    said="exit 1",
    counts=Counts(passed=6, failed=3, errors=2, skipped=1, expected=4, flaky=5),
    resources=Resources(wall=Fraction("12.3456789"), cpu=Fraction("0.5"), peak=123_456_789_012),
)


def test_every_number() -> None:
    found = samples(
        metrics_text(
            report(
                Decision.NOT_READY,
                [ruling("stages.unit", "failed"), ruling("tests.x", "unknown missing", level="optional")],
                evidence=Evidence(coverage=coverage({"a.py": "+-~"})),
                rollup=Rollup(stages=(ROW, stage_row("e2e", "unknown not run"))),
                scope="quick",
            )
        )
    )

    assert of(found["ready"], gate="api") == 0
    assert of(found["verdict"], decision="NOT READY", scope="quick", branch="main") == 1
    assert of(found["ruling"], rule="stages.unit", status="failed", level="required", cause="") == 1
    assert of(found["ruling"], rule="tests.x", status="unknown", level="optional", cause="missing") == 1
    numbers = {"passed": 6, "failed": 3, "errors": 2, "skipped": 1, "expected": 4, "flaky": 5}
    assert {name: of(found["tests"], stage="unit", outcome=name) for name in numbers} == numbers
    assert (of(found["coverage_covered"], unit="lines"), of(found["coverage_measured"], unit="lines")) == (
        2,
        3,
    )
    assert of(found["coverage_measured"], unit="branches") == 2
    assert of(found["stage_seconds"], stage="unit") == Fraction("12.3456789")
    assert of(found["stage_cpu_seconds"], stage="unit") == Fraction("0.5")
    assert of(found["stage_peak_bytes"], stage="unit") == 123_456_789_012
    # What did not run, or was not measured, has no number: zero would be one.
    assert {dict(labels)["stage"] for family in ("tests", "stage_seconds") for labels in found[family]} == {
        "unit"
    }


def test_ready_and_nothing_else() -> None:
    found = samples(metrics_text(report(Decision.READY)))

    assert of(found["ready"], gate="api") == 1
    assert set(found) == {"ready", "verdict"}


def test_a_partial_run_is_not_ready() -> None:
    assert of(samples(metrics_text(report(Decision.PASSED, scope="quick")))["ready"], gate="api") == 0


def test_a_rule_that_rules_twice_is_one_series() -> None:
    twice = [ruling("coverage.groups.x.lines", "failed")] * 2

    assert len(samples(metrics_text(report(Decision.NOT_READY, twice)))["ruling"]) == 1


@pytest.mark.parametrize("name", [*NAMES, 'quote " and \\ and \\n', "a\rb", "nul \0"])
def test_hostile_names_stay_in_their_quotes(name: str) -> None:
    found = samples(metrics_text(report(Decision.NOT_READY, [ruling(name, "failed")])))

    assert of(found["ruling"], rule=readable(name).replace("\r", "\\r")) == 1
