"""Which rules compare with a base, so that it is looked for only where one of them is judged."""

from __future__ import annotations

import pytest

from quality_gate.config.assemble import assemble
from quality_gate.config.load import load
from quality_gate.model.comparison import Comparison
from quality_gate.model.context import Context
from quality_gate.plan.make import make_plan
from quality_gate.plan.wishes import Wishes

STAGE = "version: 1\nstages: {unit: {run: make, reports: [out/unit.xml, out/bench.json, out/ruff.sarif]}}\n"
METRIC = "metrics: {p95: {from: {report: out/bench.json, name: a, value: p95}, required: '%s'}}\n"
FINDINGS = "findings: {ruff: {from: out/ruff.sarif, %s}}\n"


def comparison(written: str, wishes: Wishes | None = None) -> Comparison:
    settings = assemble(load((STAGE + written).encode(), "quality-gate.yml"), "quality-gate.yml")
    return make_plan(settings, Context(gate="api"), wishes or Wishes(), ()).comparison


@pytest.mark.parametrize(
    ("written", "rules"),
    [
        ("coverage: {max-drop: 1}\n", ("coverage.max-drop",)),
        ("tests: {lost: 0, new-failures: 0}\n", ("tests.new-failures", "tests.lost")),
        ("tests: {groups: {api: {files: 'api/**', lost: 0}}}\n", ("tests.groups.api.lost",)),
        (FINDINGS % "required: {high: 0, new: {low: 0}}", ("findings.ruff",)),
        (FINDINGS % "recommended: {new: {any: 0}}", ("findings.ruff",)),
        (METRIC % "<= +10%", ("metrics.p95",)),
        (METRIC % "< 10 ms", ()),
        (FINDINGS % "required: {high: 0}", ()),
        ("coverage: {total: 90, changed: 90}\ntests: {pass-rate: 100}\n", ()),
        ("todo: {password: {done: true}}\n", ()),
    ],
)
def test_rules_that_compare_are_known(written: str, rules: tuple[str, ...]) -> None:
    assert comparison(written).rules == rules


def test_what_a_profile_does_not_judge_asks_for_nothing() -> None:
    written = "tests: {lost: 0}\ncoverage: {max-drop: 1, changed: 90}\n"
    written += "profiles: {quick: {rules: [stages, tests]}}\n"
    quick = comparison(written, Wishes(profile="quick"))

    assert (quick.rules, quick.scope, quick.by_changes) == (("tests.lost",), "quick", False)
    assert (comparison(written).scope, comparison(written).by_changes) == ("", True)


def test_what_the_command_line_says_is_passed_on() -> None:
    found = comparison(
        "base: required\n", Wishes(base="b.json", artifact="quality-gate-api", base_ref="main")
    )

    assert (found.base, found.artifact, found.ref, found.required) == (
        *("b.json", "quality-gate-api"),
        *("main", True),
    )
