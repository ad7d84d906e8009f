"""What stands beside a commit: short, harmless, and never in the name of more than was run."""

from __future__ import annotations

from dataclasses import replace

import pytest

from builders import CONTEXT, cases, report, ruling, spot, stage
from hostile import NAMES
from quality_gate.model.evidence import Evidence
from quality_gate.model.report import Report
from quality_gate.model.verdict import Decision
from quality_gate.renderers.commit_words import (
    check_annotations,
    check_output,
    description,
    outcome,
    speaker,
)


@pytest.mark.parametrize(
    ("decision", "word"),
    [
        (Decision.READY, "success"),
        (Decision.READY_WITH_WARNINGS, "success"),
        (Decision.PASSED, "success"),
        (Decision.NOT_READY, "failure"),
        (Decision.FAILED, "failure"),
    ],
)
def test_the_outcome_is_the_exit_code_s(decision: Decision, word: str) -> None:
    one = report(decision)

    assert outcome(one) == word
    assert (word == "success") is (one.verdict.exit_code() == 0)


@pytest.mark.parametrize(
    ("scope", "folder", "name"),
    [
        ("", "", "Quality Gate: api"),
        ("quick", "", "Quality Gate: api (quick)"),
        ("", "services/api", "Quality Gate: api (services/api)"),
        ("partial: unit", "services/api", "Quality Gate: api (services/api, partial: unit)"),
    ],
)
def test_each_speaker_has_a_name_of_its_own(scope: str, folder: str, name: str) -> None:
    assert speaker(report(Decision.PASSED, scope=scope, context=replace(CONTEXT, folder=folder))) == name


def noisy(name: str) -> Report:
    rulings = [ruling(name or "x", "failed", got=name, reason=name, spots=(spot("src/a.py:3-5", name),))]
    evidence = Evidence(stages=(stage("unit", cases("t", "a!", file="tests/t.py")),))
    context = replace(CONTEXT, gate=name, folder="services/api")
    return report(Decision.FAILED, rulings, scope=name, evidence=evidence, context=context)


@pytest.mark.parametrize("name", NAMES)
def test_no_name_breaks_a_limit(name: str) -> None:
    one = noisy(name)

    assert len(speaker(one)) <= 100
    assert len(description(one)) <= 140
    assert "\n" not in speaker(one) + description(one)
    output = check_output(one)
    assert len(output["title"]) <= 140
    assert len(output["summary"]) <= 65_535
    found = check_annotations(one)
    assert [(a["path"], a["start_line"], a["end_line"]) for a in found] == [
        ("services/api/src/a.py", 3, 5),
        ("services/api/tests/t.py", 1, 1),
    ]
    assert all(len(a["title"]) <= 255 and 0 < len(a["message"]) <= 4_000 for a in found)


def test_what_has_no_place_is_left_to_the_summary() -> None:
    one = report(
        Decision.NOT_READY, [ruling("stages.unit", "failed"), ruling("b", "warned", spots=(spot("a:9"),))]
    )

    assert [(a["path"], a["annotation_level"]) for a in check_annotations(one)] == [("a", "warning")]
