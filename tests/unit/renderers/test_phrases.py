"""The sentences and digits that all media share."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction

import pytest

from builders import CONTEXT, cases, counts, coverage, coverage_rows, report, ruling, spot, stage, stage_row
from quality_gate.model.cases import Counts
from quality_gate.model.context import Context
from quality_gate.model.evidence import Evidence
from quality_gate.model.output import RECORD
from quality_gate.model.ratio import Ratio
from quality_gate.model.report import Report
from quality_gate.model.rollup import Rollup
from quality_gate.model.verdict import Decision, Ruling, Spot, Status, Verdict
from quality_gate.renderers.failures import unnamed
from quality_gate.renderers.html import html
from quality_gate.renderers.links import commit_url, line_url, safe_url
from quality_gate.renderers.markdown import markdown
from quality_gate.renderers.module_rows import module_status
from quality_gate.renderers.outputs import outputs
from quality_gate.renderers.phrases import Percents, origin, phrase, stage_text, summary
from quality_gate.renderers.places import Place, places
from quality_gate.renderers.terminal import terminal


@pytest.mark.parametrize(
    ("ratio", "said", "shown"),
    [
        (Ratio(1999, 2000), "99.95 %", "99.95 %"),
        (Ratio(1999, 2000), "", "99.95 %"),
        (Ratio(56, 59), "94.9 %, then 94.92 %", "94.92 %"),
        (Ratio(84, 100), "84.01 %", "84 %"),
        (Ratio(0, 0), "", "–"),
        (Ratio(99_999, 100_000), "", "99.999 %"),
    ],
)
def test_percents_take_the_digits_that_a_ruling_needed(ratio: Ratio, said: str, shown: str) -> None:
    assert Percents([ruling("coverage.total", got=said)]).text(ratio) == shown


@pytest.mark.parametrize(
    ("rulings", "said"),
    [
        (["passed"], "The one required rule holds."),
        (["passed", "passed", "skipped"], "All 2 required rules hold."),
        (["passed", "failed"], "1 of 2 required rules does not hold."),
        (["failed", "unknown empty", "warned"], "2 of 3 required rules do not hold. 1 warning."),
        (["unknown no-base"], "No required rule. 1 warning."),
        ([], "No required rule."),
    ],
)
def test_summary(rulings: list[str], said: str) -> None:
    verdict = Verdict(
        decision=Decision.NOT_READY,
        rulings=tuple(ruling(f"tests.r{at}", drawn) for at, drawn in enumerate(rulings)),
    )

    assert summary(verdict) == said


def test_a_reason_is_the_summary() -> None:
    assert summary(Verdict(decision=Decision.NOT_READY, rulings=(), reason="nothing ran")) == "Nothing ran."
    assert summary(Verdict(decision=Decision.NOT_READY, rulings=(), reason="Why?")) == "Why?"


def test_phrase() -> None:
    assert phrase(Verdict(decision=Decision.READY, rulings=())) == "READY"
    hostile = Verdict(decision=Decision.PASSED, rulings=(), scope="READY\n")
    assert phrase(hostile) == "PASSED (Ready)"


@pytest.mark.parametrize(
    ("found", "status", "word"),
    [
        (Counts(passed=3), Status.PASSED, "passed"),
        (Counts(passed=3, errors=2), Status.FAILED, "2 failed"),
        (Counts(skipped=1), Status.SKIPPED, "nothing executed"),
        (Counts(), Status.UNKNOWN, "unknown (empty)"),
    ],
)
def test_module_status(found: Counts, status: Status, word: str) -> None:
    assert module_status(found) == (status, word)


def test_stage_text() -> None:
    found = Counts(passed=1, failed=2, errors=3, skipped=4, expected=5, flaky=1)

    assert stage_text(stage_row("unit", "failed exit 1", counts=found, level="optional")) == (
        "15 tests, 2 failed, 3 in error, exit 1, optional, 4 skipped, 5 expected to fail, 1 flaky"
    )


def test_places_join_neighbours_and_forget_nothing() -> None:
    spots = (
        spot("b.py:9", "n"),
        spot("a.py:4-6", "n"),
        spot("a.py:1", "n"),
        spot("a.py:2-3", "n"),
        spot("a.py"),
        Spot("", 3),
        Spot("a.py", 8, 2, "n"),
    )

    assert places(spots) == [
        Place("b.py", "n", ((9, 9),)),
        Place("a.py", "n", ((1, 6), (8, 8))),
        Place("a.py", ""),
    ]


def test_links() -> None:
    base = "https://github.example/acme/shop"

    assert commit_url(CONTEXT) == f"{base}/commit/{CONTEXT.commit}"
    assert line_url(CONTEXT, "src/a b.py", (3, 5)) == f"{base}/blob/{CONTEXT.commit}/src/a%20b.py#L3-L5"
    assert line_url(CONTEXT, "src/(x)?#.py", (3, 3)).endswith("/src/%28x%29%3F%23.py#L3")
    assert line_url(CONTEXT, "a.py").endswith("/a.py")
    assert line_url(CONTEXT, "docs/READY.md").endswith("/docs/%52EADY.md")


@pytest.mark.parametrize("path", ["../a.py", "/etc/passwd", "a//b.py", "C:/a.py", "."])
def test_no_link_out_of_the_repository(path: str) -> None:
    assert line_url(CONTEXT, path) == ""


def test_no_link_from_strange_parts() -> None:
    assert commit_url(Context(gate="x")) == ""
    assert safe_url("https://github.example/acme/shop/actions/runs/1/attempts/1")
    assert not safe_url("javascript:alert(1)")
    assert not safe_url("https://a.example/x)](y")


def test_outputs_without_evidence_are_empty() -> None:
    values = outputs(report(Decision.NOT_READY, [ruling("tests.groups.a\nb.pass-rate", "failed")]))

    assert values["coverage"] == "" and values["tests"] == ""
    assert values["failed-rules"] == "tests.groups.a b.pass-rate"


def test_coverage_is_the_total_and_never_a_group() -> None:
    rows = coverage_rows({"payments lines": "1/1", "total lines": "3/4"})
    found = Evidence(coverage=coverage({"a.py": "+-"}))

    assert outputs(report(Decision.READY, rollup=Rollup(coverage=rows)))["coverage"] == "75"
    assert (
        outputs(report(Decision.READY, evidence=found, rollup=Rollup(coverage=rows[:1])))["coverage"] == "50"
    )


def test_tests_are_passed_of_executed() -> None:
    assert outputs(report(Decision.READY, rollup=Rollup(tests=counts("56/59"))))["tests"] == "56/59"


def test_a_test_is_named_only_by_its_whole_identity() -> None:
    failing = cases("", "t1! t10! t2! t3!", file="a.py")
    named = (spot("a.py", "a.py::t10: t10 broke"), spot("a.py", "a.py::t2"), spot("a.py", "t3: broke"))
    subject = report(
        Decision.NOT_READY,
        [ruling("tests.pass-rate", "failed", spots=named)],
        evidence=Evidence(stages=(stage("unit", failing),)),
    )

    assert [case.name for case in unnamed(subject, 8)] == ["t1"]


def test_a_ruling_without_a_title_is_named_by_its_rule() -> None:
    bare = Ruling(rule="stages.unit", title="", status=Status.FAILED)

    assert "stages.unit" in summary_of(bare)


def summary_of(one: Ruling) -> str:
    from quality_gate.renderers.terminal import terminal

    return terminal(report(Decision.NOT_READY, [one]))


def test_a_verdict_says_where_it_comes_from() -> None:
    whole = Context(
        gate="api",
        version="1.2.3",
        config_digest="cd" * 32,
        started="2026-11-20T12:00:59Z",
        actor="somebody",
        runner="GitHub Actions 7",
    )

    assert origin(report(Decision.READY, context=whole, evidence=Evidence(elapsed=Fraction(90)))) == [
        "quality-gate 1.2.3",
        "configuration `cdcdcdc`",
        "2026-11-20 12:00 UTC",
        "took 1 m 30 s",
        "by somebody",
        "on GitHub Actions 7",
    ]
    bare = Context(gate="api", started="just now")
    assert origin(report(Decision.READY, context=bare)) == ["quality-gate", "no configuration", "just now"]


def test_a_stage_says_what_it_ran_on() -> None:
    assert stage_text(stage_row("e2e", environment="mock")) == "exit 0, on mock"


@pytest.mark.parametrize("render", [markdown, html, lambda report: terminal(report, 80)])
def test_only_a_record_that_is_written_is_named(render: Callable[[Report], str]) -> None:
    made = report(Decision.READY)

    assert RECORD in render(made)
    assert RECORD not in render(replace(made, recorded=False))
